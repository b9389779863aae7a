// The hall's day as this page knows it: a snapshot, and every push after it. Pure.

/** The state that a staff snapshot describes. */
export function fromSnapshot(snapshot) {
  const { data } = snapshot;
  const arrived = {};
  for (const leg of data.waiting) arrived[leg.leg_id] = leg.arrived_at;
  return {
    day: snapshot.day,
    seq: snapshot.seq,
    hall: data.hall,
    agencies: byId(data.agencies),
    services: byId(data.services),
    counters: byId(data.counters),
    waiting: [...data.waiting],
    next: { ...data.next },
    presence: data.presence_seconds,
    arrived,
  };
}

function byId(rows) {
  return Object.fromEntries(rows.map((row) => [row.id, row]));
}

/** The state after one push; an unknown type only moves `seq` on. */
export function applyPush(state, push) {
  const change = CHANGES[push.type];
  const changed = change ? change(state, push.data, push.at) : {};
  return { ...state, ...changed, seq: Math.max(state.seq, push.seq) };
}

/** The previews of the counters; they carry no seq, so only the latest count. */
export function applyQueues(state, queues) {
  return { ...state, next: queues.next ?? {} };
}

function withCounter(state, counterId, changes) {
  const counter = state.counters[counterId];
  return counter ? { ...state.counters, [counterId]: { ...counter, ...changes } } : state.counters;
}

function withLeg(state, data, changes) {
  const leg = state.counters[data.counter_id]?.leg;
  if (!leg || leg.leg_id !== data.leg_id) return {};
  return { counters: withCounter(state, data.counter_id, { leg: { ...leg, ...changes } }) };
}

function without(state, legId) {
  return state.waiting.filter((leg) => leg.leg_id !== legId);
}

function called(state, data) {
  const leg = {
    leg_id: data.leg_id,
    number: data.number,
    service_id: data.service_id,
    state: "called",
    called_at: data.called_at,
    recalls: data.recalls ?? 0,
    started_at: null,
    ended_at: null,
    presumed: false,
  };
  return {
    waiting: without(state, data.leg_id),
    counters: withCounter(state, data.counter_id, { leg }),
  };
}

function waits(state, leg) {
  const waiting = [...without(state, leg.leg_id), leg];
  waiting.sort((a, b) => Date.parse(a.arrived_at) - Date.parse(b.arrived_at) || (a.order ?? 0) - (b.order ?? 0));
  return { waiting, arrived: { ...state.arrived, [leg.leg_id]: leg.arrived_at } };
}

function ended(word) {
  return (state, data, at) => withLeg(state, data, { state: word, ended_at: data.when ?? at });
}

function counterNews(state, data) {
  const { counter_id, ...changes } = data;
  return { counters: withCounter(state, counter_id, changes) };
}

const CHANGES = {
  visit_issued: waits,
  leg_returned: waits,
  visit_cancelled: (state, data) => ({ waiting: without(state, data.leg_id) }),
  leg_called: called,
  leg_recalled: (state, data) => withLeg(state, data, { recalls: data.recalls }),
  leg_started: (state, data, at) =>
    withLeg(state, data, { state: "serving", started_at: data.when ?? at, presumed: Boolean(data.presumed) }),
  leg_finished: ended("finished"),
  leg_missed: ended("missed"),
  leg_parked: ended("parked"),
  leg_transferred: (state, data, at) => ({
    ...ended("transferred")(state, data, at),
    ...(data.waits ? waits(state, data.waits) : {}),
  }),
  counter_opened: counterNews,
  counter_paused: counterNews,
  counter_resumed: counterNews,
  counter_closed: (state, data) => counterNews(state, { holder: null, until: null, ...data }),
};

/** The state as it will be once finishes that wait for the link have been sent. */
export function withWaitingFinishes(state, finishes) {
  return finishes.reduce((after, item) => {
    const changes = { state: "finished", ended_at: item.occurred_at, unsent: true };
    return inHand(after.counters[item.counter_id])?.leg_id === item.leg_id
      ? { ...after, ...withLeg(after, item, changes) }
      : after;
  }, state);
}

/** The counter that this account holds, or null. */
export function heldCounter(state, accountId) {
  const actor = `staff:${accountId}`;
  return Object.values(state.counters).find((c) => c.holder === actor && c.status !== "closed") ?? null;
}

/** The leg that is at this counter now, or null. */
export function inHand(counter) {
  return counter?.leg && ["called", "serving"].includes(counter.leg.state) ? counter.leg : null;
}

/** Which of the desk's screens this counter is on. */
export function screenOf(counter) {
  return inHand(counter)?.state ?? (counter.status === "paused" ? "paused" : "idle");
}

/** Who waits for this counter: the preview apart, the rest by service in the counter's order. */
export function queueOf(state, counter) {
  const line = state.waiting.filter((leg) => counter.service_ids.includes(leg.service_id));
  const promised = state.next[counter.id]?.leg_id;
  const next = line.find((leg) => leg.leg_id === promised) ?? line[0] ?? null;
  const groups = counter.service_ids
    .map((id) => ({
      service: state.services[id],
      more: next?.service_id === id,
      legs: line.filter((leg) => leg.service_id === id && leg !== next),
    }))
    .filter((group) => group.service && group.legs.length);
  return { total: line.length, next, groups };
}

/** How many wait for what this counter offers. */
export function waitingFor(state, counter) {
  return state.waiting.filter((leg) => counter.service_ids.includes(leg.service_id)).length;
}
