// Around every page of the hall's settings: bar, tabs, bands, the draft's foot and its sheet.
import { brandBar, slimBar } from "../manager-bar.js";
import { tabs } from "../ways.js";
import { button, icon, strip } from "../parts.js";
import { say } from "../say.js";
import { signInView } from "../entry/sign-in-view.js";
import { h } from "../vdom.js";
import { forceSheet } from "./force-view.js";

function plain(key, title, ...rest) {
  return h("main", { key, class: "plain" }, h("h1", {}, title), ...rest);
}

/** What the draft is, at the foot of the page: how many changes and faults, and the way to put it in force. */
function foot(app, act) {
  const { draft } = app;
  if (!draft.begun) {
    return h("footer", { key: "foot", class: "draft-foot none" }, h("p", {}, say(app.edits ? "settings_page.foot.none" : "settings_page.foot.read")));
  }
  const faults = draft.faults.length;
  return h("footer", { key: "foot", class: "draft-foot" },
    h("p", { class: "state" }, h("b", {}, say("settings_page.foot.changes", { count: draft.changes.length })),
      faults ? h("span", { class: "bad" }, icon("warn"), say("settings_page.foot.faults", { count: faults })) : null),
    app.forces ? button({ key: "force", className: "btn primary", act: () => act.review() }, say("settings_page.foot.review")) : h("p", {}, say("settings_page.foot.manager")));
}

function bands(app) {
  const found = [];
  if (app.up === false) found.push(strip("lost", "warn", "nolink", say(app.unsent.length ? "settings_page.lost_unsent" : "settings_page.lost")));
  if (app.notice) found.push(strip("notice", "stop", "warn", app.notice));
  if (app.told) found.push(strip("told", "ok", "ring", app.told));
  if (app.draft?.behind) found.push(strip("behind", "warn", "info", say("settings_page.behind")));
  return found;
}

/** Everything under `#app`. */
export function shell(app, act, { page, title, view }) {
  const lost = app.up === false;
  const unanswered = () => plain("unanswered", say(lost ? "device_page.lost.never" : "settings_page.asking"),
    h("p", {}, say(lost ? "device_page.lost.never_hint" : "device_page.lost.asking_hint")));
  if (!app.account) return app.known ? [signInView(app, act, say("settings_page.sign_in"))] : [brandBar(), unanswered()];
  if (app.denied) {
    return [brandBar(), plain("denied", say("device_page.denied.title"), h("p", {}, say("settings_page.denied", { name: app.account.display_name })),
      h("a", { class: "btn primary", href: "/staff" }, say("device_page.denied.go")))];
  }
  const head = [slimBar(app, act), tabs(app, page)];
  if (!app.file) return [...head, unanswered()];
  return [...head, ...bands(app), h("main", { key: page, class: `settings ${page}` }, h("h1", { class: "sr" }, say(title)), view(app, act)), foot(app, act),
    app.sheet ? (app.sheet.view ?? forceSheet)(app, act, app.sheet) : null].filter(Boolean);
}
