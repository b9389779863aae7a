// A visit's way through the hall, from its own steps to the few that a desk can show. Pure.
import { deskName } from "../../kit/visits/state.js";
import { known, say, shortSpan } from "../../kit/say.js";
import { clockText, minutesBetween } from "../../kit/time.js";

const MOST = 4;

const counterName = (state, id) => say("staff.desk.counter", { counter: deskName(state.counters[id]) });
const took = (channel) => say(known(`staff.step.took_${channel}`) ? `staff.step.took_${channel}` : "staff.step.took");
const serviceName = (state, id) => state.services[id]?.name ?? "";

/** What ended at a counter: the rows it leaves. `began` is when the leg was called or started there. */
const served = (state, step, began) =>
  say("staff.step.served", { counter: counterName(state, step.counter_id), span: shortSpan(spent(began, step)) });
const ENDINGS = {
  leg_finished: (state, step, began) => [[began, served(state, step, began)]],
  leg_transferred: (state, step, began) => [
    [began, served(state, step, began)],
    [step.at, known(`send_reason.${step.reason}`)
      ? say("staff.step.sent_for", { reason: say(`send_reason.${step.reason}`) })
      : say("staff.step.transferred", { service: serviceName(state, step.next_service_id) })],
  ],
  leg_missed: (state, step) => [[step.at, say("staff.step.missed", { counter: counterName(state, step.counter_id) })]],
  leg_parked: (state, step) => [
    [step.at, step.until ? say("staff.step.parked_until", { at: clockText(step.until, state.hall.time_zone) }) : say("staff.step.parked")],
  ],
};
const MOVES = {
  leg_begun: (state, step) => [[step.at, say("staff.step.begun", { service: serviceName(state, step.service_id) })]],
  leg_returned: (state, step) => [[step.at, say("staff.step.returned")]],
  leg_reinstated: (state, step) => [[step.at, say("staff.step.reinstated")]],
};

const spent = (began, step) => minutesBetween(began, Date.parse(step.at));

function past(state, visit) {
  const began = {};
  let rows = [[visit.issued_at, took(visit.channel)]];
  let undo = rows;
  for (const step of visit.timeline) {
    if (step.type === "leg_called" || step.type === "leg_started") began[step.leg_id] = step.at;
    if (step.type === "step_undone") rows = undo;
    if (ENDINGS[step.type]) {
      undo = rows;
      rows = [...rows, ...ENDINGS[step.type](state, step, began[step.leg_id] ?? step.at)];
    }
    if (MOVES[step.type]) rows = [...rows, ...MOVES[step.type](state, step)];
  }
  return rows;
}

/** The visit's rows from earlier legs alone, for a hub that tells no timeline. */
function pastLegs(state, visit, current) {
  const steps = visit.legs.filter((leg) => leg.leg_id !== current && leg.ended_at).flatMap((leg, index) => [
    { type: "leg_called", leg_id: leg.leg_id, at: leg.started_at ?? leg.called_at },
    { ...leg, type: `leg_${leg.state}`, at: leg.ended_at, next_service_id: visit.legs[index + 1]?.service_id },
  ]);
  return past(state, { ...visit, timeline: steps });
}

/** At most four rows: the first, and the last ones; what is left out is counted at the first. */
function shortened(rows) {
  if (rows.length <= MOST) return rows;
  const [[at, words], ...rest] = rows;
  const kept = rest.slice(1 - MOST);
  return [[at, words + say("staff.step.omitted", { count: rest.length - kept.length })], ...kept];
}

/** The rows [time, words] of the leg in hand at `counter`. `visit` is null until the hub told of it. */
export function visitRows(state, counter, leg, visit, arrived) {
  const first = arrived ? [[arrived, say("staff.step.took")]] : [];
  const rows = visit ? (visit.timeline?.length ? past(state, visit) : pastLegs(state, visit, leg.leg_id)) : first;
  const called = [leg.called_at, say("staff.desk.called_to", { counter: deskName(counter) }) + (leg.recalls ? say("staff.desk.recalled", { count: leg.recalls }) : "")];
  const present = leg.presumed ? say("staff.desk.presumed", { counter: deskName(counter) }) : say("staff.desk.present_at", { counter: deskName(counter) });
  if (!leg.started_at) return shortened([...rows, called]);
  const here = [leg.started_at, present];
  return rows.length + 2 > MOST ? shortened([...rows, here]) : [...rows, called, here];
}
