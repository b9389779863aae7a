// The sheet that puts the draft in force: what it changes, what will happen, and when.
import { dayField } from "../days.js";
import { MORE, firstOf } from "../lists.js";
import { button, choice, icon } from "../parts.js";
import { say } from "../say.js";
import { frame, goButton } from "../sheet.js";
import { whenText } from "../time.js";
import { h } from "../vdom.js";

const SIGNS = { good: "done", note: "info", hold: "clock", stop: "warn" };

/** One difference in words, with who made it. */
export const changeLine = (change, app) => h("li", { key: `${change.section}|${change.key}|${change.field}|${change.kind}` }, h("span", {}, change.told),
  change.last ? h("small", {}, say("settings_page.by", { name: change.last.by.name || change.last.by.actor,
    at: whenText(Date.parse(change.last.at), app.clock, app.zone) })) : null);

function when(app, act, sheet) {
  const options = [["now", "settings_page.force.now"], ["opening", "settings_page.force.opening"], ["date", "settings_page.force.date"]];
  return [h("h3", { key: "when-title" }, say("settings_page.force.when")),
    h("div", { key: "when", class: "picks three" }, options.map(([key, words]) => choice({ key, on: sheet.when === key, act: () => act.review(key) }, say(words)))),
    sheet.when === "date" ? h("div", { key: "day", class: "field" }, h("label", { for: "force-day" }, say("settings_page.force.on")),
      dayField({ id: "force-day", value: sheet.day, put: (day) => act.onDay(day) })) : null];
}

function outlook(sheet) {
  if (!sheet.outlook) return h("div", { key: "outlook", role: "status" }, h("p", { class: "hint" }, say(sheet.when === "date" && !sheet.day ? "settings_page.force.choose" : "settings_page.force.asking")));
  return h("div", { key: "outlook", role: "status" }, h("ul", { class: "outlook" }, sheet.outlook.consequences.map((one) =>
    h("li", { key: one.told, class: one.kind }, icon(SIGNS[one.kind]), h("span", {}, one.told)))));
}

function discarding(app, act, sheet) {
  if (!sheet.discard) return button({ key: "discard", className: "btn", act: () => act.pick({ discard: true }) }, say("settings_page.force.discard"));
  return h("div", { key: "discarding", class: "sure", role: "alert" }, h("p", {}, say("settings_page.force.sure", { count: app.draft.changes.length })),
    button({ key: "yes", className: "btn", busy: app.busy === "/hall/draft/discard", act: () => act.discard() }, say("settings_page.force.discard_yes")),
    button({ key: "no", className: "btn", act: () => act.pick({ discard: false }) }, say("common.sheet.cancel")));
}

export function forceSheet(app, act, sheet) {
  const { changes, warnings } = app.draft;
  const [shown, more] = firstOf(changes, sheet.most ?? MORE, (most) => act.pick({ most }));
  return frame(act, sheet, say("settings_page.force.title"), [
    h("h3", { key: "changes-title" }, say("settings_page.foot.changes", { count: changes.length })),
    h("ul", { key: "changes", class: "changes" }, shown.map((change) => changeLine(change, app))), more,
    warnings.length ? h("ul", { key: "warnings", class: "outlook" }, warnings.map((words) => h("li", { key: words, class: "note" }, icon("warn"), h("span", {}, words)))) : null,
    when(app, act, sheet),
    h("h3", { key: "outlook-title" }, say("settings_page.force.outlook")),
    outlook(sheet),
    discarding(app, act, sheet),
  ], goButton(app, { className: "primary", act: () => act.apply(), off: !sheet.outlook?.may }, say("settings_page.force.go")));
}
