// What the page of the day knows, in one place, and the picture drawn from it.
import { emptyEntry } from "../kit/entering.js";
import { TapGuard } from "../kit/guard.js";
import { say } from "../kit/say.js";
import { HubClock } from "../kit/time.js";
import { patch } from "../kit/vdom.js";
import { dayView } from "./views/day-view.js";

// How long what is said in a band stays.
const STAYS_MS = { notice: 15000, told: 10000 };

export class DayStore {
  constructor(root, said) {
    Object.assign(this, { root, said, clock: new HubClock(), entry: emptyEntry(), act: null, known: false });
    this.guard = new TapGuard(() => performance.now(), (ms) => setTimeout(() => this.draw(), ms));
    this.timers = {};
    this.forget();
  }

  /** Nobody is signed in: nothing of the hall stays. */
  forget() {
    Object.assign(this, {
      account: null, denied: false, state: null, link: { up: null, since: null }, roster: [], names: {}, kiosks: [], closing: null, change: null,
      sheet: null, menu: false, holds: null, busy: null, notice: null, told: null,
    });
  }

  /** Change something and draw once, soon. */
  set(changes = {}) {
    Object.assign(this, changes);
    for (const [name, ms] of Object.entries(STAYS_MS)) {
      if (!changes[name]) continue;
      clearTimeout(this.timers[name]);
      this.timers[name] = setTimeout(() => this.set({ [name]: null }), ms);
    }
    if (this.drawing) return;
    this.drawing = true;
    queueMicrotask(() => {
      this.drawing = false;
      this.draw();
    });
  }

  get app() {
    const { account, denied, state, link, roster, names, kiosks, closing, change, sheet, menu, holds, busy, notice, told, entry, known } = this;
    const now = this.clock.now();
    const may = (permission) => account?.may?.includes(permission) ?? false;
    return {
      account, denied, state, link, roster, names, kiosks, closing, change, sheet, menu, holds, busy, notice, told, entry, known, may,
      now, clock: now, hall: state?.hall ?? null, zone: state?.hall.time_zone, resting: this.guard.resting,
    };
  }

  draw() {
    const { app } = this;
    this.guard.show(app.sheet?.kind ?? "");
    const hadFocus = this.root.contains(document.activeElement);
    if (!app.sheet) this.root.querySelector("dialog[open]")?.close();
    patch(this.root, dayView({ ...app, resting: this.guard.resting }, this.act));
    this.root.querySelector("dialog:not([open])")?.showModal();
    if (hadFocus && document.activeElement === document.body) this.catchFocus();
    document.title = `${say("day_page.title")} · Balai`;
    const words = app.told ?? "";
    if (this.said.textContent !== words) this.said.textContent = words;
  }

  /** What had the focus is gone: the keyboard goes on at the heading of what came. */
  catchFocus() {
    const heading = this.root.querySelector("h1");
    heading?.setAttribute("tabindex", "-1");
    heading?.focus({ preventScroll: true });
  }
}
