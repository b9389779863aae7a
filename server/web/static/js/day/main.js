// Wires the manager's page of the day: who is signed in, the hall's news, and what only asking tells.
import * as api from "../kit/wire/api.js";
import { emptyEntry, entryFor } from "../kit/entering.js";
import { applyPush, applyQueues, fromSnapshot } from "../kit/wire/fold.js";
import { connect } from "../kit/wire/link.js";
import { say } from "../kit/say.js";
import { Acts } from "./acts.js";
import { DayStore } from "./store.js";

// The way back where no news comes: asked again and again.
const EVERY_MS = 4000;
const RETRY_MS = 5000;

const ASKED = {
  closing: ["/day/close", "day.close", (data) => data],
  dayClock: ["/day/clock", "clock.confirm", (data) => data],
  change: ["/hall/change", "hall.change", (data) => data.waiting],
  kiosks: ["/devices", "devices.read", (data) => data.devices.filter((device) => device.kind === "kiosk")],
  names: ["/accounts", "accounts.read", (data) => Object.fromEntries(data.accounts.map((one) => [`staff:${one.id}`, one.display_name]))],
};

const store = new DayStore(document.getElementById("app"), document.getElementById("said"));
let link = null;

const handlers = {
  onSnapshot: (snapshot) => store.set({ state: fromSnapshot(snapshot) }),
  onPush(push) {
    const { state } = store;
    if (state && push.day === state.day && push.seq > state.seq) store.set({ state: applyPush(state, push) });
  },
  onQueues: (queues) => store.state && store.set({ state: applyQueues(store.state, queues) }),
  onHead: (head) => store.clock.hear(head.now),
  onOverview: (overview) => page.take(overview),
  onLink({ up, since }) {
    const at = since === null ? store.clock.now() : since + store.clock.offset;
    store.set({ link: { up, since: up ? null : store.link.up === false ? store.link.since : at } });
  },
};

const page = {
  begin(account) {
    link?.close();
    const denied = !account.pages?.includes("day");
    store.set({ account, denied, known: true, entry: emptyEntry() });
    if (denied) return;
    link = connect(handlers);
    page.ask();
  },
  end(message) {
    link?.close();
    link = null;
    store.forget();
    store.set({ known: true, entry: entryFor(message) });
  },
  /** How the hall is at a glance, told by the managers' room or asked for; and what it makes worth asking. */
  take(overview) {
    const { overview: before, names } = store;
    store.set({ overview });
    const strange = overview.counters.some(({ holder }) => holder && !(holder in names));
    if (!before || strange) page.askFor("names");
    if (!before) page.askFor("kiosks");
    if (!before || before.change_on !== overview.change_on) page.askFor("change");
    if (!before || before.believed !== overview.believed || before.ahead !== overview.ahead) page.askFor("dayClock");
  },
  /** How it is now: after a change, on coming back to the page, and where no news comes. */
  async ask() {
    const overview = await page.get("/overview");
    if (overview) page.take(overview);
  },
  /** What is told in no news, once it is known to have changed. */
  async askFor(name) {
    const [path, may, read] = ASKED[name];
    const answer = store.account?.may?.includes(may) ? await page.get(path) : null;
    if (answer) store.set({ [name]: read(answer) });
  },
  /** An answer of the hub; null where there is none, or nobody is signed in any more. */
  async get(path) {
    if (!store.account || store.denied) return null;
    try {
      const answer = await api.get(path);
      return store.account ? answer : null;
    } catch (error) {
      if (error.status === 401) page.end(say("device_page.expired"));
      return null;
    }
  },
};

/** On loading: go on with the session that this browser holds. */
async function resume() {
  try {
    const { account } = await api.get("/session");
    page.begin(account);
  } catch (error) {
    if (error instanceof api.Refused) return store.set({ known: true });
    setTimeout(resume, RETRY_MS);
  }
}

store.act = new Acts(store, page);
setInterval(() => store.account && store.set(), 1000);
setInterval(() => document.hidden || store.link.up || page.ask(), EVERY_MS);
store.closeMenuBeside();
document.addEventListener("visibilitychange", () => document.hidden || page.ask());
store.set();
resume();
