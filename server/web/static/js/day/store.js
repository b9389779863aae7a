// What the page of the day knows, in one place, and the picture drawn from it.
import { Drawn } from "../kit/drawn.js";
import { TapGuard } from "../kit/guard.js";
import { say } from "../kit/say.js";
import { dayView } from "./views/day-view.js";

// How long what is said in a band stays.
const STAYS_MS = { notice: 15000, told: 10000 };

export class DayStore extends Drawn {
  constructor(root, said) {
    super(root, said, STAYS_MS);
    this.known = false; // whether the hub has said who is signed in, or that nobody is
    this.guard = new TapGuard(() => performance.now(), (ms) => setTimeout(() => this.draw(), ms));
    this.forget();
  }

  /** Nobody is signed in: nothing of the hall stays. */
  forget() {
    Object.assign(this, {
      account: null, denied: false, state: null, link: { up: null, since: null }, overview: null, names: {}, kiosks: [], closing: null, change: null, dayClock: null,
      sheet: null, menu: false, holds: null, busy: null, notice: null, told: null, whole: false,
    });
  }

  /** Something is on its way. */
  begin(what) {
    this.set({ busy: what, notice: null, told: null });
  }

  get app() {
    const { account, denied, state, link, overview, names, kiosks, closing, change, dayClock, sheet, menu, holds, busy, notice, told, entry, known, whole } = this;
    const now = this.clock.now();
    const may = (permission) => account?.may?.includes(permission) ?? false;
    return {
      account, denied, state, link, overview, names, kiosks, closing, change, dayClock, sheet, menu, holds, busy, notice, told, entry, known, whole, may,
      roster: overview?.counters ?? [],
      now, clock: now, hall: state?.hall ?? null, zone: state?.hall.time_zone, resting: this.guard.resting,
    };
  }

  draw() {
    const { app } = this;
    this.guard.show(app.sheet?.kind ?? "");
    this.show(() => dayView({ ...app, resting: this.guard.resting }, this.act), app.sheet !== null);
    document.title = `${say("day_page.title")} · Balai`;
    this.tell(app.told ?? "");
    // What lies below is drawn once the hall stands there.
    if (app.state && !app.whole) requestAnimationFrame(() => this.set({ whole: true }));
  }
}
