// The hall's day as this page knows it: a snapshot, and every push after it. Pure.

/** The state that a staff snapshot describes. */
export function fromSnapshot(snapshot) {
  const { data } = snapshot;
  const arrived = {};
  for (const leg of [...data.waiting, ...(data.parked ?? [])]) arrived[leg.leg_id] = leg.arrived_at;
  return {
    day: snapshot.day,
    seq: snapshot.seq,
    hall: data.hall,
    agencies: byId(data.agencies),
    services: byId(data.services),
    counters: byId(data.counters),
    waiting: [...data.waiting],
    next: { ...data.next },
    parked: [...(data.parked ?? [])],
    missed: [...(data.missed ?? [])],
    full: [...(data.full ?? [])],
    zones: [...(data.zones ?? [])],
    outcomes: [...(data.outcomes ?? [])],
    stopped: [...(data.stopped ?? [])],
    rules: {
      keepMinutes: data.keep_place_minutes ?? 60,
      presence: data.presence_seconds,
      undo: data.undo_seconds ?? 0,
      recallsBeforeMiss: data.recalls_before_miss ?? 0,
      missAfter: data.miss_after_seconds ?? 0,
      discipline: data.discipline ?? "",
    },
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

/** The previews of the counters and the full services; they carry no seq, so only the latest count. */
export function applyQueues(state, queues) {
  return { ...state, next: queues.next ?? {}, full: queues.full ?? [] };
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

const without = (legs, legId) => legs.filter((leg) => leg.leg_id !== legId);

/** `leg` in its place: by arrival, and by order where two arrived at one instant. */
function inPlace(legs, leg) {
  const all = [...without(legs, leg.leg_id), leg];
  return all.sort((a, b) => Date.parse(a.arrived_at) - Date.parse(b.arrived_at) || (a.order ?? 0) - (b.order ?? 0));
}

function called(state, data, at) {
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
    asked_at: at,
    wall: data.wall ?? "unknown",
    shown: false,
    voice: "",
    counts_from: data.counts_from ?? null,
    persons: data.persons ?? 1,
  };
  return {
    waiting: without(state.waiting, data.leg_id),
    ...nowhere(state, data.leg_id),
    counters: withCounter(state, data.counter_id, { leg, step: { leg_id: leg.leg_id, number: leg.number, state: "called", at } }),
  };
}

/** Somebody who stands at the counter is served there and was not called. */
const taken = (state, data) => ({
  waiting: without(state.waiting, data.leg.leg_id),
  counters: withCounter(state, data.counter_id, { leg: data.leg, step: null }),
});

/** Service began: the call stands. */
function started(state, data, at) {
  const changes = { state: "serving", started_at: data.when ?? at, presumed: Boolean(data.presumed) };
  const after = { ...state, ...withLeg(state, data, changes) };
  const called = after.counters[data.counter_id]?.step?.state === "called";
  return { counters: called ? withCounter(after, data.counter_id, { step: null }) : after.counters };
}

/** A display showed or spoke a call, or will not: told of the last call or recall only. */
function announced(state, data) {
  const leg = state.counters[data.counter_id]?.leg;
  const same = leg && Date.parse(leg.called_at) === Date.parse(data.called_at) && leg.recalls === data.recalls;
  if (!same) return {};
  const told = data.kind === "shown" ? { shown: true } : { voice: data.kind };
  return withLeg(state, data, { ...told, counts_from: data.counts_from ?? null });
}

function waits(state, data) {
  const { counter_id, on_time, ...leg } = data;
  return {
    waiting: inPlace(state.waiting, leg),
    ...nowhere(state, leg.leg_id),
    arrived: { ...state.arrived, [leg.leg_id]: leg.arrived_at },
  };
}

/** Somebody who waited keeps the place and may be called back. */
const setAside = (state, data) => ({
  waiting: without(state.waiting, data.leg_id),
  parked: inPlace(state.parked, data.aside),
});

/** What is told of people where they are, in whatever list. */
function about(state, isMeant, news) {
  const told = (legs) => legs.map((leg) => (isMeant(leg) ? { ...leg, ...news } : leg));
  return { waiting: told(state.waiting), parked: told(state.parked), missed: told(state.missed) };
}

/** Neither aside nor missed any more. */
function nowhere(state, legId) {
  return { parked: without(state.parked, legId), missed: without(state.missed, legId) };
}

function gone(state, data) {
  return { waiting: without(state.waiting, data.leg_id), ...nowhere(state, data.leg_id) };
}

/** A leg left its counter: the step may be taken back for a while. */
function ended(state, data, at, word) {
  const counter = state.counters[data.counter_id];
  if (!counter) return {};
  const ours = counter.leg?.leg_id === data.leg_id;
  const number = data.aside?.number ?? counter.leg?.number ?? "";
  const left = ours ? { ...counter.leg, state: word, ended_at: data.when ?? at } : counter.leg;
  const changes = {
    leg: word === "parked" ? null : left,
    step: { leg_id: data.leg_id, number, state: word, at },
  };
  return { counters: withCounter(state, data.counter_id, changes) };
}

function aside(state, data, at, word) {
  const list = data.aside ? { [word]: inPlace(state[word], data.aside) } : {};
  return { ...ended(state, data, at, word), ...list };
}

function reinstated(state, data) {
  const leg = state.counters[data.counter_id]?.leg;
  const counters = leg?.leg_id === data.leg_id ? withCounter(state, data.counter_id, { leg: null }) : state.counters;
  // Of another agency's visitor only the counter is told.
  return { ...(data.visit_id ? waits(state, data) : {}), counters };
}

function undone(state, data) {
  const { parked, missed } = nowhere(state, data.leg.leg_id);
  return {
    missed,
    parked: without(parked, data.removed_leg_id),
    waiting: without(state.waiting, data.removed_leg_id),
    counters: withCounter(state, data.counter_id, { leg: data.leg, step: null }),
  };
}

function counterNews(state, data) {
  const { counter_id, service_ids, ...told } = data;
  // What whoever sits there serves; a hub of the version before does not tell it.
  const changes = service_ids ? { ...told, service_ids } : told;
  return { counters: withCounter(state, counter_id, changes) };
}

// A sitting or a break closes what could be taken back; the end of a break does not.
const settled = (state, data) =>
  counterNews(state, { holder: null, until: null, reason: null, step: null, overdue: false, ...data });

const CHANGES = {
  break_passed: (state, data) => counterNews(state, { ...data, overdue: true }),
  visit_issued: waits,
  leg_returned: waits,
  leg_reinstated: reinstated,
  leg_begun: waits,
  leg_set_aside: setAside,
  visit_changed: (state, data) => {
    const { service_id, priority_class } = data;
    const other = state.parked.some((leg) => leg.leg_id === data.leg_id && leg.service_id !== service_id);
    // Another service may not be the counter's that alone was to call.
    return about(state, (leg) => leg.leg_id === data.leg_id, { service_id, priority_class, ...(other ? { bound: null } : {}) });
  },
  ticket_marked: (state, data) =>
    about(state, (leg) => leg.visit_id === data.visit_id, {
      unprinted: data.unprinted, print_unsure: data.print_unsure ?? false,
    }),
  visit_cancelled: gone,
  visit_unserved: gone,
  leg_called: called,
  leg_recalled: (state, data, at) =>
    withLeg(state, data, { recalls: data.recalls, asked_at: at, wall: data.wall ?? "unknown", shown: false, voice: "",
      counts_from: data.counts_from ?? null }),
  call_announced: announced,
  leg_taken: taken,
  leg_started: started,
  leg_finished: (state, data, at) => ended(state, data, at, "finished"),
  leg_missed: (state, data, at) => aside(state, data, at, "missed"),
  leg_parked: (state, data, at) => aside(state, data, at, "parked"),
  leg_transferred: (state, data, at) => ({
    ...ended(state, data, at, "transferred"),
    ...(data.waits ? waits(state, data.waits) : {}),
    ...(data.aside ? { parked: inPlace(state.parked, data.aside) } : {}),
  }),
  step_undone: undone,
  counter_opened: settled,
  counter_paused: settled,
  counter_resumed: (state, data) => counterNews(state, { until: null, reason: null, overdue: false, ...data }),
  counter_closed: settled,
  counter_released: settled,
};
