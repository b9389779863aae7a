// The frame of the first start: the steps on the left, what is asked in the middle, the way on at the foot.
import { button, icon } from "../kit/parts.js";
import { say } from "../kit/say.js";
import { h } from "../kit/vdom.js";

/** The bar: the hall's name once it has one, and that all is kept. */
export const startBar = (name, kept = "") => h("header", { key: "bar", class: "bar slim" }, icon("hall"), h("b", { class: "brand" }, "Balai"),
  h("span", { class: "hall" }, name), kept ? h("span", { key: "kept", class: "saved" }, kept) : null);

/** The steps: `steps` are `{ name, note, done, now, go }`, of which those without `go` cannot be gone to. */
export function stepList(steps) {
  const done = steps.filter((step) => step.done).length;
  return h("nav", { key: "steps", class: "way", "aria-label": say("start_page.steps") },
    h("p", { class: "count" }, say("start_page.count", { done, all: steps.length })),
    h("progress", { max: steps.length, value: done, "aria-label": say("start_page.count", { done, all: steps.length }) }),
    h("ol", {}, steps.map((step, at) => h("li", { key: step.name, class: [step.done ? "done" : "", step.now ? "now" : ""].filter(Boolean).join(" ") },
      button({ key: "go", className: "way-step", off: !step.go, act: () => step.go(), "aria-current": step.now ? "step" : null },
        h("i", { class: "way-dot", "aria-hidden": "true" }, step.done ? icon("done") : String(at + 1)),
        h("span", {}, h("b", {}, step.name), h("small", {}, step.note)))))));
}

/** The foot: how far the hall is, and where to go on. */
export const startFoot = (words, ...doings) => h("footer", { key: "foot", class: "draft-foot start-foot" },
  h("p", { class: "state" }, icon("clock"), h("b", {}, words)), h("div", { class: "doings" }, doings));
