// The whole page of accounts, for what is known now.
import { brandBar, slimBar } from "../kit/manager-bar.js";
import { tabs } from "../kit/ways.js";
import { FIRST, firstOf, noneFound, seekField, sought } from "../kit/lists.js";
import { button, icon, strip } from "../kit/parts.js";
import { say } from "../kit/say.js";
import { frame } from "../kit/sheet.js";
import { signInView } from "../kit/entry/sign-in-view.js";
import { whenText } from "../kit/time.js";
import { h } from "../kit/vdom.js";

function password(app, id, label, autocomplete) {
  const fault = app.faults[id];
  return h("div", { key: id, class: "field" },
    h("label", { for: id }, label),
    h("input", { id, name: id, type: "password", autocomplete, maxlength: 256, "aria-invalid": fault ? "true" : null,
      "aria-describedby": fault ? `${id}-fault` : null }),
    fault ? h("p", { id: `${id}-fault`, class: "fault" }, icon("warn"), fault) : null);
}

const since = (one, app) => say("people_page.since", { at: whenText(Date.parse(one.begun_at), app.clock, app.zone) });

function ownSessions(app, act) {
  const others = app.sessions.filter((one) => !one.here);
  return [h("h3", { key: "title" }, say("people_page.sessions")),
    h("ul", { key: "list", class: "places" }, app.sessions.map((one) => h("li", { key: one.id },
      h("span", {}, since(one, app), one.here ? h("b", {}, `, ${say("people_page.here")}`) : ""),
      one.here ? null : button({ key: "out", className: "btn", busy: app.busy === `own:${one.id}`, act: () => act.endOwn(one.id),
        "aria-label": say("people_page.out_of", { at: whenText(Date.parse(one.begun_at), app.clock, app.zone) }) }, say("people_page.out"))))),
    others.length > 1
      ? button({ key: "all", className: "btn", busy: app.busy === "own:null", act: () => act.endOwn(null) }, say("people_page.out_others")) : null];
}

function own(app, act) {
  const submit = (event) => {
    event.preventDefault();
    if (!app.busy) act.ownPassword(event.target);
  };
  return h("section", { key: "own" },
    h("h2", {}, say("people_page.own")),
    h("p", { class: "name" }, app.account.display_name),
    h("form", { novalidate: true, onsubmit: submit },
      password(app, "present", say("people_page.present"), "current-password"),
      password(app, "password", say("people_page.new"), "new-password"),
      h("button", { type: "submit", class: "btn primary", "aria-disabled": app.busy ? "true" : null }, say("people_page.change"))),
    ownSessions(app, act));
}

const role = (one) => say(`trail_page.detail.${one.role}`);

function place(one, app) {
  const agency = app.agencies?.[one.agency_id];
  return one.agency_id ? agency ?? one.agency_id : say("people_page.hall");
}

function row(one, app, act) {
  return h("li", { key: one.id },
    h("div", {}, h("b", {}, one.display_name), h("p", {}, `${one.username}, ${role(one)}, ${place(one, app)}`),
      one.disabled ? h("p", { key: "locked", class: "state stop" }, icon("stop"), say("people_page.locked")) : null),
    one.yours
      ? button({ key: "manage", className: "btn", "aria-label": say("people_page.manage_of", { name: one.display_name }), act: () => act.open(one) },
        say("people_page.manage")) : null);
}

function others(app, act) {
  if (!app.may("accounts.read")) return null;
  const rows = app.people.filter((one) => one.id !== app.account.id);
  const found = sought(rows, app.seek, (one) => `${one.display_name} ${one.username} ${role(one)} ${place(one, app)}`);
  const [shown, more] = firstOf(found, app.most, (most) => act.showMore(most));
  return h("section", { key: "others" }, h("h2", {}, say("people_page.others"), " ", h("span", {}, String(rows.length))),
    rows.length > FIRST ? seekField({ id: "seek", label: say("counters_page.seek"), typed: app.seek, put: (typed) => act.find(typed) }) : null,
    rows.length ? null : h("p", { key: "alone" }, say("people_page.nobody")),
    rows.length && !found.length ? noneFound(app.seek) : null,
    h("ul", { key: "list", class: "people" }, shown.map((one) => row(one, app, act))), more);
}

function doing(app, what, act, label, hint) {
  return h("div", { key: what, class: "doing" }, button({ key: "go", className: "btn", busy: app.busy === what, act }, label),
    hint ? h("p", { class: "hint" }, hint) : null);
}

function accountSheet(app, act, sheet) {
  const one = app.people.find((each) => each.id === sheet.id);
  if (!one) return null;
  const { sessions, given } = sheet;
  const signedIn = sessions === null ? say("people_page.asking")
    : sessions.length ? say("people_page.signed_in", { count: sessions.length }) : say("people_page.signed_out");
  return frame(act, sheet, one.display_name, [
    h("p", { class: "hint" }, `${one.username}, ${role(one)}, ${place(one, app)}`),
    one.disabled ? h("p", { key: "locked", class: "state stop" }, icon("stop"), say("people_page.locked")) : null,
    given ? h("p", { key: "given", role: "status", class: "given" }, say("people_page.code"), h("code", {}, given)) : null,
    h("p", { key: "in" }, signedIn),
    h("ul", { key: "places", class: "places" }, (sessions ?? []).map((each) => h("li", { key: each.id }, since(each, app)))),
    sessions?.length ? doing(app, "out", () => act.endSessions(one), say("people_page.sign_out"), null) : null,
    doing(app, "unlock", () => act.unlock(one), say("people_page.unlock"), say("people_page.unlock_hint")),
    one.disabled ? null : doing(app, "lock", () => act.lock(one), say("people_page.lock"), say("people_page.lock_hint")),
    given ? null : doing(app, "reset", () => act.reset(one), say("people_page.reset"), say("people_page.reset_hint")),
  ], null);
}

function plain(key, title, ...rest) {
  return h("main", { key, class: "plain" }, h("h1", {}, title), ...rest);
}

/** Everything under `#app`. */
export function peopleView(app, act) {
  const lost = app.up === false;
  const unanswered = () => plain("unanswered", say(lost ? "device_page.lost.never" : "people_page.asking"),
    h("p", {}, say(lost ? "device_page.lost.never_hint" : "device_page.lost.asking_hint")));
  if (!app.account) return app.known ? [signInView(app, act, say("people_page.sign_in"))] : [brandBar(), unanswered()];
  const head = [slimBar(app, act), tabs(app, "people")];
  if (!app.sessions) return [...head, unanswered()];
  const agencies = Object.fromEntries((app.hallFile?.agencies ?? []).map((one) => [one.id, one.short_name]));
  const told = { ...app, agencies };
  if (lost) head.push(strip("lost", "warn", "nolink", say("staff.unanswered")));
  if (app.notice) head.push(strip("notice", "stop", "warn", app.notice));
  if (app.told) head.push(strip("told", "ok", "ring", app.told));
  return [...head, h("main", { key: "people", class: "devices accounts" }, h("h1", {}, say("people_page.title")),
    h("div", { class: "columns" }, own(told, act), others(told, act))),
  app.sheet ? accountSheet(told, act, app.sheet) : null].filter(Boolean);
}
