// The way of one number, on one page that can be printed.
import { dayField } from "../kit/days.js";
import { button, icon, tix } from "../kit/parts.js";
import { LANGUAGE, known, say } from "../kit/say.js";
import { clockText, dayText } from "../kit/time.js";
import { h } from "../kit/vdom.js";

const words = (lines) => lines?.[LANGUAGE] ?? lines?.id ?? [];

function form(app, act) {
  return h("form", { key: "form", class: "ask", novalidate: true, onsubmit: (event) => { event.preventDefault(); act.look(); } },
    h("div", { key: "number", class: "date" }, h("label", { for: "number" }, say("why_page.number")),
      h("input", { key: "number", id: "number", value: app.number, maxlength: 20, autocomplete: "off", autocapitalize: "characters", spellcheck: "false", oninput: (event) => act.show({ number: event.target.value }) })),
    h("div", { key: "day", class: "date" }, h("label", { for: "day" }, say("why_page.day")), dayField({ id: "day", value: app.day, needed: true, put: (day) => act.show({ day }) })),
    h("button", { type: "submit", class: "btn primary", "aria-busy": app.asked ? "true" : null }, icon("search"), say("why_page.go")),
    app.story ? button({ key: "print", className: "btn", act: () => act.print() }, icon("paper"), say("why_page.print")) : null);
}

function step(one, zone) {
  return h("li", { key: one.seq }, h("time", {}, clockText(one.at, zone)),
    h("div", {}, words(one.told).map((line) => h("b", {}, line)), words(one.why).map((line) => h("p", {}, line))));
}

function paper(story) {
  const state = known(`staff.find.state.${story.state}`) ? say(`staff.find.state.${story.state}`) : story.state;
  return h("article", { key: "story", class: "paper" },
    h("p", { class: "of" }, story.hall), h("h2", {}, say("why_page.way"), " ", tix(story.number)),
    h("p", { class: "of" }, `${dayText(story.day)} · ${story.service} · ${state}`),
    h("ol", {}, story.steps.map((one) => step(one, story.time_zone))),
    h("footer", {}, h("p", {}, say("why_page.sealed", { count: story.entries })), h("p", { class: "hash" }, h("span", {}, story.hash)),
      h("p", {}, say("why_page.check", { day: story.day })), h("p", {}, say("why_page.nobody"))));
}

export function whyView(app, act, title) {
  return [h("main", { key: "why", class: "devices why-page" }, h("h1", {}, title), h("p", { class: "intro" }, say("why_page.hint")), form(app, act),
    app.asked ? h("p", { key: "asking", role: "status" }, say("report_page.asking")) : null, app.story ? paper(app.story) : null)];
}
