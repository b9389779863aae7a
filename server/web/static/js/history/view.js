// The history of the settings: the draft with its faults, the versions, and what differs between two.
import { changeLine } from "../kit/hall/force-view.js";
import { nameOf, rowOf } from "../kit/hall/fields.js";
import { FORM } from "../kit/hall/form.js";
import { mark } from "../kit/hall/fields.js";
import { MORE, firstOf } from "../kit/lists.js";
import { button, icon } from "../kit/parts.js";
import { say } from "../kit/say.js";
import { frame, goButton } from "../kit/sheet.js";
import { whenText } from "../kit/time.js";
import { h } from "../kit/vdom.js";

const at = (iso, app) => whenText(Date.parse(iso), app.clock, app.zone);
const person = (by) => by.name || by.actor.replace(/^staff:/, "") || say("history_page.nobody");

/** A fault with the name of its row and setting, and the way to it. */
function fault(one, app, act) {
  const entry = FORM[one.section]?.list ? rowOf(app, one.section, one.row) : null;
  const label = FORM[one.section]?.fields.find((field) => field.name === one.field)?.label ?? one.field;
  const name = entry ? nameOf(one.section, entry) || one.row : FORM[one.section]?.title ?? one.section;
  return h("li", { key: `${one.section}/${one.row}/${one.field}/${one.item}` }, icon("stop"), h("span", {}, h("b", {}, [name, label].filter(Boolean).join(", ")), ` ${one.message}`),
    h("a", { class: "link", href: `/settings#${encodeURIComponent(one.section)}/${encodeURIComponent(one.row)}` }, say("history_page.mend")));
}

function draft(app, act) {
  const { begun, last, faults, changes } = app.draft;
  if (!begun) return h("section", { key: "draft", class: "draft none" }, h("h2", {}, say("history_page.no_draft")), h("p", {}, say("history_page.no_draft_hint")));
  const [first, others] = firstOf(faults, app.extra.told ?? MORE, (told) => act.extra({ told }));
  const [shown, more] = firstOf(changes, app.extra.drawn ?? MORE, (drawn) => act.extra({ drawn }));
  return h("section", { key: "draft", class: "draft" },
    h("div", { class: "head" }, h("h2", {}, say("history_page.draft")), h("p", {}, say("history_page.last", { name: person(last.by), at: at(last.at, app), count: changes.length }))),
    faults.length ? h("div", { key: "faults" }, h("ul", { class: "draft-faults" }, first.map((one) => fault(one, app, act))), others) : null,
    h("ul", { key: "changes", class: "changes" }, shown.map((change) => changeLine(change, app))), more);
}

function version(one, app, act) {
  const picked = (app.extra.picked ?? []).includes(one.n);
  const told = one.changes.map((change) => h("p", { key: change.told }, change.told));
  return h("li", { key: String(one.n) },
    h("label", { class: "tick" }, h("input", { type: "checkbox", checked: picked, "aria-label": say("history_page.pick", { n: one.n }), onchange: () => act.choose(one.n) })),
    h("b", { class: "n" }, String(one.n)), h("div", { class: "who" }, h("p", {}, at(one.at, app)), h("p", {}, person(one.by))),
    h("div", { class: "what" }, told.length ? told : h("p", {}, say(one.n === 1 ? "history_page.first" : "history_page.same")),
      one.more ? h("p", { class: "more" }, say("history_page.more", { count: one.more })) : null,
      one.in_force ? h("p", { class: "state ok" }, icon("done"), say("history_page.in_force")) : null),
    one.in_force || !app.forces ? h("span", {}) : button({ key: "back", className: "btn", busy: app.busy === "import", act: () => act.restore(one.n),
      "aria-label": say("history_page.restore_of", { n: one.n }) }, say("history_page.restore")));
}

function versions(app, act) {
  const found = app.extra.versions;
  if (!found) return h("p", { key: "versions", role: "status" }, say("history_page.asking"));
  return h("section", { key: "versions", class: "versions" }, h("h2", {}, say("history_page.versions")), h("ol", {}, found.map((one) => version(one, app, act))),
    app.extra.more ? button({ key: "older", className: "btn", act: () => act.older() }, say("trail_page.older")) : null);
}

function difference(one, app, { older, newer }) {
  const agency = app.file.agency.find((each) => each.id === one.agency);
  const values = one.kind === "changed" ? [[older, one.was, "was"], [newer, one.now, "now"]].map(([n, words, kind]) =>
    h("p", { key: kind, class: kind }, h("b", {}, String(n)), h("span", {}, words))) : h("p", { key: "told", class: "now" }, h("b", {}, ""), h("span", {}, one.told));
  return h("li", { key: `${one.section}|${one.key}|${one.field}|${one.kind}` }, h("h3", {}, mark(agency), [one.name, one.label].filter(Boolean).join(", ") || FORM[one.section].title), values);
}

function compared(app, act) {
  const { compared: found, picked } = app.extra;
  if (!found) return h("aside", { key: "compare", class: "compare" }, h("h2", {}, say("history_page.compare")), h("p", {}, say(picked?.length === 2 ? "history_page.asking" : "history_page.compare_hint")));
  return h("aside", { key: "compare", class: "compare" },
    h("div", { class: "head" }, h("h2", {}, say("history_page.compare_of", found)), h("p", {}, say("history_page.differences", { count: found.changes.length }))),
    h("ul", {}, found.changes.map((one) => difference(one, app, found))),
    app.forces ? button({ key: "back", className: "btn wide", busy: app.busy === "import", act: () => act.restore(found.older) }, icon("again"), say("history_page.restore_as", { n: found.older })) : null);
}

/** What is in the draft goes when a version comes back: asked first. */
export function restoreSheet(app, act, sheet) {
  return frame(act, sheet, say("history_page.restore_as", { n: sheet.n }), h("p", { class: "hint" }, say("history_page.replaces", { count: app.draft.changes.length })),
    goButton(app, { className: "primary", act: () => act.restore(sheet.n) }, say("history_page.restore_yes")));
}

function files(app, act) {
  return h("div", { key: "files", class: "files" }, h("a", { class: "btn", href: "/api/v1/hall/file.toml", download: "" }, say("history_page.export")),
    app.forces ? h("label", { class: "btn file" }, say("history_page.import"), h("input", { class: "sr", type: "file", accept: ".toml,.csv,.xlsx", onchange: (event) => act.file(event) })) : null);
}

export function historyView(app, act) {
  act.asking ??= restoreSheet;
  const { refused } = app.extra;
  return h("div", { key: "history", class: "past-settings" },
    h("div", { key: "head", class: "head top" }, h("p", { class: "title", "aria-hidden": "true" }, say("history_page.title")), files(app, act)),
    refused ? h("div", { key: "refused", class: "refused", role: "alert" }, h("b", {}, say("history_page.refused")), h("ul", {}, refused.map((words) => h("li", { key: words }, words)))) : null,
    h("div", { key: "two", class: "beside" }, h("div", {}, draft(app, act), versions(app, act)), compared(app, act)));
}
