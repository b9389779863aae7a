// Wires the manager's page of the day: the hall's news, and what only asking tells.
import * as api from "../kit/wire/api.js";
import { hearing, live } from "../kit/living.js";
import { say } from "../kit/say.js";
import { Acts } from "./acts.js";
import { DayStore } from "./store.js";

// The way back where no news comes: asked again and again.
const EVERY_MS = 4000;

const ASKED = {
  closing: ["/day/close", "day.close", (data) => data],
  dayClock: ["/day/clock", "clock.confirm", (data) => data],
  change: ["/hall/change", "hall.change", (data) => data.waiting],
  kiosks: ["/devices", "devices.read", (data) => data.devices.filter((device) => device.kind === "kiosk")],
  names: ["/accounts", "accounts.read", (data) => Object.fromEntries(data.accounts.map((one) => [`staff:${one.id}`, one.display_name]))],
};

const store = new DayStore(document.getElementById("app"), document.getElementById("said"));

const page = {
  ...hearing(store, { page: "day", begun: () => page.ask(), handlers: { onOverview: (overview) => page.take(overview) } }),
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

setInterval(() => document.hidden || (store.link.up && !store.link.asking) || page.ask(), EVERY_MS);
document.addEventListener("visibilitychange", () => document.hidden || page.ask());
live(store, new Acts(store, page), page);
