// The whole page of reports, for what is known now.
import { button, icon } from "../kit/parts.js";
import { frame } from "../kit/sheet.js";
import { LANGUAGE, say } from "../kit/say.js";
import { dateText, dayOf, dayText } from "../kit/time.js";
import { h } from "../kit/vdom.js";
import { heatView } from "./heat-view.js";
import { legsBody } from "./legs-view.js";
import { monthOf, moved, query, weekOf, yearOf } from "./span.js";
import { desksView, figuresView } from "./table-view.js";

const BY = ["agency", "service", "counter", "hour", "class", "channel", "day"];
const SPANS = { day: (day) => ({ first: day, last: day }), week: weekOf, month: monthOf, year: yearOf };

const same = (one, other) => one.first === other.first && one.last === other.last;
const spanText = ({ first, last }) => (first === last ? dayText(first) : say("report_page.span", { first: dayText(first), last: dayText(last) }));

function dateField(act, app, name) {
  return h("label", { key: name, class: "date" }, h("span", {}, say(`report_page.${name}`)),
    h("input", { key: name, type: "date", value: app.span[name], onchange: (event) => event.target.value && act.show({ span: { ...app.span, [name]: event.target.value } }) }));
}

function chooser(app, act) {
  const today = dayOf(app.now, app.zone);
  return h("div", { class: "chooser" },
    h("div", { class: "span-box" },
      button({ key: "back", className: "step", act: () => act.show({ span: moved(app.span, -1) }), "aria-label": say("report_page.earlier") }, icon("right", "turned")),
      h("b", { key: "span", role: "status" }, spanText(app.span)),
      button({ key: "on", className: "step", act: () => act.show({ span: moved(app.span, 1) }), "aria-label": say("report_page.later") }, icon("right"))),
    h("div", { class: "spans" }, Object.entries(SPANS).map(([name, of]) => {
      const span = of(today);
      return button({ key: name, className: `chip${same(span, app.span) ? " on" : ""}`, "aria-pressed": String(same(span, app.span)), act: () => act.show({ span }) }, say(`report_page.this_${name}`));
    })),
    dateField(act, app, "first"), dateField(act, app, "last"),
    h("label", { key: "compare", class: "check" },
      h("input", { type: "checkbox", checked: app.compare, onchange: (event) => act.show({ compare: event.target.checked }) }), say("report_page.compare")));
}

function files(app) {
  const asked = { span: app.span, by: app.by, chosen: app.chosen };
  return h("div", { class: "files" }, ["csv", "xlsx"].map((format) =>
    h("a", { key: format, class: "btn", download: "", href: `/api/v1/reports/file?${query(asked, { format, language: LANGUAGE })}` }, icon("paper"), say(`report_page.${format}`))));
}

function dimension(app, act) {
  return h("label", { key: "by", class: "date" }, h("span", {}, say("report_page.by_label")),
    h("select", { onchange: (event) => act.show({ by: event.target.value }) },
      BY.map((by) => h("option", { value: by, selected: by === app.by }, say(`report_page.by.${by}`)))));
}

function narrowed(app, act) {
  const names = Object.entries(app.chosen);
  if (!names.length) return null;
  return h("p", { key: "chosen", class: "chosen" }, say("report_page.only", { what: names.map(([by, key]) => app.answer?.names[`${by}:${key}`] ?? key).join(", ") }),
    button({ key: "all", className: "btn", act: () => act.show({ chosen: {} }) }, icon("close"), say("report_page.all")));
}

function body(app, act) {
  if (!app.answer) return [h("p", { key: "asking", role: "status" }, say("report_page.asking"))];
  if (!app.answer.report.days) return [h("p", { key: "none", class: "nothing", role: "status" }, say("report_page.no_days"))];
  return [heatView(app, act), h("div", { key: "by-box", class: "by-box" }, dimension(app, act)), figuresView(app, act), desksView(app)];
}

/** Everything below the tabs. */
export function reportView(app, act, title) {
  const { sheet } = app;
  if (!app.span) return [];
  return [
    h("main", { key: "reports", class: "devices reports", "aria-busy": app.loading ? "true" : null },
      h("div", { class: "top" }, h("h1", {}, title), chooser(app, act), files(app)), narrowed(app, act), body(app, act),
      h("p", { key: "made", class: "made-of" }, say("report_page.made_of", { at: dateText(app.now, app.zone) }))),
    sheet ? frame(act, sheet, sheet.title, legsBody(app, sheet), null) : null,
  ];
}
