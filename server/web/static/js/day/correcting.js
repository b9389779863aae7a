// Putting right what the log says of a leg that has ended. Only what differs from it is sent.
import { say } from "../kit/say.js";
import { momentAt } from "../kit/time.js";
import { clockOf } from "./views/visit-sheets.js";

const ENDED = { finished: "finished", missed: "missed" };

export class Correcting {
  constructor(store, act) {
    this.store = store;
    this.act = act;
  }

  open(visit, leg) {
    const zone = this.store.state.hall.time_zone;
    this.act.sheet({
      kind: "correct", visit, leg, state: ENDED[leg.state] ?? null, service_id: leg.service_id, outcome: leg.outcome ?? "",
      began: clockOf(leg.started_at, zone), until: clockOf(leg.ended_at, zone), fault: null,
    });
  }

  async send() {
    const { sheet, state } = this.store;
    const { leg, visit } = sheet;
    const zone = state.hall.time_zone;
    const other = (now, before) => (now === before ? null : now);
    const time = (typed, at) => (typed === clockOf(at, zone) || typed === null ? null : momentAt(state.day, typed, zone));
    const body = {
      leg_id: leg.leg_id, corrects: leg.ended_seq, state: other(sheet.state, ENDED[leg.state] ?? null),
      service_id: other(sheet.service_id, leg.service_id), outcome: other(sheet.outcome, leg.outcome ?? ""),
      started_at: time(sheet.began, leg.started_at), ended_at: time(sheet.until, leg.ended_at),
    };
    const done = await this.act.changeInSheet("correct", `/visits/${visit.visit_id}/correct`, body);
    if (!done) return;
    this.store.set({ told: say("day_page.told.corrected", { number: visit.number }) });
    this.act.finding.open(visit.number);
    await this.act.finding.look();
  }
}
