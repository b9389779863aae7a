// Whom a counter leaves when it closes. Pure.
import { say } from "../../kit/say.js";
import { deskName, queueOf } from "../../kit/visits/state.js";

const SHOWN = 8;

/** For each service of the counter that people wait for: { service_id, count, counters }, the open ones that serve it too. */
export function leavesBehind(state, counter) {
  const others = Object.values(state.counters).filter((one) => one.id !== counter.id && one.status !== "closed");
  return counter.service_ids
    .map((id) => ({
      service_id: id,
      count: state.waiting.filter((leg) => leg.service_id === id).length,
      counters: others.filter((one) => one.service_ids.includes(id)).map(deskName),
    }))
    .filter((one) => one.count);
}

/** Who waits for the counter, in words: "A-031, A-033 dan 4 lagi"; null where nobody does. */
export function queueText(state, counter) {
  const { total, next, groups } = queueOf(state, counter);
  const line = [...(next ? [next] : []), ...groups.flatMap((group) => group.legs)].map((leg) => leg.number);
  const rest = total > SHOWN ? say("staff.remind.more", { count: total - SHOWN }) : "";
  return { total, numbers: total ? line.slice(0, SHOWN).join(", ") + rest : null };
}
