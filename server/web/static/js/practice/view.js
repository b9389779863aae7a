// What there is to see of a training hall: from the hall beside it, and from within.
import { button, icon, strip } from "../kit/parts.js";
import { say } from "../kit/say.js";
import { clockText } from "../kit/time.js";
import { h } from "../kit/vdom.js";

const MINUTES = [30, 60, 120, 240];
const PACES = [12, 30, 60, 120];

function chooser(app, act, { id, label, value, options, hint = null }, put) {
  return h("div", { key: id, class: "field" }, h("label", { for: id }, label),
    hint ? h("p", { class: "hint", id: `${id}-hint` }, hint) : null,
    h("select", { id, value: String(value ?? ""), "aria-describedby": hint ? `${id}-hint` : null, onchange: (event) => put(event.target.value) },
      options.map(([code, words]) => h("option", { key: String(code), value: String(code), selected: String(value ?? "") === String(code) || null }, words))));
}

function opening(app, act) {
  const { wanted } = app;
  const agencies = [["", say("practice_page.every")], ...app.config.agencies.map((one) => [one.id, one.short_name])];
  return h("section", { key: "opening", class: "opening" },
    chooser(app, act, { id: "minutes", label: say("practice_page.minutes"), value: wanted.minutes, options: MINUTES.map((count) => [count, say("practice_page.minutes_of", { count })]) },
      (value) => act.want({ minutes: Number(value) })),
    chooser(app, act, { id: "pace", label: say("practice_page.pace"), value: wanted.pace, options: PACES.map((count) => [count, say("practice_page.pace_of", { count })]) },
      (value) => act.want({ pace: Number(value) })),
    chooser(app, act, { id: "agency", label: say("practice_page.agency"), value: wanted.agency_id, options: agencies, hint: say("practice_page.agency_hint") },
      (value) => act.want({ agency_id: value || null })),
    button({ key: "go", className: "btn primary", busy: app.busy !== null, act: () => act.open() }, say("practice_page.go")));
}

const where = (hall) => `${location.protocol}//${location.hostname}:${hall.port}/practice`;

function accounts(hall) {
  return h("section", { key: "accounts", class: "who-enters" }, h("h2", {}, say("practice_page.accounts")), h("p", { class: "hint" }, say("practice_page.accounts_hint")),
    h("table", {}, h("thead", {}, h("tr", {}, h("th", { scope: "col" }, say("practice_page.username")), h("th", { scope: "col" }, say("practice_page.password")))),
      h("tbody", {}, hall.accounts.map((one) => h("tr", { key: one.username },
        h("th", { scope: "row" }, one.username, " ", h("small", {}, say(`practice_page.role.${one.role}`))), h("td", {}, h("code", {}, one.password)))))));
}

function open(app, act, may) {
  const { hall } = app.practice;
  return [h("p", { key: "open", class: "is-open", role: "status" }, icon("clock"), h("span", {}, say("practice_page.open", { until: clockText(Date.parse(hall.until), app.zone) }))),
    h("p", { key: "doings", class: "doings" }, h("a", { class: "btn primary", href: where(hall), target: "_blank", rel: "noopener" }, say("practice_page.enter")),
      may ? button({ key: "close", className: "btn", busy: app.busy !== null, act: () => act.close() }, say("practice_page.close")) : null),
    may ? accounts(hall) : null];
}

function beside(app, act) {
  const { state } = app.practice;
  const may = app.account.may.includes("practice.hold");
  const body = { open: () => open(app, act, may), starting: () => [h("p", { key: "starting", class: "is-open", role: "status" }, icon("clock"), h("span", {}, say("practice_page.starting")))] }[state]
    ?? (() => (may ? [opening(app, act)] : [h("p", { key: "closed", class: "is-open" }, icon("info"), h("span", {}, say("practice_page.closed")))]));
  return [state === "failed" ? strip("failed", "warn", "warn", say("practice_page.failed")) : null,
    app.told ? strip("told", "ok", "done", app.told) : null,
    h("p", { key: "what", class: "what" }, say("practice_page.what")), ...body()];
}

function part(name, tasks) {
  const done = tasks.filter((task) => task.done).length;
  return h("section", { key: name, class: "tasks" }, h("h2", {}, say(`practice_page.part.${name}`), h("small", {}, say("practice_page.count", { done, count: tasks.length }))),
    h("ol", {}, tasks.map((task) => h("li", { key: task.key, class: task.done ? "done" : "" }, icon(task.done ? "done" : "info"),
      h("span", {}, say(`practice_page.task.${task.key}`)), h("small", {}, say(task.done ? "practice_page.is_done" : "practice_page.not_yet"))))));
}

function within(app) {
  const { staff, manager } = app.practice;
  return [h("p", { key: "hint", class: "what" }, say("practice_page.tasks_hint")),
    h("div", { key: "parts", class: "parts" }, part("staff", staff), app.account.may.includes("practice.hold") ? part("manager", manager) : null)];
}

export function practiceView(app, act, title) {
  if (!app.practice) return [h("main", { key: "asking", class: "plain" }, h("h1", {}, title))];
  const { training } = app.practice;
  return [h("main", { key: "practice", class: "practice-page" }, h("h1", {}, training ? say("practice_page.tasks") : title), training ? within(app) : beside(app, act))];
}
