// The page's live connection to the hub: WebSocket only, news in order, back by itself when it was lost.
import { io } from "../../../vendor/socket.io.esm.min.js";
import { CatalogueKeeper } from "./catalogue.js";
import { Follower } from "./follow.js";

const PROTOCOL = 1;
const NAMESPACE = "/hall";
const TICK_MS = 100;
const SILENCE_MS = 8000; // a head comes every two seconds
const ASK_AGAIN_MS = 3000;
const CONNECT_MS = 3000;
const LONGEST_SECONDS = 5;

const nothing = () => {};
const monotonic = () => performance.now();

/** Seconds before an attempt (0: the first after a loss), spread so that tablets do not all come at once. */
export function reconnectDelay(attempt, random = Math.random) {
  if (attempt === 0) return 0.2 + 0.8 * random();
  const longest = Math.min(LONGEST_SECONDS, 2 ** attempt);
  return longest / 2 + (longest / 2) * random();
}

/**
 * Keep connected until `close()`. A page's own cookie says who it is.
 *
 * onSnapshot(snapshot), onPush(push) and onQueues(queues) bring news in order; onHead(head) brings the hub's
 * time every two seconds; onOverview(overview) tells managers how the hall is at a glance; onLink({up, since, reason}) tells of the connection: `since` is when the hub was
 * heard last (ms of this machine's clock, null where never), `reason` a code where the hub refused.
 */
export function connect(handlers, options = {}) {
  const link = new Link({ onSnapshot: nothing, onPush: nothing, onQueues: nothing, onHead: nothing, onLink: nothing, onOverview: nothing,
    ...handlers }, options);
  link.open();
  return { close: () => link.close() };
}

class Link {
  #follower = new Follower();
  #catalogue;
  #handlers;
  #url;
  #auth;
  #socket = null;
  #attempt = 0;
  #closed = false;
  #timer = null;
  #ticking = null;
  #up = null;
  #reason = "";
  #heardAt = 0;
  #lastHeard = null;
  #askedAt = null;

  constructor(handlers, { url = "", token = null } = {}) {
    this.#handlers = handlers;
    this.#url = url;
    this.#auth = token === null ? {} : { token };
    this.#catalogue = new CatalogueKeeper(url, token);
  }

  open() {
    this.#timer = null;
    this.#heardAt = monotonic();
    this.#askedAt = null;
    const socket = io(this.#url + NAMESPACE, {
      transports: ["websocket"],
      reconnection: false,
      forceNew: true,
      timeout: CONNECT_MS,
      auth: { ...this.#auth, protocol: PROTOCOL, last: this.#follower.position, catalogue: true, together: true },
    });
    this.#socket = socket;
    const mine = (take) => (data) => {
      if (socket !== this.#socket) return;
      this.#heard();
      take(data);
    };
    socket.on("connect", mine(() => this.#isUp()));
    socket.on("snapshot", mine((snapshot) => this.#snapshot(snapshot)));
    const news = (pushes) => this.#handOut(pushes.flatMap((push) => this.#follower.offer(push, monotonic() / 1000)));
    socket.on("push", mine((push) => news([push])));
    socket.on("pushes", mine(news));
    socket.on("head", mine((head) => this.#head(head)));
    socket.on("queues", mine((queues) => this.#catalogue.after(() => this.#handlers.onQueues(queues))));
    socket.on("overview", mine((overview) => this.#handlers.onOverview(overview)));
    socket.on("connect_error", (error) => socket === this.#socket && this.#lost(error?.data?.code ?? ""));
    socket.on("disconnect", () => socket === this.#socket && this.#lost(""));
    this.#ticking ??= setInterval(() => this.#tick(), TICK_MS);
  }

  close() {
    this.#closed = true;
    clearTimeout(this.#timer);
    clearInterval(this.#ticking);
    this.#drop();
  }

  #drop() {
    const socket = this.#socket;
    this.#socket = null;
    socket?.disconnect();
  }

  #lost(reason) {
    this.#drop();
    if (this.#closed || this.#timer !== null) return;
    const refusedNow = reason !== "" && reason !== this.#reason;
    if (this.#up !== false || refusedNow) {
      this.#up = false;
      this.#reason = reason;
      this.#handlers.onLink({ up: false, since: this.#lastHeard, reason });
    }
    // The handler may have closed the link.
    if (this.#closed) return;
    this.#timer = setTimeout(() => this.open(), 1000 * reconnectDelay(this.#attempt));
    this.#attempt += 1;
  }

  #heard() {
    this.#heardAt = monotonic();
    this.#lastHeard = Date.now();
  }

  #isUp() {
    this.#attempt = 0;
    this.#up = true;
    this.#reason = "";
    this.#handlers.onLink({ up: true, since: null, reason: "" });
  }

  #snapshot(snapshot) {
    const failed = () => {
      // Without the catalogue the snapshot is of no use: as if nothing had been heard.
      this.#follower = new Follower();
      this.#lost("");
    };
    this.#catalogue.complete(snapshot, (whole) => this.#handlers.onSnapshot(whole), failed);
    this.#handOut(this.#follower.reset(snapshot.day, snapshot.seq, snapshot.at));
  }

  #head(head) {
    this.#handlers.onHead(head);
    this.#follower.heard(head, monotonic() / 1000);
  }

  #handOut(pushes) {
    for (const push of pushes) this.#catalogue.after(() => this.#handlers.onPush(push));
  }

  #tick() {
    if (!this.#socket) return;
    const now = monotonic();
    if (now - this.#heardAt > SILENCE_MS) {
      this.#lost("");
      return;
    }
    this.#follower.tick(now / 1000);
    const due = this.#askedAt === null || now - this.#askedAt > ASK_AGAIN_MS;
    if (this.#follower.mustAsk && this.#socket.connected && due) this.#ask(now);
  }

  #ask(now) {
    this.#askedAt = now;
    const socket = this.#socket;
    socket.emit("sync", this.#follower.position ?? {}, (answer) => {
      if (socket !== this.#socket) return;
      this.#heard();
      this.#askedAt = null;
      if (answer.snapshot) this.#snapshot(answer.snapshot);
      else this.#handOut(this.#follower.caughtUp(answer.pushes ?? [], monotonic() / 1000));
    });
  }
}
