// What the page of the information desk knows, in one place, and the picture drawn from it.
import { Drawn } from "../kit/drawn.js";
import { TapGuard } from "../kit/guard.js";
import { say } from "../kit/say.js";
import { emptyWish } from "../kit/visits/giving.js";
import { deskPageView } from "./views/page-view.js";

const STAYS_MS = { notice: 15000, told: 8000 };

export class DeskStore extends Drawn {
  constructor(root, said) {
    super(root, said, STAYS_MS);
    this.known = false;
    this.guard = new TapGuard(() => performance.now(), (ms) => setTimeout(() => this.draw(), ms));
    this.forget();
  }

  /** Nobody is signed in: nothing of the hall stays. */
  forget() {
    Object.assign(this, {
      account: null, denied: false, state: null, link: { up: null, since: null }, busy: null, notice: null, told: null, sheet: null, holds: null,
      typed: "", visit: null, looking: false, fault: null, wish: emptyWish(), windows: {},
    });
  }

  begin(what) {
    this.set({ busy: { what }, notice: null, told: null });
  }

  get app() {
    const { account, denied, state, link, busy, notice, told, sheet, menu, holds, typed, visit, looking, fault, wish, windows, entry, known } = this;
    const now = this.clock.now();
    return {
      account, denied, state, link, busy, notice, told, sheet, menu, holds, typed, visit, looking, fault, wish, windows, entry, known, now, clock: now,
      hall: state?.hall ?? null, zone: state?.hall.time_zone, resting: this.guard.resting,
    };
  }

  draw() {
    const { app } = this;
    this.guard.show(app.sheet?.kind ?? "");
    this.show(() => deskPageView({ ...app, resting: this.guard.resting }, this.act), app.sheet !== null);
    document.title = `${app.visit ? `${app.visit.number} · ` : ""}${say("desk_page.title")} · Balai`;
    this.tell(app.told ?? "");
  }
}
