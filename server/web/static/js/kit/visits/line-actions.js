// What the buttons do for people who wait, and for who is served without having been called.
import { grouped } from "./finding.js";
import { dayText } from "../time.js";
import { say } from "../say.js";

export class LineActions {
  constructor(store, actions) {
    this.store = store;
    this.actions = actions;
  }

  /** Let somebody go away for so many minutes and keep the place. */
  keepPlace(leg, minutes) {
    return this.actions.change(`keep:${leg.leg_id}`, `/legs/${leg.leg_id}/aside`, { until: this.actions.inMinutes(minutes) });
  }

  setClass(leg, priority_class) {
    return this.toVisit(leg, "change", { priority_class });
  }

  /** Another service; where today may not be enough for it, that is said. */
  async change(leg, serviceId) {
    const done = await this.toVisit(leg, "change", { service_id: serviceId });
    if (done && (done.reach ?? "sure") !== "sure") this.store.set({ told: `${leg.number}: ${say(`staff.given.${done.reach}`)}` });
    return done;
  }

  cancel(leg) {
    return this.toVisit(leg, "cancel", {});
  }

  toVisit(leg, verb, body) {
    return this.actions.change(`${verb}:${leg.leg_id}`, `/visits/${leg.visit_id}/${verb}`, body);
  }

  serveNow(counter, { service_id, priority_class, persons, paper }) {
    return this.actions.change("serve", `/counters/${counter.id}/serve`, { service_id, priority_class, persons, paper });
  }

  /** A right to come back on another day; its code is told to be written down. */
  async collect(counter, on) {
    const { number } = counter.leg;
    const right = await this.actions.onLeg("collect", counter, { on });
    if (!right) return;
    const code = grouped(right.code);
    this.store.set({ told: say("staff.collect.told", { number, code, on: dayText(on) }) });
    this.store.said.textContent = this.store.told;
  }

  returnLeg(leg) {
    return this.back(leg, "return");
  }

  reinstate(leg) {
    return this.back(leg, "reinstate");
  }

  async back(leg, verb) {
    const done = await this.actions.change(`${verb}:${leg.leg_id}`, `/legs/${leg.leg_id}/${verb}`, {});
    if (done) this.store.said.textContent = say("staff.returned", { number: leg.number });
  }
}
