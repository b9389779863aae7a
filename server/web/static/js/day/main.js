// Wires the manager's page of the day: who is signed in, the hall's news, and what only asking tells.
import * as api from "../kit/wire/api.js";
import { emptyEntry, entryFor } from "../kit/entering.js";
import { applyPush, applyQueues, fromSnapshot } from "../kit/wire/fold.js";
import { connect } from "../kit/wire/link.js";
import { say } from "../kit/say.js";
import { Acts } from "./acts.js";
import { DayStore } from "./store.js";

const EVERY_MS = 10_000;
const RETRY_MS = 5000;

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
  /** Who holds which counter, whom closing would touch, and names: asked, since no news tells it. */
  async ask() {
    if (!store.account || store.denied) return;
    const may = (permission) => store.account.may?.includes(permission);
    const wanted = [
      ["roster", "/counters", true, (data) => data.counters],
      ["closing", "/day/close", may("day.close"), (data) => data],
      ["dayClock", "/day/clock", may("clock.confirm"), (data) => data],
      ["change", "/hall/change", may("hall.change"), (data) => data.waiting],
      ["kiosks", "/devices", may("devices.read"), (data) => data.devices.filter((device) => device.kind === "kiosk")],
      ["names", "/accounts", may("accounts.read"), (data) => Object.fromEntries(data.accounts.map((one) => [`staff:${one.id}`, one.display_name]))],
    ];
    await Promise.all(wanted.filter(([, , mine]) => mine).map(async ([name, path, , read]) => {
      try {
        const answer = await api.get(path);
        if (store.account) store.set({ [name]: read(answer) });
      } catch (error) {
        if (error.status === 401) page.end(say("device_page.expired"));
      }
    }));
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
setInterval(() => document.hidden || page.ask(), EVERY_MS);
store.closeMenuBeside();
document.addEventListener("visibilitychange", () => document.hidden || page.ask());
store.set();
resume();
