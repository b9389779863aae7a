// What each step asks, but for the agencies.
import { faultLines, mark, setting } from "../kit/hall/fields.js";
import { FORM } from "../kit/hall/form.js";
import { button, icon, tix } from "../kit/parts.js";
import { say } from "../kit/say.js";
import { h } from "../kit/vdom.js";
import { countersOf } from "./choosing.js";
import { DESK, hallHours } from "./steps.js";

const DAYS = Object.fromEntries(FORM.hours.fields.find((field) => field.name === "days").choices);
const ASKED = ["opens", "closes", "breaks", "tickets_from"];
const KINDS = ["kiosk", "display"];

const head = (step, ...more) => [h("h1", { key: "title" }, say(`start_page.step.${step}`)), h("p", { key: "lead", class: "lead" }, say(`start_page.lead.${step}`)), ...more];

export const doneStep = (app, step) => h("section", { key: step, class: "ask" }, head(step), h("p", { key: "done", class: "state" }, icon("done"), say("start_page.note.done")));

export function hoursStep(app, act) {
  return h("section", { key: "hours", class: "ask" }, head("hours"), hallHours(app).map(({ name, entry }) => h("fieldset", { key: name, class: "hours" },
    h("legend", {}, (entry.days ?? []).map((day) => DAYS[day] ?? day).join(", ")), faultLines(app, "hours", name, "", `h-${name}`),
    ASKED.map((field) => setting(app, act, "hours", name, field)))));
}

const proposedId = (app, kind) => {
  const taken = new Set((app.extra.devices ?? []).map((one) => one.id));
  const stem = say(`start_page.device.${kind}_id`);
  for (let n = 1; ; n += 1) if (!taken.has(`${stem}-${n}`)) return [`${stem}-${n}`, say(`start_page.device.${kind}_name`, { n })];
};

export function devicesStep(app, act) {
  const devices = app.extra.devices ?? [];
  const { busy = false, fault = "", done = "" } = app.extra.admissions ?? {};
  const submit = async (event) => {
    event.preventDefault();
    const { code, kind } = event.target.elements;
    const [id, name] = proposedId(app, kind.value);
    if (await act.admit({ code: code.value, id, name, zone: "" })) event.target.reset();
  };
  return h("section", { key: "devices", class: "ask" }, head("devices"),
    h("ul", { key: "list", class: "there" }, devices.map((one) => h("li", { key: one.id }, icon(one.kind === "kiosk" ? "paper" : "screen"), h("b", {}, one.name), h("small", {}, one.id)))),
    h("form", { key: "admit", class: "admitting", novalidate: true, onsubmit: submit },
      h("div", { class: "field" }, h("label", { for: "s-kind" }, say("start_page.device.kind")),
        h("select", { id: "s-kind", name: "kind" }, KINDS.map((kind) => h("option", { key: kind, value: kind }, say(`start_page.device.${kind}`))))),
      h("div", { class: "field" }, h("label", { for: "s-code" }, say("device_page.admit.code")), h("input", { id: "s-code", name: "code", type: "text", inputmode: "numeric", maxlength: 7, autocomplete: "off", class: "code" })),
      h("div", { class: "said", role: "alert" }, fault ? h("p", { class: "fault" }, icon("warn"), fault) : null), h("p", { role: "status" }, done),
      h("button", { type: "submit", class: "btn", "aria-disabled": busy ? "true" : null, "aria-busy": busy ? "true" : null }, say("device_page.admit.go"))));
}

function counterRow(app, act, agency) {
  const own = countersOf(app, agency.id);
  return h("li", { key: agency.id }, mark(agency), h("span", {}, h("b", {}, agency.short_name || agency.name),
    h("small", {}, say("start_page.counters.numbers", { numbers: own.map(({ entry }) => entry.number).join(", ") }))),
  button({ key: "less", className: "mini", off: own.length < 2, act: () => act.count(agency.id, -1), "aria-label": say("start_page.counters.less", { name: agency.short_name }) }, "−"),
  h("b", { class: "many" }, String(own.length)),
  button({ key: "more", className: "mini", act: () => act.count(agency.id, 1), "aria-label": say("start_page.counters.more", { name: agency.short_name }) }, "+"));
}

function accounts(app, act) {
  const made = app.extra.made ?? [];
  const missing = app.file.counter.length - (app.extra.staff ?? []).length;
  return [h("h2", { key: "people" }, say("start_page.people.title")), h("p", { key: "people-lead", class: "lead" }, say("start_page.people.lead")),
    made.length ? h("table", { key: "made", class: "given-out" }, h("caption", {}, say("start_page.people.once")),
      h("thead", {}, h("tr", {}, ["counter", "username", "password"].map((name) => h("th", { key: name, scope: "col" }, say(`start_page.people.${name}`))))),
      h("tbody", {}, made.map((one) => h("tr", { key: one.username }, h("td", {}, one.display_name), h("td", {}, h("code", {}, one.username)), h("td", {}, h("code", {}, one.password)))))) : null,
    h("div", { key: "doings", class: "doings" },
      missing > 0 ? button({ key: "make", className: "btn", busy: app.busy === "accounts", act: () => act.makeAccounts() }, say("start_page.people.make", { count: missing })) : null,
      made.length ? button({ key: "print", className: "btn", act: () => print() }, say("start_page.people.print")) : null)];
}

export const countersStep = (app, act) => h("section", { key: "counters", class: "ask" }, head("counters"),
  h("ul", { key: "list", class: "counting" }, app.file.agency.map((agency) => counterRow(app, act, agency))),
  app.draft.begun ? h("p", { key: "then", class: "hint" }, say("start_page.people.later")) : accounts(app, act));

function ticket(app, test) {
  const agency = app.file.agency.find((one) => one.id === DESK);
  return h("figure", { key: "ticket", class: "test-ticket" }, h("figcaption", {}, say(test.given ? "start_page.test.ticket" : "start_page.test.sample")),
    h("div", { class: "on-paper" }, h("small", {}, app.hall.name), h("b", {}, agency.short_name), tix(test.given?.number ?? `${agency.letter}-001`), h("span", {}, say("start_page.test.not_for_use"))));
}

export function testStep(app, act) {
  const test = app.extra.test ?? {};
  const kiosks = (app.extra.devices ?? []).filter((one) => one.kind === "kiosk");
  const counter = app.file.counter.find((one) => one.agency === DESK);
  const desk = counter?.label || counter?.number;
  const busy = app.busy === "test";
  return h("section", { key: "test", class: "ask" }, head("test"), test.fault ? h("p", { key: "fault", class: "fault", role: "alert" }, icon("warn"), h("span", {}, test.fault)) : null,
    ticket(app, test),
    h("div", { key: "said", role: "status" }, h("p", { class: "lead" }, test.ended ? say("start_page.test.ended") : test.called ? say("start_page.test.called", { number: test.called.number, desk })
      : test.given ? say(test.kiosk ? "start_page.test.printing" : "start_page.test.given", { number: test.given.number, kiosk: kiosks.find((one) => one.id === test.kiosk)?.name ?? "" }) : say("start_page.test.first"))),
    h("div", { key: "doings", class: "doings" },
      !test.given ? [...kiosks.map((one) => button({ key: one.id, className: "btn primary", busy, act: () => act.testNumber(one.id) }, say("start_page.test.print_at", { kiosk: one.name }))),
        kiosks.length ? null : button({ key: "give", className: "btn primary", busy, act: () => act.testNumber(null) }, say("start_page.test.give"))] : null,
      test.given && !test.called ? button({ key: "call", className: "btn primary", busy, act: () => act.testCall() }, say("start_page.test.call", { number: test.given.number, desk })) : null,
      test.called && !test.ended ? button({ key: "end", className: "btn primary", busy, act: () => act.testEnd() }, say("start_page.test.end", { number: test.given.number })) : null));
}
