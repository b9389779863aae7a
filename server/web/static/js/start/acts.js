// What the first start does beside editing the draft: devices, accounts, a number given and called as a test.
import { SettingsActs, fresh } from "../kit/hall/acts.js";
import { Admissions } from "../kit/devices/admitting.js";
import { freshPassword } from "../kit/entry/passwords.js";
import { refusalText, troubleText } from "../kit/words.js";
import * as api from "../kit/wire/api.js";
import { counting, leaving, taking, turning } from "./choosing.js";
import { DESK, hallHours, stepNow } from "./steps.js";

const WORKING = [["sen", "sel", "rab", "kam"], ["jum"]];
const BREAKS = [["12.00-13.00"], ["11.30-13.00"]];

export class StartActs extends SettingsActs {
  constructor(store, page) {
    super(store, page);
    this.admissions = new Admissions(() => this.extra({ admissions: this.admissions }));
    this.tries = {};
  }

  async loaded() {
    if (!this.store.extra.admissions) this.extra({ admissions: this.admissions });
    try {
      const [{ devices }, { accounts }] = await Promise.all([api.get("/devices"), api.get("/accounts")]);
      this.extra({ devices, staff: accounts.filter((one) => one.role === "staff") });
    } catch (error) {
      if (error instanceof api.Refused) this.refused(error);
    }
    // What is done in a step does not lead away from it.
    if (!this.store.extra.step) this.go(stepNow(this.store.app));
  }

  go(step) {
    this.extra({ step });
    if (step === "hours") this.proposeHours();
    scrollTo(0, 0);
  }

  /** Working days as most halls have them, for a hall that has no hours yet. */
  proposeHours() {
    if (hallHours(this.store.app).length || this.proposed) return null;
    this.proposed = true;
    return this.edit(WORKING.map((days, at) => ({ do: "add", section: "hours", row: fresh(),
      values: { days, opens: "08.00", closes: "15.00", breaks: BREAKS[at], tickets_from: "07.45" } })));
  }

  async admit(typed) {
    const done = await this.admissions.admit(typed);
    if (done) await this.load();
    return done;
  }

  choose(usual) {
    this.extra({ agency: usual.id });
  }

  take(usual) {
    const { app } = this.store;
    const there = app.file.agency.some((one) => one.id === usual.id);
    this.choose(usual);
    return this.edit(there ? leaving(app, usual.id) : taking(app, usual));
  }

  turn(agency, usual) {
    return this.edit(turning(this.store.app, agency, usual));
  }

  count(agency, by) {
    return this.edit(counting(this.store.app, agency, by));
  }

  /** An account for each counter, of the counter's agency, one after another: a password is costly to keep. */
  async makeAccounts() {
    const { store } = this;
    if (store.busy) return;
    const wanted = store.file.counter.map((one) => ({ username: `loket${one.number}`, display_name: `Loket ${one.label || one.number}`, agency_id: one.agency }));
    const there = new Set((store.extra.staff ?? []).map((one) => one.username));
    const made = [...(store.extra.made ?? [])];
    store.set({ busy: "accounts", notice: null });
    try {
      for (const one of wanted.filter(({ username }) => !there.has(username))) {
        const password = freshPassword();
        await api.change("/accounts", { request_id: api.newRequestId(), ...one, role: "staff", password });
        made.push({ ...one, password });
        this.extra({ made: [...made] });
      }
      store.set({ busy: null });
      await this.load();
    } catch (error) {
      store.set({ busy: null });
      this.refused(error);
    }
  }

  /** One step of the test; a step that was not answered is asked again as it was. */
  async ask(name, path, body) {
    this.tries[name] ??= api.newRequestId();
    const answer = await api.change(path, { request_id: this.tries[name], ...body });
    delete this.tries[name];
    return answer;
  }

  async testing(doing) {
    const { store } = this;
    if (store.busy) return;
    store.set({ busy: "test", notice: null });
    try {
      this.extra({ test: { ...store.extra.test, ...(await doing(store.extra.test ?? {})), fault: null } });
    } catch (error) {
      if (error.status === 401) this.refused(error);
      else this.extra({ test: { ...store.extra.test, fault: error instanceof api.Refused ? refusalText(error) : troubleText(error) } });
    }
    store.set({ busy: null });
  }

  /** A number of the information desk, and its ticket at a kiosk where there is one. */
  testNumber(kiosk) {
    return this.testing(async () => {
      const given = await this.ask("give", "/visits", { service_id: DESK, channel: "assisted" });
      if (kiosk) await this.ask("copy", `/visits/${given.visit_id}/copy`, { kiosk_id: kiosk });
      return { given, kiosk };
    });
  }

  testCall() {
    return this.testing(async () => {
      const desk = this.desk();
      await this.ask("open", `/counters/${desk}/open`, {});
      const { called } = await this.ask("call", `/counters/${desk}/call`, { finishes: null });
      return { called };
    });
  }

  /** The number is taken back, so that no report counts it as somebody served, and the counter is free. */
  testEnd() {
    return this.testing(async ({ given, called }) => {
      if (called) await this.ask("park", `/counters/${this.desk()}/park`, { leg_id: called.leg_id });
      await this.ask("cancel", `/visits/${given.visit_id}/cancel`, {});
      await this.ask("close", `/counters/${this.desk()}/close`, {});
      this.extra({ tested: true });
      return { ended: true };
    });
  }

  desk() {
    return `loket-${this.store.file.counter.find((one) => one.agency === DESK).number}`;
  }
}
