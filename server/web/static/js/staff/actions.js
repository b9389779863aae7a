// What the buttons do. Each tap is one intention with one request_id.
import * as api from "../kit/wire/api.js";
import { signIn } from "../kit/entry/entering.js";
import { Finding } from "../kit/visits/finding.js";
import { say } from "../kit/say.js";
import { Unserved } from "../kit/visits/unserved.js";
import { wholeMinute } from "../kit/time.js";
import { doubtText, refusalText, troubleText } from "../kit/words.js";
import { Announcing } from "../kit/announcing/announcing.js";
import { Booking } from "../kit/visits/booking.js";
import { Giving } from "../kit/visits/giving.js";
import { LineActions } from "../kit/visits/line-actions.js";
import { nextBreak } from "./facts/hours.js";
import { leavesBehind, queueText } from "./facts/leaving.js";
import { deskName, inHand } from "../kit/visits/state.js";
import { ring } from "./facts/ringing.js";
import { Tickets } from "../kit/visits/tickets.js";

const SEEN_MS = 3000;
const NOT_NOW = new Set([401, 429]);
// Refusals of a transfer that a reason overrides.
const TOO_LATE = new Set(["closed_now", "no_more_today"]);
const OVERTAKEN = new Set(["leg_mismatch", "leg_state", "leg_unknown", "counter_closed", "counter_taken"]);

export class Actions {
  constructor(store, session) {
    this.store = store;
    this.session = session; // { begin(account), end(message), snapshot(snapshot) }
    this.flushing = false;
    this.announcing = new Announcing(store, this);
    this.line = new LineActions(store, this);
    this.tickets = new Tickets(store, this);
    this.giving = new Giving(store, this);
    this.booking = new Booking(store, this);
    this.finding = new Finding(store, this);
    this.unserved = new Unserved(store, this);
  }

  menu(open) {
    this.store.turnMenu(open);
  }

  /** Open a sheet: what it is about, and what has been chosen in it so far. */
  sheet(sheet) {
    this.store.set({ sheet, menu: false });
  }

  /** Choose something in the open sheet. */
  pick(changes) {
    const { store } = this;
    const further = changes.agency_id && changes.agency_id !== store.sheet.agency_id;
    store.set({ sheet: { ...store.sheet, ...changes } });
    // The next step is brought into sight where it lies below.
    if (further) requestAnimationFrame(() => store.root.querySelector("dialog .picks")?.scrollIntoView({ block: "nearest" }));
  }

  closeSheet() {
    this.announcing.leave();
    this.store.set({ sheet: null });
  }

  unfold(name) {
    this.store.set({ folds: { ...this.store.folds, [name]: !this.store.folds[name] } });
  }

  showMore(name, count) {
    this.store.set({ shown: { ...this.store.shown, [name]: count } });
  }

  filter(filter) {
    this.store.set({ filter: filter.trim() });
  }

  /** Hear the sound of the first visitor from now on, or not. */
  turnSound() {
    this.store.setLoud(!this.store.loud);
    if (this.store.loud) ring();
  }

  signIn(username, password) {
    return signIn(this.store, username, password, (account) => {
      this.store.set({ notice: null });
      this.session.begin(account);
    });
  }

  open(counterId) {
    return this.change(`open:${counterId}`, `/counters/${counterId}/open`, {});
  }

  async call(counter) {
    const finished = inHand(counter);
    const answer = await this.change("call", `/counters/${counter.id}/call`, { finishes: finished?.leg_id ?? null });
    // Taking the call back brings back also whom it finished.
    this.store.settled = answer && finished ? { by: answer.called?.leg_id, number: finished.number } : null;
    this.store.set();
    return answer;
  }

  start(counter) {
    return this.onLeg("start", counter);
  }

  recall(counter) {
    return this.onLeg("recall", counter);
  }

  miss(counter) {
    return this.onLeg("miss", counter);
  }

  park(counter, minutes) {
    return this.onLeg("park", counter, { until: this.inMinutes(minutes) });
  }

  transfer(counter, serviceId, toCounter = null, reason = null) {
    const sent = { service_id: serviceId, to_counter: toCounter, ...(reason ? { reason } : {}) };
    return this.onLeg("transfer", counter, sent, (error) => this.askToSend(counter, sent, error));
  }

  /** Open the sheet of sending on, and ask how long one waits for each service. */
  async openTransfer(leg) {
    this.sheet({ kind: "transfer", leg_id: leg.leg_id, agency_id: null, service_id: null, reason: null, waits: null });
    try {
      const { services } = await api.get("/estimates/next");
      const waits = Object.fromEntries(services.map((one) => [one.service_id, [one.expected_from, one.expected_until]]));
      const { sheet } = this.store;
      if (sheet?.kind === "transfer" && sheet.leg_id === leg.leg_id) this.pick({ waits });
    } catch {
      // It is shown how many wait there.
    }
  }

  /** The service closes too soon: it is asked whether the visitor is sent all the same. */
  askToSend(counter, { service_id, to_counter }, { code, params: { next_day = null, next_time = null } }) {
    if (!TOO_LATE.has(code)) return false;
    this.sheet({ kind: "send_anyway", leg_id: inHand(counter).leg_id, service_id, to_counter, code, next_day, next_time, reason: null });
    return true;
  }

  /** Send the visitor back to the counter that sent them here. */
  transferBack(counter) {
    return this.onLeg("transfer", counter, { back: true });
  }

  /** Take the last step back. */
  undo(counter) {
    return this.change("undo", `/counters/${counter.id}/undo`, {});
  }

  /** Open what can be done for somebody who waits: call them for a reason, or something else. */
  openLine(leg) {
    return this.sheet({ kind: "choose", leg_id: leg.leg_id, reason: null });
  }

  callChosen(counter, legId, reason) {
    const body = { finishes: inHand(counter)?.leg_id ?? null, leg_id: legId, reason };
    return this.change("call", `/counters/${counter.id}/call-chosen`, body);
  }

  /** The switch of the bar. */
  toggleBreak(counter) {
    if (counter.status === "paused") return this.resume(counter);
    const leg = inHand(counter);
    if (leg) return this.store.set({ notice: say("staff.pause_after", { number: leg.number }) });
    // Near the hall's own break that is what is meant.
    const rest = nextBreak(counter, this.store.clock.now());
    return this.sheet({ kind: "pause", reason: "break", minutes: 15, until: rest?.until ?? null });
  }

  /** A break: until a time of the hall's calendar, or for so many minutes, or (both null) nobody knows. */
  pause(counter, reason, minutes, until = null) {
    const ends = until === null ? this.inMinutes(minutes) : new Date(until).toISOString();
    return this.change("pause", `/counters/${counter.id}/pause`, { reason, until: ends });
  }

  /** A time so many minutes from now on the hub's clock, or null for none. */
  inMinutes(minutes) {
    return minutes === null ? null : new Date(wholeMinute(this.store.clock.now(), minutes)).toISOString();
  }

  resume(counter) {
    return this.change("resume", `/counters/${counter.id}/resume`, {});
  }

  onLeg(verb, counter, more = {}, refused = null) {
    return this.change(verb, `/counters/${counter.id}/${verb}`, { leg_id: inHand(counter).leg_id, ...more }, refused);
  }

  /** Close the counter. Where people wait here it is said first whom it leaves; `waiting` says what becomes of those
   *  whom nobody else serves, once the hub asked; `sure`: it has been said. */
  async leave(counter, { waiting = null, sure = false, out = false } = {}) {
    const { store } = this;
    store.set({ menu: false });
    const left = leavesBehind(store.truth, counter);
    if (!sure && waiting === null && left.length && left.every((one) => one.counters.length)) {
      this.sheet({ kind: "leaving", left, out });
      return false;
    }
    const { numbers } = queueText(store.truth, counter);
    const done = await this.change("leave", `/counters/${counter.id}/close`, waiting === null ? {} : { waiting });
    if (done && numbers && waiting !== "end") store.set({ told: say("staff.leave.told", { counter: deskName(counter), numbers }) });
    return done;
  }

  /** Close the counter that is held, then end the session. */
  async signOut(counter, sure = false) {
    this.store.set({ menu: false });
    if (counter && !(await this.leave(counter, { sure, out: true }))) return;
    try {
      await api.signOut();
      this.session.end(null);
    } catch (error) {
      this.failed(error);
    }
  }

  /** Send one change; the hub's answer when it did it, else false. Buttons rest until its effect is seen.
   *  `refused` may answer a refusal itself, and says whether it has. */
  async change(what, path, body, refused = null) {
    const { store } = this;
    if (store.busy) return false;
    store.begin(what, { sheet: null });
    try {
      // Cut off, a tablet calls nobody: not later either.
      const hope = () => store.link.up !== false;
      const answer = await api.change(path, { request_id: api.newRequestId(), ...body }, hope);
      this.awaitEffect(what, answer);
      return answer;
    } catch (error) {
      store.set({ busy: null });
      if (!(error instanceof api.Refused && refused?.(error))) await this.failed(error);
      return false;
    }
  }

  /** The same for a sheet that stays until it is done: what went wrong stands in it, unless `otherwise` knows a
   * way on from a refusal. The answer, or null. */
  async changeInSheet(what, path, body, otherwise = null) {
    const { store } = this;
    if (store.busy) return null;
    store.begin(what);
    try {
      const answer = await api.change(path, body, () => store.link.up !== false);
      this.awaitEffect(what, answer);
      return answer;
    } catch (error) {
      store.set({ busy: null });
      const instead = error instanceof api.Refused ? otherwise?.(error) : null;
      if (instead) return instead;
      if (error.status === 401) await this.failed(error);
      else if (store.sheet) this.pick({ fault: troubleText(error) });
      return null;
    }
  }

  /** Keep the buttons at rest until the news of this change has come; after 3 s ask for the truth. */
  awaitEffect(what, answer, seen = null) {
    const { store } = this;
    const { truth } = store;
    store.busy = { ...store.busy, what, seq: answer.seq, seen };
    if (!truth || truth.day !== answer.day || truth.seq >= answer.seq) return store.free();
    const { busy } = store;
    setTimeout(async () => {
      if (store.busy !== busy) return;
      await this.refresh();
      if (store.busy === busy) store.free();
    }, SEEN_MS);
  }

  /** A finish is kept before it is sent, so that neither a lost link nor a closed page loses it. */
  finish(counter, leg, outcome = null) {
    const { store } = this;
    if (store.busy) return;
    store.set({ notice: null, sheet: null });
    store.outbox.keep({
      request_id: api.newRequestId(),
      account_id: store.account.id,
      counter_id: counter.id,
      leg_id: leg.leg_id,
      number: leg.number,
      outcome,
      occurred_at: new Date(store.clock.now()).toISOString(),
      clock_certain: store.clock.certain,
      late: !store.link.up,
    });
    store.set();
    if (store.link.up) this.flush();
  }

  /** Send the finishes that wait, oldest first; stop at the first that finds no answer. */
  async flush() {
    const { store } = this;
    if (this.flushing || !store.account || store.busy) return;
    this.flushing = true;
    try {
      for (const item of store.outbox.of(store.account.id)) if (!(await this.sendFinish(item))) break;
    } finally {
      this.flushing = false;
    }
  }

  async sendFinish(item) {
    const { store } = this;
    const { request_id, leg_id, occurred_at, clock_certain = true, outcome = null } = item;
    store.begin("finish", { notice: store.notice });
    try {
      const path = `/counters/${item.counter_id}/finish`;
      const told = { request_id, leg_id, occurred_at, clock_certain, ...(outcome ? { outcome } : {}) };
      const answer = await api.changeOnce(path, told);
      await new Promise((seen) => this.awaitEffect("finish", answer, seen));
      store.outbox.drop(request_id);
      store.set();
      return true;
    } catch (error) {
      store.set({ busy: null });
      return this.finishFailed(item, error);
    }
  }

  async finishFailed(item, error) {
    if (!(error instanceof api.Refused) || error.status >= 500 || NOT_NOW.has(error.status)) {
      this.store.outbox.late(item.request_id);
      this.store.set();
      if (error.status) await this.failed(error);
      return false;
    }
    await this.refresh();
    this.store.outbox.drop(item.request_id);
    this.store.set({ notice: OVERTAKEN.has(error.code) ? say("staff.finish_superseded", { number: item.number }) : refusalText(error) });
    return true;
  }

  async failed(error) {
    if (error.status === 401) return this.session.end(say("common.sign_in.expired"));
    if (error instanceof api.Refused && error.code === "last_counter") {
      this.store.set({ sheet: { kind: "leave", services: error.params.services, waiting: null } });
      return this.refresh();
    }
    this.store.set({ notice: error instanceof api.Refused ? troubleText(error) : doubtText(error) ?? say("staff.unsure") });
    return error instanceof api.Refused ? this.refresh() : null;
  }

  /** Ask for the true state, over HTTP, beside the link. */
  async refresh() {
    try {
      this.session.snapshot(await api.get("/state?audience=staff"));
    } catch (error) {
      if (error.status === 401) this.session.end(say("common.sign_in.expired"));
    }
  }
}
