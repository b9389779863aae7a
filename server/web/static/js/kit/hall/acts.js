// What every page of the hall's settings does: load the draft, edit it, look at others' edits, put it in force.
import { signIn } from "../entry/entering.js";
import { resume } from "../entry/session.js";
import { signOut } from "../manager-bar.js";
import { say } from "../say.js";
import { troubleText } from "../words.js";
import * as api from "../wire/api.js";
import { underWay } from "../wire/under-way.js";

const EVERY_MS = 4000;

/** A name for a row that is new: it has it until it is in force. */
export const fresh = () => `n-${crypto.getRandomValues(new Uint32Array(2)).join("")}`;

export class SettingsActs {
  /** `page` is its name. A page that needs more than the draft asks for it in `loaded()`. */
  constructor(store, page) {
    Object.assign(this, { store, page, line: Promise.resolve(), timer: null });
  }

  begin(account) {
    const denied = !account.pages?.includes(this.page);
    this.store.set({ account, denied, known: true });
    if (!denied) this.load();
  }

  end(message) {
    this.store.forget(message);
  }

  resume() {
    return resume({
      begin: (account) => this.begin(account),
      end: (message) => this.end(message),
      unanswered: () => this.store.set({ up: false }),
    });
  }

  signIn(username, password) {
    return signIn(this.store, username, password, (account) => this.begin(account));
  }

  signOut() {
    return signOut(this.store, (message) => this.end(message), () => this.store.set({ notice: say("staff.unanswered") }));
  }

  menu(open) {
    this.store.turnMenu(open, { holds: null });
  }

  /** The draft, as far as it is not known, and the time; again in a while. */
  async load() {
    const { store } = this;
    clearTimeout(this.timer);
    if (!store.account) return;
    try {
      const [draft, time] = await Promise.all([this.asked(), api.get("/time")]);
      if (!store.account) return;
      store.clock.hear(time.now);
      // What is on its way here has its own answer.
      store.set({ up: true });
      if (!store.sending) store.take(draft);
      this.sendAgain();
      await this.loaded?.();
    } catch (error) {
      if (error.status === 401) return this.end(say("device_page.expired"));
      store.set({ up: false });
    }
    this.timer = setTimeout(() => (document.hidden ? this.again() : this.load()), EVERY_MS);
  }

  /** The draft; while none is known its file by itself, which is most of it and kept by the browser. */
  async asked() {
    const { draft } = this.store;
    if (draft) return api.get(`/hall/draft?known=${draft.state}.${draft.seen}`);
    const [now, { state, seen, file, rows }] = await Promise.all([api.get("/hall/draft?apart=true"), api.getKept("/hall/draft/file")]);
    // Somebody edited it in between.
    return now.state === state && now.seen === seen ? { ...now, file, rows } : api.get("/hall/draft");
  }

  /** The hall's walls, for who may see devices. */
  async walls() {
    if (!this.store.account?.may.includes("devices.read")) return;
    const { devices } = await api.get("/devices");
    this.extra({ walls: devices.filter((one) => one.kind === "display") });
  }

  /** What found no answer is sent as it was: the hub makes it once, whether it heard it before or not. */
  sendAgain() {
    const { unsent } = this.store;
    if (!unsent.length) return;
    this.store.set({ unsent: [] });
    for (const { edits, of, body } of unsent) this.line = this.line.then(() => this.send(edits, of, body)).catch(() => {});
  }

  again() {
    document.addEventListener("visibilitychange", () => this.load(), { once: true });
  }

  typed(place, text) {
    this.store.typed = { ...this.store.typed, [place]: text };
    this.store.set();
  }

  /** Write one setting. */
  put(section, row, field, value) {
    const place = `${section}/${row}/${field}`;
    return this.edit([{ do: "set", section, row, field, value }], { place, value });
  }

  /** Make some edits, one set after another; whether they were made. `of` is the field that they come from. */
  edit(edits, of = null) {
    // It may have to wait for edits before it: what was tapped says so from now on.
    const end = underWay();
    const done = this.line.then(() => this.send(edits, of)).finally(end);
    this.line = done.catch(() => {});
    return done;
  }

  async send(edits, of, kept = null) {
    const { store } = this;
    const { state, seen } = store.draft;
    store.set({ sending: store.sending + 1, notice: null, told: null });
    const body = kept ?? { request_id: api.newRequestId(), state, seen, edits };
    try {
      const draft = await api.change("/hall/draft/edit", body);
      store.set({ sending: store.sending - 1, up: true });
      store.take(draft, edits);
      if (of) store.settled(of.place, of.value);
      return true;
    } catch (error) {
      store.set({ sending: store.sending - 1 });
      return this.failed(error, edits, of, body);
    }
  }

  async failed(error, edits, of, body) {
    const { store } = this;
    if (!(error instanceof api.Refused)) store.set({ unsent: [...store.unsent, { edits, of, body }], up: false });
    else if (error.status === 401) this.end(say("device_page.expired"));
    else if (error.code === "draft_changed" && of) {
      store.set({ met: { ...store.met, [of.place]: { by: error.params.by, mine: of.value, edits } } });
      await this.load();
    } else if (error.code?.startsWith("draft_")) {
      store.set({ notice: say(`settings_page.met.${error.code}`) });
      await this.load();
    } else store.set({ notice: troubleText(error) });
    return false;
  }

  /** Write over what somebody else has written, now that it was seen; or leave it. */
  insist(place) {
    const { edits, mine } = this.store.met[place];
    this.store.unmeet(place);
    return this.edit(edits, { place, value: mine });
  }

  leave(place) {
    this.store.unmeet(place);
  }

  /** What a page keeps beside the draft. */
  extra(changes) {
    this.store.set({ extra: { ...this.store.extra, ...changes } });
  }

  showHours(row) {
    this.extra({ hours: row });
  }

  /** Hours of working days for a `scope`: {} for the hall, or an agency or a service. */
  async addHours(scope) {
    const row = fresh();
    const values = { ...scope, days: ["sen", "sel", "rab", "kam", "jum"], opens: "08.00", closes: "15.00" };
    if (await this.edit([{ do: "add", section: "hours", row, values }])) this.showHours(row);
  }

  async removeHours(row) {
    if (await this.edit([{ do: "remove", section: "hours", row }])) this.showHours(null);
  }

  closeSheet() {
    this.store.set({ sheet: null });
  }

  /** The sheet that puts the draft in force: what it would do is asked for the time that is chosen. */
  async review(when = "now") {
    const { store } = this;
    const day = store.sheet?.day ?? "";
    store.set({ sheet: { kind: "force", when, day, outlook: null, discard: false } });
    if (when === "date" && !day) return;
    try {
      const outlook = await api.get(`/hall/draft/outlook?when=${when === "date" ? day : when}`);
      if (store.sheet?.when === when) this.pick({ outlook });
    } catch (error) {
      this.refused(error);
    }
  }

  pick(changes) {
    if (this.store.sheet) this.store.set({ sheet: { ...this.store.sheet, ...changes } });
  }

  onDay(day) {
    this.pick({ day });
    return this.review("date");
  }

  refused(error) {
    if (error.status === 401) this.end(say("device_page.expired"));
    else this.store.set({ notice: troubleText(error), sheet: null, busy: null });
  }

  async apply() {
    const { store } = this;
    const { when, day } = store.sheet;
    const { state, seen, waiting } = store.draft;
    await this.change("/hall/draft/apply", { state, seen, when: when === "date" ? day : when, replaces: waiting !== null },
      (answer) => say(`settings_page.force.${answer.since === "waits" ? "waits" : "done"}`));
  }

  discard() {
    return this.change("/hall/draft/discard", { state: this.store.draft.state }, () => say("settings_page.force.discarded"));
  }

  /** One change of the draft as a whole; then everything is read anew. */
  async change(path, body, told) {
    const { store } = this;
    if (store.busy) return;
    store.set({ busy: path, notice: null, told: null });
    try {
      const answer = await api.change(path, { request_id: api.newRequestId(), ...body });
      store.set({ busy: null, sheet: null, told: told(answer), typed: {}, met: {} });
      this.changed?.();
      await this.load();
    } catch (error) {
      this.refused(error);
      if (error.code?.startsWith("draft_")) await this.load();
    }
  }
}
