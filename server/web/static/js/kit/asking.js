// A manager's page that asks the hub and hears no news: who is signed in, what was asked last, and the picture.
import * as api from "./wire/api.js";
import { Drawn } from "./drawn.js";
import { signIn } from "./entry/entering.js";
import { session } from "./entry/session.js";
import { brandBar, signOut, slimBar } from "./manager-bar.js";
import { tabs } from "./ways.js";
import { button, strip } from "./parts.js";
import { say } from "./say.js";
import { signInView } from "./entry/sign-in-view.js";
import { h } from "./vdom.js";
import { troubleText } from "./words.js";

const RETRY_MS = 5000;

const plain = (key, title, ...rest) => h("main", { key, class: "plain" }, h("h1", {}, title), ...rest);

const DENIED = ["device_page.denied.title", "day_page.denied"];

/** Everything under `#app`: signing in, a denial, no answer, or the page's own `view`. */
function whole(app, act, { page, title, view, entrance = "device_page.sign_in", denied: [denied, hint] = DENIED }) {
  const lost = app.up === false;
  const unanswered = () => plain("unanswered", say(lost ? "device_page.lost.never" : "trail_page.asking"),
    h("p", {}, say(lost ? "device_page.lost.never_hint" : "device_page.lost.asking_hint")));
  if (!app.account) return app.known ? [signInView(app, act, say(entrance))] : [brandBar(), unanswered()];
  if (app.denied) {
    return [brandBar(), plain("denied", say(denied), h("p", {}, say(hint, { name: app.account.display_name })),
      h("a", { class: "btn primary", href: "/staff" }, say("device_page.denied.go")))];
  }
  const head = [slimBar(app, act), tabs(app, page)];
  if (!app.hall) return [...head, unanswered()];
  if (lost) head.push(strip("lost", "warn", "nolink", say("asking.lost")));
  if (app.notice) head.push(strip("notice", "stop", "warn", app.notice));
  return [...head, ...view(app, act, say(title)).filter(Boolean)];
}

class AskingStore extends Drawn {
  constructor(root, said, about) {
    super(root, said, { notice: 15000 });
    this.about = about;
    this.known = false;
    this.forget();
  }

  /** Nobody is signed in: nothing of the hall stays. */
  forget() {
    Object.assign(this, { account: null, denied: false, hall: null, up: null, holds: null, notice: null, busy: null, sheet: null, ...this.about.fresh() });
  }

  get app() {
    const shown = Object.keys(this.about.fresh());
    const { account, denied, up, entry, known, menu, holds, notice, busy, sheet, hall } = this;
    return {
      account, denied, up, entry, known, menu, holds, notice, busy, sheet, hall: hall?.hall ?? null, config: hall, zone: hall?.hall.time_zone,
      clock: this.clock.now(), now: this.clock.now(), link: { up: this.up !== false }, resting: false, ...Object.fromEntries(shown.map((name) => [name, this[name]])),
    };
  }

  draw() {
    const { app } = this;
    this.show(() => whole(app, this.act, this.about), app.sheet !== null);
    document.title = `${say(this.about.title)} · Balai`;
  }

  /** Ask, and show what went wrong: the answer, or null. */
  async ask(path) {
    try {
      const answer = await api.get(path);
      this.set({ up: true });
      return answer;
    } catch (error) {
      this.failed(error);
      return null;
    }
  }

  failed(error) {
    if (error.status === 401) this.act.end(say("device_page.expired"));
    else if (error instanceof api.Refused) this.set({ up: true, notice: troubleText(error) });
    else this.set({ up: false });
  }
}

/**
 * Run a page: `about` has its `page` and `title`, `fresh()` (what it knows at first), `view(app, act, title)`, `acts(store)` (more
 * that its buttons do) and `learn(store)`, called once the hall is known. Where the page is not for managers: `entrance`, what
 * stands over its form, and `denied`, what it says to others.
 */
export function run(about) {
  const store = new AskingStore(document.getElementById("app"), document.getElementById("said"), about);

  async function hall() {
    const [config, time] = await Promise.all(["/hall?brief=true", "/time"].map((path) => store.ask(path)));
    if (!store.account || store.denied) return;
    if (!config || !time) return setTimeout(hall, RETRY_MS);
    store.clock.hear(time.now);
    store.set({ hall: config });
    await about.learn(store);
  }

  const { begin, end, resume } = session(store, about.page, { begun: hall, unanswered: () => store.set({ up: false }) });

  store.act = {
    signIn: (username, password) => signIn(store, username, password, begin),
    menu: (open) => store.turnMenu(open, { holds: null }),
    signOut: () => signOut(store, end, () => store.set({ up: false })),
    closeSheet: () => store.set({ sheet: null }),
    pick: (changes) => store.set({ sheet: { ...store.sheet, ...changes } }),
    end,
    ...about.acts(store),
  };
  store.closeMenuBeside();
  store.set();
  resume();
}

/** A button of a row of choices of which one holds. */
export const chosen = (key, on, act, ...words) => button({ key, className: `pick${on ? " on" : ""}`, act, "aria-pressed": String(on) }, h("span", {}, ...words));
