// What the buttons of the day's page do. Each tap is one intention with one request_id.
import * as api from "../kit/wire/api.js";
import { PageActs } from "../kit/acting.js";
import { Announcing } from "../kit/announcing/announcing.js";
import { Finding } from "../kit/visits/finding.js";
import { say } from "../kit/say.js";
import { dayText, wholeMinute } from "../kit/time.js";
import { Unserved } from "../kit/visits/unserved.js";
import { Correcting } from "./correcting.js";
import { Overseeing } from "./overseeing.js";

export class Acts extends PageActs {
  /** `page` has `ask()` and `askFor(name)` beside what every page has. */
  constructor(store, page) {
    super(store, page);
    this.finding = new Finding(store, this);
    this.correcting = new Correcting(store, this);
    this.unserved = new Unserved(store, this);
    this.announcing = new Announcing(store, this);
    this.overseeing = new Overseeing(store, this);
  }

  /** Give no more numbers in a scope, for so many minutes (null: until somebody lets them go on). */
  stop({ scope, reason, minutes }) {
    const until = minutes === null ? null : new Date(wholeMinute(this.store.clock.now(), minutes)).toISOString();
    return this.change("stop", "/numbers/stop", { scope, reason, until }, say("day_page.told.stopped"));
  }

  goOn(scope) {
    return this.change(`go:${scope}`, "/numbers/go-on", { scope }, say("day_page.told.resumed"));
  }

  /** The second step of closing: first ask whom it touches, as it is now. */
  async askEnd() {
    this.sheet({ kind: "end", closing: null });
    await this.page.askFor("closing");
    if (this.store.sheet?.kind === "end") this.pick({ closing: this.store.closing });
  }

  async end() {
    const done = await this.change("end", "/day/close", {}, "");
    if (done) this.store.set({ told: say("day_page.told.ended", { count: done.unserved.length }) });
  }

  async reopen() {
    const done = await this.change("reopen", "/day/reopen", {}, "");
    if (done) this.store.set({ told: say("day_page.told.reopened", { count: done.waiting.length }) });
  }

  release(counterId) {
    return this.change(`release:${counterId}`, `/counters/${counterId}/release`, {}, say("day_page.told.released"));
  }

  /** Take back the change of the hall's file that waits. */
  async withdraw() {
    await this.change("withdraw", "/hall/change/withdraw", {}, say("day_page.told.withdrawn"));
    await this.page.askFor("change");
  }

  /** The hub doubts its clock: ask what it shows, so that a person can say whether that is so. */
  async askClock() {
    try {
      const { now } = await api.get("/time");
      this.sheet({ kind: "clock", now });
    } catch {
      this.store.set({ notice: say("staff.unanswered") });
    }
  }

  async confirmDate(date) {
    await this.change("clock", "/day/confirm", { date }, say("day_page.told.clock"));
    await this.page.askFor("dayClock");
  }

  /** A wrong clock opened the day: first ask whom taking it back touches, as it is now. */
  async askVoid() {
    this.sheet({ kind: "void", ahead: null });
    await this.page.askFor("dayClock");
    if (this.store.sheet?.kind === "void") this.pick({ ahead: this.store.dayClock?.ahead ?? null });
  }

  /** Take the wrong day back, losing no more than the sheet has told. */
  async voidDay({ date, count }) {
    const done = await this.change("void", "/day/void", { date, losing: count }, "");
    if (!done) return;
    await this.page.askFor("dayClock");
    this.store.set({ told: say("day_page.told.voided", { day: dayText(done.day) }) });
  }

  failed(error) {
    if (error.code !== api.CLOCK || !this.store.app.may("clock.confirm")) return super.failed(error);
    this.askClock();
    return null;
  }

  /** Send one change, then ask how things are; the hub's answer, or null. What went wrong stands in a band. */
  change(what, path, body, told) {
    const asked = async () => {
      await this.page.ask();
      return { sheet: null, told };
    };
    return this.send(what, path, body, { done: asked, fault: (error) => { this.store.set({ sheet: null }); return this.failed(error); } });
  }
}
