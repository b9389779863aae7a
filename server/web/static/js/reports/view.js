// The whole page of reports, for what is known now.
import { dayField } from "../kit/days.js";
import { button, icon } from "../kit/parts.js";
import { frame } from "../kit/sheet.js";
import { LANGUAGE, say } from "../kit/say.js";
import { dateText, dayOf, dayText } from "../kit/time.js";
import { h } from "../kit/vdom.js";
import { heatView } from "./heat-view.js";
import { counterBody } from "./counter-view.js";
import { legsBody } from "./legs-view.js";
import { comparedWith, monthOf, moved, query, weekOf, yearOf } from "./span.js";
import { desksView, figuresView } from "./table-view.js";

const BY = ["agency", "service", "counter", "hour", "class", "channel", "day"];
const AGAINST = ["none", "before", "year", "other"];
const SPANS = { day: (day) => ({ first: day, last: day }), week: weekOf, month: monthOf, year: yearOf };

const same = (one, other) => one.first === other.first && one.last === other.last;
const spanText = ({ first, last }) => (first === last ? dayText(first) : say("report_page.span", { first: dayText(first), last: dayText(last) }));

const labelled = (key, name, content) => h("div", { key, class: "date" }, h("label", { for: `r-${key}` }, say(`report_page.${name}`)), content);
const dateField = (key, value, put) => labelled(key, key, dayField({ id: `r-${key}`, value, needed: true, put }));

/** What the span is set against, and the dates of one that the reader names. */
function against(app, act) {
  return [labelled("against", "against",
    h("select", { id: "r-against", value: app.against, onchange: (event) => act.compare(event.target.value) },
      AGAINST.map((name) => h("option", { key: name, value: name, selected: name === app.against }, say(`report_page.against_is.${name}`))))),
  app.against === "other" ? ["first", "last"].map((name) => dateField(`other_${name}`, app.other[name], (day) => act.show({ other: { ...app.other, [name]: day } }))) : null];
}

function spanBox(app, act) {
  return h("div", { class: "span-box" },
    button({ key: "back", className: "step", act: () => act.show({ span: moved(app.span, -1) }), "aria-label": say("report_page.earlier") }, icon("right", "turned")),
    h("b", { key: "span", role: "status" }, spanText(app.span)),
    button({ key: "on", className: "step", act: () => act.show({ span: moved(app.span, 1) }), "aria-label": say("report_page.later") }, icon("right")));
}

function chooser(app, act) {
  const today = dayOf(app.now, app.zone);
  return h("div", { class: "chooser" },
    h("div", { class: "spans" }, Object.entries(SPANS).map(([name, of]) => {
      const span = of(today);
      return button({ key: name, className: `chip${same(span, app.span) ? " on" : ""}`, "aria-pressed": String(same(span, app.span)), act: () => act.show({ span }) }, say(`report_page.this_${name}`));
    })),
    ["first", "last"].map((name) => dateField(name, app.span[name], (day) => act.show({ span: { ...app.span, [name]: day } }))), against(app, act));
}

function files(app) {
  const asked = { span: app.span, by: app.by, chosen: app.chosen };
  return h("div", { class: "files" }, ["csv", "xlsx"].map((format) =>
    h("a", { key: format, class: "btn", download: "", href: `/api/v1/reports/file?${query(asked, { format, language: LANGUAGE })}` }, icon("paper"), say(`report_page.${format}`))));
}

function dimension(app, act) {
  return labelled("by", "by_label",
    h("select", { id: "r-by", onchange: (event) => act.show({ by: event.target.value }) },
      BY.map((by) => h("option", { value: by, selected: by === app.by }, say(`report_page.by.${by}`)))));
}

function narrowed(app, act) {
  const names = Object.entries(app.chosen);
  if (!names.length) return null;
  return h("p", { key: "chosen", class: "chosen" }, say("report_page.only", { what: names.map(([by, key]) => app.answer?.names[`${by}:${key}`] ?? key).join(", ") }),
    button({ key: "all", className: "btn", act: () => act.show({ chosen: {} }) }, icon("close"), say("report_page.all")));
}

function compared(app) {
  const before = comparedWith(app.span, app.against, app.other);
  return before ? h("p", { key: "compared", class: "chosen", role: "status" }, say("report_page.compared", { span: spanText(before) })) : null;
}

function body(app, act) {
  if (!app.answer) return [h("p", { key: "asking", role: "status" }, say("report_page.asking"))];
  if (!app.answer.report.days) return [h("p", { key: "none", class: "nothing", role: "status" }, say("report_page.no_days"))];
  return [heatView(app, act), h("div", { key: "by-box", class: "by-box" }, dimension(app, act)), figuresView(app, act), desksView(app, act)];
}

/** Everything below the tabs. */
export function reportView(app, act, title) {
  const { sheet } = app;
  if (!app.span) return [];
  return [
    h("main", { key: "reports", class: "devices reports", "aria-busy": app.loading ? "true" : null },
      h("div", { class: "top" }, h("h1", {}, title), spanBox(app, act), files(app), chooser(app, act)), narrowed(app, act), compared(app), body(app, act),
      h("p", { key: "made", class: "made-of" }, say("report_page.made_of", { at: dateText(app.now, app.zone) }))),
    sheet ? frame(act, sheet, sheet.title, sheet.kind === "counter" ? counterBody(app, act, sheet) : legsBody(app, sheet), null) : null,
  ];
}
