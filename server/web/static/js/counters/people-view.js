// The people of the hall beside its counters: one row each, one open at a time.
import { dayField } from "../kit/days.js";
import { mark, nameOf, ordered } from "../kit/hall/fields.js";
import { FIRST, firstOf, noneFound, seekField, sought } from "../kit/lists.js";
import { button, icon } from "../kit/parts.js";
import { say } from "../kit/say.js";
import { clockText, dayOf, whenText } from "../kit/time.js";
import { h } from "../kit/vdom.js";

const SHOWN = 12; // of somebody's own times at counters
const ROLES = { manager: ["staff", "supervisor"], administrator: ["staff", "supervisor", "manager", "auditor", "administrator"], supervisor: ["staff"] };
const role = (name) => say(`trail_page.detail.${name}`);
const agencyOf = (app, id) => app.file.agency.find((one) => one.id === id);
const seatOf = (app, one) => (app.extra.seats ?? []).find((seat) => seat.holder === `staff:${one.id}`);
const at = (iso, app) => whenText(Date.parse(iso), app.clock, app.zone);
const counter = (app, id) => {
  const seat = (app.extra.seats ?? []).find((one) => one.counter_id === id);
  return say("settings_page.counter", { number: seat?.label || seat?.number || id });
};

function sat(app) {
  const { sat: rows } = app.extra;
  if (!rows) return h("p", { key: "sat", class: "hint", role: "status" }, say("people_page.asking"));
  if (!rows.length) return h("p", { key: "sat", class: "hint" }, say("counters_page.never_sat"));
  return h("ul", { key: "sat", class: "sat" }, rows.slice(0, SHOWN).map((row) => h("li", { key: row.opened_at }, h("b", {}, counter(app, row.counter_id)), " ",
    row.closed_at ? say("counters_page.sat", { from: at(row.opened_at, app), to: at(row.closed_at, app) }) : say("counters_page.sits", { from: at(row.opened_at, app) }))));
}

/** What somebody may serve, those preferred first; of an agency's people its services. */
function skills(app, act, one) {
  const agencies = new Map(app.file.agency.map((row) => [row.id, nameOf("agency", row)]));
  const own = app.file.service.filter((row) => !one.agency_id || row.agency === one.agency_id || one.skills?.includes(row.id));
  const options = own.map((row) => [row.id, one.agency_id ? row.name : `${agencies.get(row.agency) ?? ""}: ${row.name}`]);
  return h("div", { key: "skills", class: "setting" }, h("h3", { key: "title" }, say("counters_page.skills")), h("p", { key: "hint", class: "hint" }, say(one.skills?.length ? "counters_page.skills_hint" : "counters_page.skills_all")),
    ordered({ label: say("counters_page.skills"), value: one.skills ?? [], options, off: app.busy === "skills", put: (now) => act.people.setSkills(one, now) }));
}

function opened(app, act, one) {
  const { people } = act;
  const seat = seatOf(app, one);
  const { given, code, places } = app.extra;
  const doing = (key, words, action) => button({ key, className: "btn", busy: app.busy === key, act: action }, words);
  return h("div", { key: "opened", class: "opened" }, given ? h("p", { key: "given", role: "status", class: "given" }, say("people_page.given"), " ", h("code", {}, given)) : null,
    code ? h("p", { key: "code", role: "status", class: "given" }, say("people_page.code"), " ", h("code", {}, code)) : null,
    one.yours ? h("div", { key: "doings", class: "doings" }, doing("code", say("people_page.reset"), () => people.reset(one)), doing("sign-out", say("people_page.out"), () => people.signOut(one)),
      one.disabled ? doing("unlock", say("people_page.unlock"), () => people.unlock(one)) : doing("lock", say("people_page.lock"), () => people.lock(one))) : null,
    seat?.leg_number ? h("p", { key: "hand" }, say("counters_page.in_hand", { counter: counter(app, seat.counter_id), number: seat.leg_number })) : null,
    one.yours ? [places === null || places === undefined ? null : h("p", { key: "places", class: "hint" }, places ? say("people_page.signed_in", { count: places }) : say("people_page.signed_out")),
      h("h3", { key: "history" }, say("counters_page.history")), sat(app)] : null,
    one.yours && ["staff", "supervisor"].includes(one.role) ? skills(app, act, one) : null);
}

function row(app, act, one) {
  const on = app.extra.person === one.id;
  const agency = agencyOf(app, one.agency_id);
  const seat = seatOf(app, one);
  return h("li", { key: one.id, class: on ? "on" : null }, button({ key: "row", className: "person", act: () => act.people.open(one), "aria-expanded": String(on) },
    h("span", {}, h("b", {}, one.display_name), h("small", { key: "who" }, `${one.username}, ${role(one.role)}`),
      h("small", { key: "in" }, one.signed_in_at ? say("counters_page.signed_in_at", { at: at(one.signed_in_at, app) }) : say("counters_page.never_signed_in"))), agency ? mark(agency) : icon("hall"),
    h("span", { class: "seat" }, one.disabled ? [icon("stop"), say("people_page.locked")] : seat ? counter(app, seat.counter_id) : "–"), icon("down", "small")),
  on ? opened(app, act, one) : null);
}

function adding(app, act) {
  const submit = (event) => {
    event.preventDefault();
    const { display_name, username, role: chosen, agency_id } = event.target.elements;
    act.people.add({ display_name: display_name.value.trim(), username: username.value.trim().toLowerCase(), role: chosen.value, agency_id: agency_id.value || null });
  };
  const select = (name, label, options) => h("div", { key: name, class: "setting" }, h("label", { for: `p-${name}` }, label),
    h("select", { id: `p-${name}`, name }, options.map(([value, words]) => h("option", { key: value || "none", value }, words))));
  const own = app.account.agency_id;
  const agencies = [...(own ? [] : [["", say("people_page.hall")]]), ...app.file.agency.filter((one) => !own || one.id === own).map((one) => [one.id, nameOf("agency", one)])];
  return h("form", { key: "adding", class: "form boxed", novalidate: true, onsubmit: submit },
    ["display_name", "username"].map((name) => h("div", { key: name, class: "setting" }, h("label", { for: `p-${name}` }, say(`counters_page.field.${name}`)),
      h("input", { id: `p-${name}`, name, type: "text", maxlength: 64, autocomplete: "off", autocapitalize: "none", spellcheck: "false" }))),
    select("role", say("counters_page.field.role"), (ROLES[app.account.role] ?? ["staff"]).map((name) => [name, role(name)])),
    select("agency_id", say("counters_page.field.agency_id"), agencies),
    h("div", { key: "said", role: "alert" }, app.extra.fault ? h("p", { class: "fault" }, icon("warn"), h("span", {}, app.extra.fault)) : null),
    h("button", { key: "go", type: "submit", class: "btn primary", "aria-busy": app.busy === "add" ? "true" : null }, say("counters_page.make")));
}

/** Who sat where and when, by counter, on a day. */
function seats(app, act) {
  const { seatsDay, seated, people } = app.extra;
  const name = (id) => people.find((one) => one.id === id)?.display_name ?? say("counters_page.somebody");
  const counters = [...new Set((seated ?? []).map((one) => one.counter_id))].sort((one, other) => counter(app, one).localeCompare(counter(app, other), undefined, { numeric: true }));
  const span = (one) => [clockText(Date.parse(one.opened_at), app.zone), one.closed_at ? clockText(Date.parse(one.closed_at), app.zone) : ""].join("–");
  return h("details", { key: "seats", class: "seats" },
    h("summary", { onclick: () => { if (!seatsDay) act.people.sittings(dayOf(app.clock, app.zone)); } }, say("counters_page.seats")), h("div", { class: "form" },
      h("div", { key: "day", class: "setting" }, h("label", { for: "p-day" }, say("counters_page.seats_day")),
        dayField({ id: "p-day", value: seatsDay, put: (day) => act.people.sittings(day) })),
      h("div", { key: "told", role: "status" }, !seated ? h("p", { class: "hint" }, say("people_page.asking")) : counters.length ? null : h("p", { class: "hint" }, say("counters_page.nobody_sat"))),
      h("ul", { key: "list", class: "sat" }, counters.map((id) => h("li", { key: id }, h("b", {}, counter(app, id)),
        h("ul", {}, seated.filter((one) => one.counter_id === id).map((one) => h("li", { key: one.opened_at }, `${name(one.account_id)}, ${span(one)}`))))))));
}

/** The people whom the account may see; nothing for who may not. */
export function peopleView(app, act) {
  const { people, seek = "", most = FIRST, person } = app.extra;
  if (!people) return null;
  const found = sought(people, seek, (one) => `${one.display_name} ${one.username} ${agencyOf(app, one.agency_id)?.short_name ?? ""}`);
  const [first, more] = firstOf(found, most, (now) => act.extra({ most: now }));
  // Who is open is drawn, wherever it stands.
  const shown = [...first, ...found.slice(first.length).filter((one) => one.id === person)];
  return h("section", { key: "people", class: "staff-list" }, h("div", { class: "head" }, h("h2", {}, say("counters_page.people")), h("p", {}, say("counters_page.accounts", { count: people.length })),
    app.may("accounts.change") ? button({ key: "add", className: "btn", act: () => act.extra({ adding: !app.extra.adding, fault: null }), "aria-expanded": String(Boolean(app.extra.adding)) }, say("counters_page.add_person")) : null),
  app.extra.adding ? adding(app, act) : null,
  people.length > FIRST ? seekField({ id: "p-seek", label: say("counters_page.seek"), typed: seek, put: (typed) => act.people.find(typed) }) : null,
  found.length ? null : noneFound(seek),
  h("ul", { key: "list" }, shown.map((one) => row(app, act, one))), more, seats(app, act));
}
