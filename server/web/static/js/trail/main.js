// Wires the page of the trail: who did what outside the day's commands, for auditors and administrators.
import * as api from "../kit/wire/api.js";
import { emptyEntry, entryFor, signIn } from "../kit/entering.js";
import { signOut } from "../kit/manager-bar.js";
import { say } from "../kit/say.js";
import { TrailStore } from "./store.js";

const RETRY_MS = 5000;
const AT_ONCE = 100;

const store = new TrailStore(document.getElementById("app"), document.getElementById("said"));

function begin(account) {
  const denied = !account.pages?.includes("trail");
  store.set({ account, denied, known: true, menu: false, entry: emptyEntry() });
  if (!denied) learn();
}

function end(message) {
  store.forget();
  store.set({ known: true, entry: entryFor(message) });
}

/** Ask, and show what went wrong: the answer, or null. */
async function asked(path) {
  try {
    const answer = await api.get(path);
    store.set({ up: true });
    return answer;
  } catch (error) {
    if (error.status === 401) end(say("device_page.expired"));
    else if (error.status === 403) store.set({ denied: true });
    else store.set({ up: false });
    return null;
  }
}

/** The hall, the people's names, and the latest entries; again, later, while the hub does not answer. */
async function learn() {
  const [hall, time, people] = await Promise.all(["/hall", "/time", "/accounts"].map(asked));
  if (!store.account || store.denied) return;
  if (!hall || !time || !people) return setTimeout(learn, RETRY_MS);
  store.clock.hear(time.now);
  const names = Object.fromEntries(people.accounts.map((one) => [one.id, one.display_name]));
  store.set({ hall, names });
  await older(null);
}

/** Entries before an id, or the latest. */
async function older(before) {
  const page = await asked(`/trail?limit=${AT_ONCE}${before ? `&before=${before}` : ""}`);
  if (!page || !store.account) return;
  const known = before ? store.entries : [];
  store.set({ entries: [...known, ...page.entries], keptDays: page.kept_days, ended: page.entries.length < AT_ONCE });
}

async function resume() {
  try {
    const { account } = await api.get("/session");
    begin(account);
  } catch (error) {
    if (error instanceof api.Refused) return end(null);
    store.set({ up: false });
    setTimeout(resume, RETRY_MS);
  }
}

store.act = {
  signIn: (username, password) => signIn(store, username, password, begin),

  menu: (open) => store.turnMenu(open, { holds: null }),

  older: () => older(store.entries.at(-1)?.id ?? null),

  signOut: () => signOut(store, end, () => store.set({ up: false })),
};

store.closeMenuBeside();
store.set();
resume();
