// What the tablet knows, in one place, and the picture drawn from it.
import { Drawn } from "../kit/drawn.js";
import { TapGuard } from "../kit/guard.js";
import { say } from "../kit/say.js";
import { faceOf } from "./views/desk-view.js";
import { heardOf } from "../kit/visits/heard.js";
import { breakOver } from "./facts/reminders.js";
import { pageView } from "./views/page-view.js";
import { sheetHolds } from "./views/sheet-view.js";
import { heldCounter, inHand, queueOf, screenOf, withWaitingFinishes, deskName } from "../kit/visits/state.js";

const SOUND = "balai.sound";
// How long what is said in a band stays.
const STAYS_MS = { notice: 15000, told: 8000 };
// After this it is said that no answer has come yet.
const SLOW_MS = 2000;

export class Store extends Drawn {
  constructor(root, said, outbox) {
    super(root, said, STAYS_MS);
    this.outbox = outbox;
    this.guard = new TapGuard(() => performance.now(), (ms) => setTimeout(() => this.draw(), ms));
    this.account = null;
    this.truth = null; // the state as the hub told it
    this.link = { up: null, since: null };
    this.busy = null; // { what, since, seq, seen }: one change is on its way, since a time of this page's clock
    this.notice = null;
    this.ended = []; // whose waiting here has ended at closing
    this.kiosks = []; // how the hall's devices are, as they were asked last
    this.told = null; // what went well and is not seen elsewhere
    this.sheet = null; // { kind, ... }: the one open sheet
    this.folds = { why: true, reasons: false };
    this.shown = {}; // how many of a long list are shown, by its name
    this.filter = ""; // what is looked for in the line
    this.loud = localStorage.getItem(SOUND) !== "off"; // whether the first visitor is heard
    this.visit = { leg_id: null, told: null }; // the leg in hand, as one visit through the hall
    this.settled = null; // { by, number }: whom the last call finished, by the leg that was called
    this.came = null; // the counter to which somebody came when nobody waited there
    this.spoken = null;
    addEventListener("resize", () => this.foot());
  }

  /** Whether the first visitor is heard, on this tablet. */
  setLoud(loud) {
    localStorage.setItem(SOUND, loud ? "on" : "off");
    this.set({ loud });
  }

  /** A change goes on its way: the page shows so at once, whatever the hub does. */
  begin(what, more = {}) {
    this.set({ busy: { what, since: performance.now(), seq: null }, notice: null, ...more });
  }

  /** The change that was on its way has come to an end; who waited for it goes on. */
  free() {
    const { busy } = this;
    this.set({ busy: null });
    busy?.seen?.();
  }

  /** What the page shows: the hub's truth, with finishes that could not be sent yet. */
  get app() {
    const kept = this.account ? this.outbox.of(this.account.id) : [];
    const waitingFinishes = kept.filter((item) => item.late);
    const unsent = waitingFinishes.length > 0;
    const state = this.truth && unsent ? withWaitingFinishes(this.truth, waitingFinishes) : this.truth;
    const { account, link, busy, entry, notice, told, ended, menu, folds, shown, filter, loud, visit, settled, kiosks } = this;
    const counter = state && account ? heldCounter(state, account.id) : null;
    const sheet = this.sheet && state && sheetHolds(this.sheet, state, counter) ? this.sheet : null;
    return {
      account, link, busy, entry, notice, told, ended, menu, sheet, folds, shown, filter, loud, visit, settled, kiosks, state, unsent, waitingFinishes,
      now: this.clock.now(), resting: this.guard.resting, slow: busy !== null && performance.now() - busy.since > SLOW_MS,
    };
  }

  /** The counter that this account holds, as the page shows it. */
  get counter() {
    const { state, account } = this.app;
    return state && account ? heldCounter(state, account.id) : null;
  }

  /** What lies at the foot of a phone is as high as its words. */
  foot() {
    this.root.style.setProperty("--dock", `${this.root.querySelector(".dock")?.offsetHeight ?? 0}px`);
  }

  draw() {
    const { counter, app } = this;
    if (this.sheet && !app.sheet) this.sheet = null;
    this.guard.show(counter ? faceOf(counter, app.sheet) : "");
    this.show(() => pageView({ ...app, resting: this.guard.resting }, this.act, counter), app.sheet !== null);
    this.foot();
    this.say(counter);
    // Seen from another tab, too.
    const comes = counter && screenOf(counter) === "idle" && this.came === counter.id ? queueOf(app.state, counter).next : null;
    const mark = comes ? `● ${comes.number} · ` : breakOver(app.state, counter) ? "● " : "";
    document.title = `${mark}${counter ? say("staff.desk.counter", { counter: deskName(counter) }) : say("staff.title")} · Balai`;
  }

  say(counter) {
    const words = counter ? this.sentence(counter) : "";
    const text = this.link.up === false ? say("staff.link.lost") : words;
    if (text === this.spoken) return;
    this.spoken = text;
    this.said.textContent = text;
  }

  sentence(counter) {
    const leg = inHand(counter);
    const screen = screenOf(counter);
    if (screen === "called") {
      const told = { number: leg.number, counter: deskName(counter) };
      const heard = heardOf(this.app.state, counter, leg);
      const more = heard?.byVoice || leg.voice ? ` ${heard.text}` : "";
      return (leg.recalls ? say("staff.aloud.recalled", { ...told, count: leg.recalls }) : say("staff.aloud.called", told)) + more;
    }
    if (screen === "serving") return say("staff.aloud.serving", { number: leg.number });
    if (screen === "paused") return breakOver(this.app.state, counter) ?? say("staff.aloud.paused");
    const { next } = queueOf(this.app.state, counter);
    return next ? say("staff.aloud.next", { number: next.number }) : say("staff.aloud.empty");
  }
}
