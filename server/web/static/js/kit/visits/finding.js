// Looking a number up: its way through the hall, for the tablet and for a manager's page.
import * as api from "../wire/api.js";
import { icon, tix } from "../parts.js";
import { LANGUAGE, known, say } from "../say.js";
import { faultLine, textField } from "../sheet.js";
import { clockText, dayText } from "../time.js";
import { h } from "../vdom.js";
import { troubleText } from "../words.js";

export class Finding {
  constructor(store, act) {
    this.store = store;
    this.act = act; // { sheet(sheet), pick(changes), failed(error) }
  }

  open(typed = "") {
    this.act.sheet({ kind: "find", typed, visit: null, fault: null, looking: false });
    queueMicrotask(() => this.store.root.querySelector("#find-number")?.focus());
  }

  async look() {
    const typed = this.store.sheet.typed.trim();
    if (!typed) return this.act.pick({ fault: say("staff.find.empty"), visit: null });
    this.act.pick({ looking: true, fault: null });
    try {
      const visit = await api.get(`/visits?number=${encodeURIComponent(typed)}`);
      const right = visit.legs.at(-1).state === "unserved" ? await this.rightOf(visit) : null;
      if (this.isOpen) this.act.pick({ visit: { ...visit, right }, looking: false });
    } catch (error) {
      if (error.status === 401) return this.act.failed(error);
      if (this.isOpen) this.act.pick({ visit: null, looking: false, fault: troubleText(error) });
    }
    return null;
  }

  /** The code of somebody whose waiting was ended, where the account may see it. */
  async rightOf(visit) {
    try {
      return (await api.get("/vouchers")).unserved.find((right) => right.number === visit.number) ?? null;
    } catch {
      return null;
    }
  }

  get isOpen() {
    return this.store.sheet?.kind === "find";
  }
}

/** The field for a number, with what went wrong. */
export function searchForm(act, sheet) {
  const submit = (event) => { event.preventDefault(); act.finding.look(); };
  return [
    h("form", { key: "form", class: "search", novalidate: true, onsubmit: submit },
      textField(act, { id: "find-number", name: "typed", label: say("staff.find.number"), value: sheet.typed, most: 20, enterkeyhint: "search" }),
      h("button", { type: "submit", class: "btn primary", "aria-disabled": sheet.looking ? "true" : null }, icon("search"), say("staff.find.go"))),
    faultLine(sheet.fault),
  ];
}

/** Where a number stands now; `more` is what else is to be seen of it. */
export function standing(app, visit, more = null) {
  const leg = visit.legs.at(-1);
  const zone = app.state.hall.time_zone;
  const state = known(`staff.find.state.${leg.state}`) ? say(`staff.find.state.${leg.state}`) : leg.state;
  const window = visit.expected_from ? `${clockText(visit.expected_from, zone)}–${clockText(visit.expected_until, zone)}` : null;
  return h("div", { key: "found", class: "found" }, tix(visit.number),
    h("p", {}, h("b", {}, app.state.services[leg.service_id]?.name ?? ""), h("span", {}, state),
      visit.position ? h("span", {}, say("staff.find.position", { position: visit.position })) : null,
      window ? h("span", {}, say("staff.given.expected", { window })) : null,
      visit.chance != null ? h("span", {}, say("staff.given.chance", { percent: visit.chance })) : null,
      visit.moved_at ? h("span", {}, say("staff.find.moved", { time: clockText(visit.moved_at, zone) })) : null,
      visit.right ? h("b", { key: "right" }, rightText(visit.right)) : null, more));
}

/** A code in groups that can be read aloud. */
export const grouped = (code) => code.replace(/(.{4})(?=.)/g, "$1 ");

function rightText({ code, valid_on: on }) {
  const told = { code: grouped(code), on: on ? dayText(on) : "" };
  return say(on ? "staff.find.right" : "staff.find.right_some_day", told);
}

const words = (lines) => lines?.[LANGUAGE] ?? lines?.id ?? [];

function step(one) {
  const told = words(one.told);
  if (!told.length) return null;
  return h("li", { key: one.seq }, told.map((line) => h("b", {}, line)), words(one.why).map((line) => h("span", {}, line)));
}

/** All that happened to a number, and why it was called. */
export const wayOf = (visit) => [
  h("h3", { key: "way" }, say("staff.find.way", { number: visit.number })),
  h("ol", { key: "timeline", class: "timeline" }, visit.timeline.map(step)),
];
