// Wires the page: who is signed in, the link, and the picture.
import * as api from "../kit/wire/api.js";
import { emptyEntry, entryFor } from "../kit/entry/entering.js";
import { connect } from "../kit/wire/link.js";
import { say } from "../kit/say.js";
import { Actions } from "./actions.js";
import { Outbox } from "./outbox.js";
import { firstComes, ring } from "./facts/ringing.js";
import { listenForKeys } from "./keys.js";
import { backInLine, stillEnded, withEnded } from "./facts/reminders.js";
import { applyPush, applyQueues, fromSnapshot, heldCounter, inHand } from "../kit/visits/state.js";
import { Store } from "./store.js";

const PROBE_MS = 5000;
const CHECK_MS = 30000;
const KIOSKS_MS = 20000;
const SEEN = "balai.seen.2"; // with a number for each form of what is kept

const store = new Store(document.getElementById("app"), document.getElementById("said"), new Outbox(localStorage));
let link = null;

/** The truth moved on: free the buttons whose effect is seen now, and say if the counter was lost. */
function moved(truth) {
  const before = store.truth;
  const { busy, account } = store;
  const changes = { truth };
  const had = before && heldCounter(before, account.id);
  if (had && !heldCounter(truth, account.id) && busy?.what !== "leave") {
    changes.notice = truth.day === before.day ? say("staff.counter_left") : say("staff.new_day");
  }
  const came = firstComes(before, truth, account.id);
  if (came) changes.came = came.id;
  if (came && store.loud) ring();
  store.set(changes);
  const overtaken = before && truth.day !== before.day;
  if (busy?.seq != null && (overtaken || truth.seq >= busy.seq)) store.free();
  learnVisit(heldCounter(truth, account.id));
}

function takeSnapshot(snapshot) {
  const { truth } = store;
  if (!store.account || (truth && truth.day === snapshot.day && truth.seq > snapshot.seq)) return;
  const next = fromSnapshot(snapshot);
  store.ended = stillEnded(store.ended, truth, next);
  if (truth && truth.day === next.day) next.arrived = { ...truth.arrived, ...next.arrived };
  moved(next);
}

/** The way of the visitor in hand through the hall, asked once for each leg. */
async function learnVisit(counter) {
  const leg = inHand(counter);
  if (store.visit.leg_id === (leg?.leg_id ?? null)) return;
  const visit = { leg_id: leg?.leg_id ?? null, told: null };
  store.visit = visit;
  if (!leg) return;
  try {
    visit.told = await api.get(`/visits/${leg.leg_id.replace(/\.\d+$/, "")}`);
    store.set();
  } catch (error) {
    // Where no answer came it is asked again at the next news.
    if (!(error instanceof api.Refused) && store.visit === visit) store.visit = { leg_id: null, told: null };
  }
}

/** How the hall's kiosks are: where no answer comes, what was known stays until the next. */
async function learnKiosks() {
  if (!store.account || !store.link.up || document.visibilityState !== "visible") return;
  try {
    store.set({ kiosks: (await api.get("/devices")).devices });
  } catch {
    // It is asked again.
  }
}

const handlers = {
  onSnapshot: takeSnapshot,
  onPush(push) {
    if (store.truth && push.day === store.truth.day && push.seq > store.truth.seq) {
      store.ended = withEnded(store.ended, push, store.truth, store.counter);
      moved(applyPush(store.truth, push));
      const back = backInLine(push, store.counter);
      if (back) store.set({ told: back });
    }
  },
  onQueues(queues) {
    if (store.truth) store.set({ truth: applyQueues(store.truth, queues) });
  },
  onHead(head) {
    store.clock.hear(head.now);
  },
  onLink({ up, since }) {
    if (!store.account) return;
    const { link: before, clock } = store;
    // `since` is on this tablet's clock; null: never heard.
    const at = since === null ? clock.now() : since + clock.offset;
    store.set({ link: { up, since: up ? null : before.up === false ? before.since : at } });
    if (up) store.act.flush();
    else probe();
    learnKiosks();
  },
};

const session = {
  /** Signed in. What was seen before a reload stays until the hub tells the truth. */
  begin(account) {
    link?.close();
    const truth = store.account?.id === account.id ? store.truth : null;
    for (const item of store.outbox.of(account.id)) store.outbox.late(item.request_id);
    store.free();
    store.set({ account, truth, sheet: null, entry: emptyEntry(), link: { up: null, since: null } });
    link = connect(handlers);
    store.act.flush();
  },
  end(message) {
    link?.close();
    link = null;
    sessionStorage.removeItem(SEEN);
    store.free();
    store.set({ account: null, truth: null, notice: null, menu: false, sheet: null, entry: entryFor(message) });
  },
  snapshot: takeSnapshot,
};

/** Is the session still good? A link that stands does not hear when it ends, and one refused may not say why. */
async function probe() {
  if (!store.account || !link) return;
  try {
    await api.get("/session");
  } catch (error) {
    if (error.status === 401) session.end(say("common.sign_in.expired"));
  }
}

/** Before the page goes: what it saw, for a reload while the hub cannot be reached. */
function remember() {
  const { account, truth, link: { up, since } } = store;
  if (!account || !truth) return;
  const seen = { account, truth, since: up ? store.clock.now() : since, offset: store.clock.offset };
  sessionStorage.setItem(SEEN, JSON.stringify(seen));
}

function recollect() {
  const seen = JSON.parse(sessionStorage.getItem(SEEN) ?? "null");
  if (!seen) return store.set({ entry: entryFor(say("common.sign_in.unanswered")) });
  store.clock.offset = seen.offset;
  return store.set({ account: seen.account, truth: seen.truth, link: { up: false, since: seen.since } });
}

/** On loading: go on with the session that this browser holds. */
async function resume() {
  try {
    const { account } = await api.get("/session");
    session.begin(account);
  } catch (error) {
    if (error instanceof api.Refused) return session.end(store.account ? say("common.sign_in.expired") : null);
    if (!store.account) recollect();
    setTimeout(() => (link ? null : resume()), PROBE_MS);
  }
}

store.act = new Actions(store, session);
setInterval(() => store.account && store.set(), 1000);
setInterval(() => (store.link.up ? store.act.flush() : probe()), PROBE_MS);
setInterval(probe, CHECK_MS);
setInterval(learnKiosks, KIOSKS_MS);
store.closeMenuBeside();
listenForKeys(store);
document.addEventListener("visibilitychange", () => {
  store.set();
  if (document.visibilityState === "visible") probe();
});
addEventListener("pagehide", remember);
navigator.serviceWorker?.register("/staff/worker.js", { scope: "/staff" }).catch(() => {});
resume();
