// The page of the training hall: opened and closed here, and in the training hall itself what is to be tried.
import { run } from "../kit/asking.js";
import { say } from "../kit/say.js";
import { troubleText } from "../kit/words.js";
import * as api from "../kit/wire/api.js";
import { practiceView } from "./view.js";

const EVERY_MS = 3000;

/** How it is now, and again in a while: it opens, ends by itself, and tasks are done on other pages. */
async function look(store) {
  clearTimeout(store.timer);
  if (!store.account) return;
  if (!document.hidden) {
    const practice = await store.ask("/practice");
    if (practice) store.set({ practice });
  }
  store.timer = setTimeout(() => look(store), EVERY_MS);
}

async function change(store, path, body, told) {
  if (store.busy) return;
  store.set({ busy: path, told: null });
  try {
    const practice = await api.change(path, { request_id: api.newRequestId(), ...body });
    store.set({ busy: null, practice, told });
  } catch (error) {
    store.set({ busy: null, notice: troubleText(error) });
  }
}

run({
  page: "practice",
  title: "practice_page.title",
  fresh: () => ({ practice: null, told: null, wanted: { minutes: 60, pace: 30, agency_id: null } }),
  view: practiceView,
  learn: look,
  acts: (store) => ({
    want: (changes) => store.set({ wanted: { ...store.wanted, ...changes } }),
    open: () => change(store, "/practice/open", store.wanted, null),
    close: () => change(store, "/practice/close", {}, say("practice_page.done")),
  }),
});
