// The first two steps, in a hall that is not there yet: the code of the console, the manager's account, the hall itself.
import { Drawn } from "../kit/drawn.js";
import { button, icon, strip } from "../kit/parts.js";
import { known, say } from "../kit/say.js";
import { h } from "../kit/vdom.js";
import * as api from "../kit/wire/api.js";
import { REGENCIES } from "./library.js";
import { startBar, startFoot, stepList } from "./parts.js";
import { STEPS } from "./steps.js";

const OTHER = "other";
const ZONES = { jakarta: "Asia/Jakarta", makassar: "Asia/Makassar", jayapura: "Asia/Jayapura" };
const OF_ACCOUNT = ["code", "username", "password"];
const RETRY_MS = 1500;
// Without signs that look alike, in fours.
const LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";
const KEPT = "balai_founding";
const pause = (ms) => new Promise((done) => setTimeout(done, ms));
const CHECKS = {
  code: (told) => /^\d{6}$/.test(told.code.replace(/\s/g, "")),
  username: (told) => /^[a-z0-9][a-z0-9._-]{0,63}$/.test(told.username),
  password: (told) => told.password.length >= 8,
  district: (told) => told.district.trim() !== "",
  district_code: (told) => /^\d\d\.\d\d\.\d\d$/.test(told.district_code),
  regency: (told) => told.regency.trim() !== "",
  name: (told) => told.name.trim() !== "",
};

/** The administrator's password: made here and kept in this tab, so that it is known whatever becomes of the hub's answer. */
function ownPassword() {
  const kept = sessionStorage.getItem(KEPT);
  if (kept) return kept;
  const letters = [...crypto.getRandomValues(new Uint32Array(16))].map((n) => LETTERS[n % LETTERS.length]).join("");
  const made = letters.match(/.{4}/g).join("-");
  sessionStorage.setItem(KEPT, made);
  return made;
}

const districts = REGENCIES.flatMap((regency) => regency.districts.map(([code, name]) => ({ code, name, regency })));

class FoundingStore extends Drawn {
  constructor() {
    super(document.getElementById("app"), document.getElementById("said"), {});
    Object.assign(this, { step: "account", busy: null, notice: null, founded: null, faults: {}, resting: false,
      told: { code: "", username: "", password: "", place: "", district: "", district_code: "", regency: "", time_zone: ZONES.makassar, name: "" } });
    this.act = new Founding(this);
  }

  draw() {
    this.show(() => view(this, this.act));
    document.title = `${say("start_page.title")} · Balai`;
    this.tell(this.notice ?? "");
  }
}

class Founding {
  constructor(store) {
    this.store = store;
  }

  tell(changes) {
    const { told, faults } = this.store;
    const left = Object.fromEntries(Object.entries(faults).filter(([name]) => !(name in changes)));
    this.store.set({ told: { ...told, ...changes }, faults: left });
  }

  /** A district of the list brings its regency, its time and the hall's usual name. */
  place(code) {
    const found = districts.find((one) => one.code === code);
    if (!found) return this.tell({ place: code, district: "", district_code: "", regency: "", name: "" });
    const name = say("start_page.hall_name", { district: found.name });
    return this.tell({ place: code, district: found.name, district_code: found.code, regency: found.regency.name, time_zone: found.regency.time_zone, name });
  }

  wrong(names) {
    const { told } = this.store;
    return Object.fromEntries(names.filter((name) => !CHECKS[name](told)).map((name) => [name, say(`start_page.need.${name}`)]));
  }

  refuse(faults) {
    this.store.set({ faults, step: Object.keys(faults).some((name) => OF_ACCOUNT.includes(name)) ? "account" : "hall" });
    queueMicrotask(() => this.store.root.querySelector("[aria-invalid]")?.focus());
  }

  next() {
    const faults = this.wrong(OF_ACCOUNT);
    if (Object.keys(faults).length) return this.refuse(faults);
    this.store.set({ step: "hall", faults: {}, notice: null });
    scrollTo(0, 0);
    return queueMicrotask(() => this.store.root.querySelector("#s-place")?.focus());
  }

  go(step) {
    if (step === "account") this.store.set({ step });
    else this.next();
  }

  async found() {
    const { store } = this;
    const { place: _, ...told } = store.told;
    const faults = this.wrong(Object.keys(CHECKS));
    if (Object.keys(faults).length) return this.refuse(faults);
    if (store.busy) return null;
    store.set({ busy: "found", notice: null, faults: {} });
    try {
      const founded = await api.foundHall({ ...told, code: told.code.replace(/\s/g, ""), administrator_password: ownPassword() });
      store.set({ busy: null, founded });
    } catch (error) {
      store.set({ busy: null });
      return this.failed(error);
    }
    return null;
  }

  /** What is wrong stands at its field. Where nobody knows, the hall may be there: signing in shows it, and the password of the administrator is ours. */
  async failed(error) {
    if (error.code === "start_code_wrong") return this.refuse({ code: error.details[0] ?? error.message });
    if (error instanceof api.Refused && error.status !== 404) {
      return this.store.set({ notice: error.status === 429 ? say("common.too_many") : error.details[0] ?? error.message });
    }
    const administrator = this.store.told.username === "admin" ? "admin2" : "admin";
    return this.store.set({ notice: say("start_page.unsure"), founded: { administrator, administrator_password: ownPassword() } });
  }

  /** The hall starts: whoever asks waits, then is signed in by what was typed here. */
  async enter() {
    const { store } = this;
    if (store.busy) return;
    store.set({ busy: "enter", notice: null });
    for (;;) {
      try {
        await api.signIn(store.told.username, store.told.password);
        break;
      } catch (error) {
        if (error instanceof api.Refused && error.status !== 404 && error.status !== 429) break;
        await pause(RETRY_MS);
      }
    }
    sessionStorage.removeItem(KEPT);
    location.replace("/start");
  }
}

function input(store, act, name, more = {}) {
  const fault = store.faults[name];
  return h("div", { key: name, class: "field" }, h("label", { for: `s-${name}` }, say(`start_page.field.${name}`)),
    known(`start_page.hint.${name}`) ? h("p", { id: `s-${name}-hint`, class: "hint" }, say(`start_page.hint.${name}`)) : null,
    h("input", { id: `s-${name}`, name, type: "text", value: store.told[name], autocomplete: "off", autocapitalize: "none", spellcheck: "false", maxlength: 120,
      "aria-invalid": fault ? "true" : null, "aria-describedby": [known(`start_page.hint.${name}`) ? `s-${name}-hint` : "", fault ? `s-${name}-fault` : ""].join(" ").trim() || null,
      oninput: (event) => act.tell({ [name]: event.target.value }), ...more }),
    fault ? h("p", { id: `s-${name}-fault`, class: "fault", role: "alert" }, icon("warn"), h("span", {}, fault)) : null);
}

const account = (store, act) => [h("h1", { key: "title" }, say("start_page.step.account")), h("p", { key: "lead", class: "lead" }, say("start_page.lead.account")),
  input(store, act, "code", { inputmode: "numeric", maxlength: 8, class: "code" }),
  input(store, act, "username", { maxlength: 64, autocomplete: "username" }),
  input(store, act, "password", { type: "password", maxlength: 256, autocomplete: "new-password" })];

function hall(store, act) {
  const { place } = store.told;
  return [h("h1", { key: "title" }, say("start_page.step.hall")), h("p", { key: "lead", class: "lead" }, say("start_page.lead.hall")),
    h("div", { key: "place", class: "field" }, h("label", { for: "s-place" }, say("start_page.field.place")),
      h("select", { id: "s-place", value: place, "aria-invalid": store.faults.district && !place ? "true" : null, onchange: (event) => act.place(event.target.value) },
        [["", say("settings_page.choose")], ...districts.map((one) => [one.code, `${one.name} (${one.code})`]), [OTHER, say("start_page.other_place")]]
          .map(([value, words]) => h("option", { key: value || "none", value, selected: value === place || null }, words))),
      store.faults.district && !place ? h("p", { class: "fault", role: "alert" }, icon("warn"), h("span", {}, store.faults.district)) : null),
    place === OTHER ? [input(store, act, "district"), input(store, act, "district_code", { maxlength: 8, inputmode: "decimal" }), input(store, act, "regency"),
      h("div", { key: "zone", class: "field" }, h("label", { for: "s-zone" }, say("start_page.field.time_zone")),
        h("select", { id: "s-zone", value: store.told.time_zone, onchange: (event) => act.tell({ time_zone: event.target.value }) },
          Object.entries(ZONES).map(([name, zone]) => h("option", { key: zone, value: zone, selected: zone === store.told.time_zone || null }, say(`start_page.zone.${name}`)))))] : null,
    place ? input(store, act, "name") : null];
}

const kept = (store) => [h("h1", { key: "title" }, say("start_page.founded.title")),
  store.founded.administrator ? h("div", { key: "admin", class: "shown-once" }, h("p", {}, say("start_page.founded.admin")),
    h("dl", {}, h("dt", {}, say("common.sign_in.username")), h("dd", {}, h("code", {}, store.founded.administrator)),
      h("dt", {}, say("common.sign_in.password")), h("dd", {}, h("code", {}, store.founded.administrator_password)))) : null,
  h("p", { key: "go", class: "lead" }, say("start_page.founded.go"))];

function doing(store, act) {
  if (store.founded) return button({ key: "enter", className: "btn primary", busy: store.busy === "enter", act: () => act.enter() }, say("start_page.founded.enter"));
  if (store.step === "account") return button({ key: "next", className: "btn primary", act: () => act.next() }, say("start_page.to.hall"));
  return button({ key: "found", className: "btn primary", busy: store.busy === "found", act: () => act.found() }, say("start_page.found"));
}

function view(store, act) {
  const { founded } = store;
  const steps = STEPS.map((name) => ({
    name: say(`start_page.step.${name}`), done: Boolean(founded) && (name === "account" || name === "hall"), now: !founded && name === store.step,
    note: say(founded && (name === "account" || name === "hall") ? "start_page.note.done" : name === store.step ? "start_page.note.now" : "start_page.note.not_yet"),
    go: !founded && (name === "account" || name === "hall") ? () => act.go(name) : null,
  }));
  const body = founded ? kept(store) : store.step === "account" ? account(store, act) : hall(store, act);
  const submit = (event) => {
    event.preventDefault();
    if (founded) act.enter();
    else if (store.step === "account") act.next();
    else act.found();
  };
  return [startBar(store.told.name), store.notice ? strip("notice", "stop", "warn", store.notice) : null,
    h("main", { key: "start", class: "start" }, stepList(steps),
      h("form", { key: founded ? "founded" : store.step, class: "ask", novalidate: true, onsubmit: submit }, body,
        // Enter in a field goes on, as the button at the foot does.
        h("button", { key: "enter", type: "submit", hidden: true, tabindex: "-1", "aria-hidden": "true" }, say("start_page.found")))),
    startFoot(say("start_page.founding_foot"), doing(store, act))].filter(Boolean);
}

new FoundingStore().set();
