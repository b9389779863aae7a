// The latest days as they went, played again under the rules in force and under the draft's: in words and figures.
import { icon } from "../kit/parts.js";
import { LOCALE, minutesText, say, shortSpan } from "../kit/say.js";
import { dayText } from "../kit/time.js";
import { h } from "../kit/vdom.js";

const minutes = (seconds) => Math.round(seconds / 60);
const numbers = new Intl.NumberFormat(LOCALE);
const whole = (n) => numbers.format(n);
const ROWS = {
  p50: (of) => minutes(of.p50), p95: (of) => minutes(of.p95), longest: (of) => minutes(of.longest),
  within: (of) => (of.called ? Math.round((100 * of.within) / of.called) : 0),
  passed: (of) => of.passed, passes: (of) => of.passes, unserved: (of) => of.unserved,
};
const UNITS = { p50: shortSpan, p95: shortSpan, longest: shortSpan, within: (n) => `${n} %`, passes: whole, passed: whole, unserved: whole };
/** Where more is better. */
const BETTER = new Set(["within"]);

/** How a figure changes: in words, since a sign alone says nothing to who cannot see it. */
function change(row, now, draft) {
  if (draft === now) return h("span", {}, say("rules_page.replay.same"));
  const better = BETTER.has(row) === draft > now;
  return h("span", { class: better ? "better" : "worse" }, icon(better ? "done" : "warn"),
    say(draft > now ? "rules_page.replay.more" : "rules_page.replay.less", { by: UNITS[row](Math.abs(draft - now)) }));
}

function line(row, of) {
  const [real, now, draft] = [of.real, of.now, of.draft].map(ROWS[row]);
  return h("tr", { key: row }, h("th", { scope: "row" }, say(`rules_page.row.${row}`)),
    [["real", real], ["now", now], ["draft", draft]].map(([key, value]) => h("td", { key, class: `number of-${key}`, "data-label": say(`rules_page.replay.${key}`) }, UNITS[row](value))),
    h("td", { key: "change", class: "change", "data-label": say("rules_page.replay.change") }, change(row, now, draft)));
}

function table(of) {
  return h("table", { key: of.group, class: "replay" },
    h("caption", {}, h("b", {}, say(`rules_page.people.${of.group}`)), " ", say("rules_page.replay.called", { count: of.real.called })),
    h("thead", {}, h("tr", {}, h("td", {}), ["real", "now", "draft", "change"].map((key) => h("th", { key, scope: "col" }, say(`rules_page.replay.${key}`))))),
    h("tbody", {}, Object.keys(ROWS).map((row) => line(row, of))));
}

/** What the draft would have changed, before the figures. */
function summary(app, rows) {
  const found = rows.filter((of) => of.now.called || of.draft.called);
  const same = found.every((of) => Object.values(ROWS).every((value) => value(of.now) === value(of.draft)));
  if (same) return h("p", { key: "summary", class: "summary" }, say(app.draft.begun ? "rules_page.replay.no_change" : "rules_page.replay.no_draft"));
  return h("ul", { key: "summary", class: "summary" }, found.map((of) => h("li", { key: of.group },
    say(`rules_page.replay.would.${of.group}`, { now: minutesText(minutes(of.now.p50)), draft: minutesText(minutes(of.draft.p50)),
      now95: minutesText(minutes(of.now.p95)), draft95: minutesText(minutes(of.draft.p95)) }))));
}

const off = (percent) => say(percent === 0 ? "rules_page.replay.off_none" : percent > 0 ? "rules_page.replay.off_more" : "rules_page.replay.off_less",
  { percent: whole(Math.abs(percent)) });

function ready(app, replay) {
  const { days } = replay;
  return [
    h("p", { key: "days", class: "hint" }, say("rules_page.replay.days", { count: days.length, first: dayText(days[0]), last: dayText(days.at(-1)) }),
      days.length < 5 ? ` ${say("rules_page.replay.few")}` : ""),
    summary(app, replay.rows),
    replay.rows.filter((of) => of.real.called || of.draft.called).map(table),
    h("div", { key: "trust", class: "trust" }, h("h3", {}, say("rules_page.replay.trust")),
      h("p", { class: "off" }, say("rules_page.replay.off", { p50: off(replay.off_p50), p95: off(replay.off_p95) })),
      h("p", {}, say("rules_page.replay.how"))),
  ];
}

export function replayView(app) {
  const { replay } = app.extra;
  const state = replay?.state ?? "running";
  return h("aside", { key: "replay", class: "replayed", "aria-labelledby": "replay-title" },
    h("h2", { key: "title", id: "replay-title" }, say("rules_page.replay.title")),
    h("div", { key: "said", role: "status", class: "said" }, state === "ready" ? null : h("p", { class: `state ${state}` }, icon(state === "running" ? "clock" : "info"), h("span", {}, say(`rules_page.state.${state}`)))),
    state === "ready" ? ready(app, replay) : null);
}
