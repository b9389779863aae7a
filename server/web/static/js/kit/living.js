// A page that hears the hall's news: who is signed in, the link, and the day as snapshots and pushes make it.
import * as api from "./wire/api.js";
import { session } from "./entry/session.js";
import { applyPush, applyQueues, fromSnapshot } from "./wire/fold.js";
import { connect } from "./wire/link.js";
import { strip } from "./parts.js";
import { say } from "./say.js";

// The way back where no news comes, such as behind a proxy that lets no socket through: asked again and again.
const ASK_MS = 4000;

/**
 * Keep `store.state` what the hall tells, for whoever may see `page` (its name). `moved(push)` is called after each step,
 * `begun()` once somebody is signed in, `handlers` hear more of the link.
 */
export function hearing(store, { page, moved = () => {}, begun: learn, handlers = {} }) {
  let link = null;
  let asking = null;
  let told = false; // whether the socket tells news

  function take(state, push = null) {
    store.set({ state });
    moved(push);
  }

  const news = {
    onSnapshot: (snapshot) => take(fromSnapshot(snapshot)),
    onPush(push) {
      const { state } = store;
      if (state && push.day === state.day && push.seq > state.seq) take(applyPush(state, push), push);
    },
    onQueues: (queues) => store.state && store.set({ state: applyQueues(store.state, queues) }),
    onHead: (head) => store.clock.hear(head.now),
    onLink({ up, since }) {
      told = up;
      // What was asked for a moment ago is shown as it is, whatever becomes of the next try of the socket.
      if (!up && store.link.asking) return;
      const at = since === null ? store.clock.now() : since + store.clock.offset;
      store.set({ link: { up, since: up ? null : store.link.up === false ? store.link.since : at } });
    },
    ...handlers,
  };

  /** The day and the time by asking, while the socket tells nothing. */
  async function ask() {
    if (told || !store.account || store.denied || document.hidden) return;
    try {
      const [snapshot, time] = await Promise.all([api.get("/state?audience=staff"), api.get("/time")]);
      if (told || !store.account) return;
      store.clock.hear(time.now);
      store.set({ link: { up: true, since: null, asking: true } });
      take(fromSnapshot(snapshot));
    } catch (error) {
      if (error.status === 401) return signed.end(say("device_page.expired"));
      if (store.link.asking) store.set({ link: { up: false, since: store.clock.now() } });
    }
  }

  function left() {
    link?.close();
    link = null;
    clearInterval(asking);
    told = false;
  }

  function begun() {
    link = connect(news);
    asking = setInterval(ask, ASK_MS);
    learn();
  }

  const signed = session(store, page, { begun, left });
  return signed;
}

/** The band of a page that asks because nothing is told. */
export const askingStrip = (app) => (app.link.asking && app.state ? strip("asks", "warn", "again", say("asking.asks")) : null);

/** Show the page, with a clock that goes on, and see who is signed in. */
export function live(store, acts, page) {
  store.act = acts;
  setInterval(() => store.account && store.set(), 1000);
  store.closeMenuBeside();
  store.set();
  page.resume();
}
