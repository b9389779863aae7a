// Wires the page of the information desk: who is signed in, the hall's news, and the keys.
import * as api from "../kit/wire/api.js";
import { emptyEntry, entryFor } from "../kit/entering.js";
import { applyPush, applyQueues, fromSnapshot } from "../kit/wire/fold.js";
import { connect } from "../kit/wire/link.js";
import { DeskActs } from "./acts.js";
import { DeskStore } from "./store.js";

const RETRY_MS = 5000;
const WINDOWS_MS = 20_000;

const store = new DeskStore(document.getElementById("app"), document.getElementById("said"));
let link = null;

/** The number that is shown moved on: look it up again. */
function moved(state, push) {
  store.set({ truth: state });
  const { visit } = store;
  const about = push?.data.leg_id ?? push?.data.leg?.leg_id ?? "";
  if (visit && (push?.data.visit_id === visit.visit_id || about.startsWith(visit.visit_id))) store.act.look();
}

const handlers = {
  onSnapshot: (snapshot) => moved(fromSnapshot(snapshot)),
  onPush(push) {
    const { truth } = store;
    if (truth && push.day === truth.day && push.seq > truth.seq) moved(applyPush(truth, push), push);
  },
  onQueues: (queues) => store.truth && store.set({ truth: applyQueues(store.truth, queues) }),
  onHead: (head) => store.clock.hear(head.now),
  onLink({ up, since }) {
    const at = since === null ? store.clock.now() : since + store.clock.offset;
    store.set({ link: { up, since: up ? null : store.link.up === false ? store.link.since : at } });
  },
};

/** When whoever takes the next number of a service will probably be called. */
async function learnWindows() {
  if (!store.account || store.denied || document.hidden) return;
  try {
    const { services } = await api.get("/estimates/next");
    store.set({ windows: Object.fromEntries(services.map((one) => [one.service_id, [one.expected_from, one.expected_until]])) });
  } catch {
    // How many wait is shown by itself.
  }
}

const page = {
  begin(account) {
    link?.close();
    const denied = !account.pages?.includes("desk");
    store.set({ account, denied, known: true, entry: emptyEntry() });
    if (denied) return;
    link = connect(handlers);
    learnWindows();
  },
  end(message) {
    link?.close();
    link = null;
    store.forget();
    store.set({ known: true, entry: entryFor(message) });
  },
};

async function resume() {
  try {
    const { account } = await api.get("/session");
    page.begin(account);
  } catch (error) {
    if (error instanceof api.Refused) return store.set({ known: true });
    setTimeout(resume, RETRY_MS);
  }
}

const KEYS = {
  F2: () => store.act.focus("#find-number"),
  F4: () => store.act.focus(".give button"),
  F6: () => store.root.querySelector("[data-key=F6]")?.click(),
  F7: () => store.root.querySelector("[data-key=F7]")?.click(),
};

addEventListener("keydown", (event) => {
  const press = KEYS[event.key];
  if (!press || event.repeat || store.sheet || !store.truth) return;
  event.preventDefault();
  press();
});

store.act = new DeskActs(store, page);
setInterval(() => store.account && store.set(), 1000);
setInterval(learnWindows, WINDOWS_MS);
store.closeMenuBeside();
store.set();
resume();
