// The rules in the order in which a day meets them, and the latest days beside them.
import { faultsAt, setting } from "../kit/hall/fields.js";
import { say } from "../kit/say.js";
import { h } from "../kit/vdom.js";
import { replayView } from "./replay-view.js";

const ONLY = {
  ratio: (rules) => rules.discipline === "ratio",
  priority_head_start: (rules) => rules.discipline === "levels",
  high_head_start: (rules) => rules.discipline === "levels",
  return_after: (rules) => rules.return_rule === "after_numbers",
};
const GROUPS = {
  order: ["discipline", "ratio", "priority_head_start", "high_head_start", "transfer_cap"],
  presence: ["presence_seconds", "recalls_before_miss", "miss_after_seconds"],
  returning: ["return_rule", "return_after", "return_times", "return_minutes", "return_pause_minutes"],
  keeping: ["keep_place_minutes", "keep_place_times"],
  booking: ["grace_minutes", "booking_days"],
  other: ["over_night", "undo_seconds", "paper_letter"],
};

/** What the rule of an order means for people, in a sentence. */
const meant = (rules) => h("p", { key: "meant", class: "meant" }, say(`rules_page.meant.${rules.discipline}`,
  { ratio: rules.ratio, priority: rules.priority_head_start, high: rules.high_head_start }));

function group(app, act, name) {
  const { rules } = app.file;
  // A setting that has no effect is not asked for, unless something is wrong with it.
  const shown = GROUPS[name].filter((field) => (ONLY[field]?.(rules) ?? true) || faultsAt(app, "rules", "", field).length);
  return h("section", { key: name, class: "group" }, h("h2", { key: "title" }, say(`rules_page.group.${name}`)),
    shown.map((field) => [setting(app, act, "rules", "", field), field === "discipline" ? meant(rules) : null]));
}

export function rulesView(app, act) {
  return h("div", { key: "two", class: "rules-two" },
    h("div", { key: "rules", class: "form" }, Object.keys(GROUPS).map((name) => group(app, act, name))),
    replayView(app));
}
