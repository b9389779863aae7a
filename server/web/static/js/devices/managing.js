// What managers do with a device that stands in the hall: look at its last day, call it otherwise, have it start anew, let it in no more.
import * as api from "../kit/wire/api.js";
import { condition } from "../kit/devices/facts.js";
import { faultWords } from "../kit/devices/words.js";
import { button, icon } from "../kit/parts.js";
import { say } from "../kit/say.js";
import { whenText } from "../kit/time.js";
import { h } from "../kit/vdom.js";
import { troubleText } from "../kit/words.js";

const CLOSED = { log: null, sure: null, busy: null, told: "", fault: "" };
const HEARD = ["ok", "degraded", "fault"];

export class Managing {
  constructor(changed) {
    Object.assign(this, { changed, states: new Map(), again: () => {} });
  }

  of(id) {
    return this.states.get(id) ?? CLOSED;
  }

  forget() {
    this.states.clear();
  }

  turn(id, changes) {
    this.states.set(id, { ...this.of(id), ...changes });
    this.changed();
  }

  /** Its last day, asked for whenever it is opened. */
  async open(id) {
    try {
      const { moments } = await api.get(`/devices/${id}/log`);
      this.turn(id, { log: moments });
    } catch (error) {
      this.turn(id, { fault: troubleText(error) });
    }
  }

  /** `what`: "name", "restart" or "withdraw". */
  async act(id, what, body = {}) {
    if (this.of(id).busy) return;
    this.turn(id, { busy: what, told: "", fault: "" });
    try {
      await api.change(`/devices/${id}/${what}`, { request_id: api.newRequestId(), ...body });
      this.turn(id, { busy: null, sure: null, told: say(`device_page.manage.${what}_done`) });
      await Promise.all([this.again(), what === "withdraw" ? null : this.open(id)]);
    } catch (error) {
      this.turn(id, { busy: null, sure: null, fault: troubleText(error) });
    }
  }
}

/** A moment in words; `before` is the one before it. */
function momentWords(moment, before, device, app) {
  if (moment.deed) return say(`device_page.manage.deed.${moment.deed}`);
  const since = moment.away_since && whenText(Date.parse(moment.away_since), app.now, app.zone);
  const how = moment.faults.length ? moment.faults.map((fault) => faultWords(fault, device)[0]).join(" ") : say(`device_page.condition.${moment.state}`);
  const version = moment.software && moment.software !== before?.software ? say("device_page.manage.version", { version: moment.software }) : null;
  return [since ? say("device_page.manage.back", { since }) : null, how, version].filter(Boolean).join(". ");
}

function lastDay(log, device, app) {
  if (!log) return h("p", { key: "log", role: "status" }, say("device_page.manage.asking"));
  const said = log.filter((one) => !one.deed);
  return log.length
    ? h("ol", { key: "log" }, log.map((one) => h("li", { key: one.at + one.deed }, h("b", {}, whenText(Date.parse(one.at), app.now, app.zone)), " ",
      momentWords(one, said[said.indexOf(one) + 1], device, app))))
    : h("p", { key: "log" }, say("device_page.manage.nothing"));
}

function asked(device, what, state, act) {
  return h("div", { key: what, class: "sure", role: "group", "aria-label": say(`device_page.manage.${what}`) },
    h("p", { role: "alert" }, say(`device_page.manage.${what}_ask`)),
    button({ key: "yes", className: "btn", busy: state.busy === what, act: () => act.act(device.id, what) }, say(`device_page.manage.${what}_yes`)),
    button({ key: "no", className: "btn", act: () => act.turn(device.id, { sure: null }) }, say("common.sheet.cancel")));
}

function naming(device, state, act) {
  const submit = (event) => {
    event.preventDefault();
    const name = event.target.elements.name.value.trim();
    if (name) act.act(device.id, "name", { name });
  };
  const id = `name-${device.id}`;
  return h("form", { key: "name", onsubmit: submit }, h("label", { for: id }, say("device_page.manage.name")),
    h("input", { id, name: "name", value: device.name, maxlength: 120, autocomplete: "off" }),
    h("button", { type: "submit", class: "btn", "aria-busy": state.busy === "name" ? "true" : null }, say("device_page.manage.name_go")));
}

/** At a device's card, closed: a hall's devices are looked at every day, and changed seldom. */
export function managingPart(device, app) {
  const act = app.managing;
  const state = act.of(device.id);
  const may = (permission) => app.account.may?.includes(permission);
  const doing = (what, sign, off = false) => (state.sure === what ? asked(device, what, state, act)
    : button({ key: what, className: "btn", off, act: () => act.turn(device.id, { sure: what, told: "", fault: "" }) }, icon(sign), say(`device_page.manage.${what}`)));
  const opens = (event) => event.currentTarget.parentElement.open || act.open(device.id);
  return h("details", { key: "manage", class: "managing" },
    h("summary", { onclick: opens }, icon("down"), say("device_page.manage.title"), h("span", { class: "sr" }, ` ${device.name}`)),
    may("devices.admit") ? naming(device, state, act) : null,
    h("h4", {}, say("device_page.manage.log")), lastDay(state.log, device, app),
    h("div", { key: "doing", class: "doing" }, may("devices.try") ? doing("restart", "again", !HEARD.includes(condition(device, app.now))) : null,
      may("devices.admit") ? doing("withdraw", "stop") : null),
    h("div", { key: "said", role: "status" }, state.told),
    h("div", { key: "fault", role: "alert" }, state.fault ? h("p", { class: "fault" }, icon("warn"), state.fault) : null));
}
