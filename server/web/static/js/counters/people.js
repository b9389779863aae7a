// The people beside the counters: their accounts, where they sit now and sat before, and what a manager does about them.
import { codeText, freshCode, freshPassword } from "../kit/entry/passwords.js";
import { FIRST } from "../kit/lists.js";
import { say } from "../kit/say.js";
import { refusalText, troubleText } from "../kit/words.js";
import * as api from "../kit/wire/api.js";

export class People {
  constructor(act) {
    this.act = act;
  }

  get store() {
    return this.act.store;
  }

  /** Accounts and who sits where; nothing for who may not see them. */
  async load() {
    if (!this.store.account?.may.includes("accounts.read")) return;
    const [{ accounts }, { counters }] = await Promise.all([api.get("/accounts"), api.get("/counters")]);
    this.act.extra({ people: accounts, seats: counters });
  }

  /** One row is open at a time; what it shows is asked then. */
  async open(one) {
    const now = this.store.extra.person === one.id ? null : one.id;
    this.act.extra({ person: now, sat: null, places: null, given: null, code: null });
    if (!now || !one.yours) return;
    try {
      const [{ sittings }, { sessions }] = await Promise.all([api.get(`/accounts/${now}/sittings`), api.get(`/accounts/${now}/sessions`)]);
      if (this.store.extra.person === now) this.act.extra({ sat: sittings, places: sessions.length });
    } catch (error) {
      this.act.refused(error);
    }
  }

  /** Who sat where on a day; asked when it is looked at. */
  async sittings(day) {
    this.act.extra({ seatsDay: day, seated: null });
    if (!/^\d{4}-\d\d-\d\d$/.test(day)) return;
    try {
      const { sittings } = await api.get(`/sittings?day=${day}`);
      if (this.store.extra.seatsDay === day) this.act.extra({ seated: sittings });
    } catch (error) {
      this.act.refused(error);
    }
  }

  find(words) {
    this.act.extra({ seek: words, most: FIRST });
  }

  lock(one) {
    return this.change("lock", one, {}, "locked_now");
  }

  unlock(one) {
    return this.change("unlock", one, {}, "unlocked_now");
  }

  signOut(one) {
    return this.change("sign-out", one, { session_id: null }, "out_now");
  }

  /** The services that somebody may serve, from when they next sit down; none named: all. */
  setSkills(one, skills) {
    return this.change("skills", one, { skills: skills.length ? skills : null }, "skills_now");
  }

  async reset(one) {
    const code = freshCode();
    if (await this.change("code", one, { one_time_code: code }, null)) this.act.extra({ given: null, code: codeText(code) });
  }

  async change(what, one, body, told) {
    const { store } = this;
    if (store.busy) return false;
    store.set({ busy: what, notice: null, told: null });
    try {
      await api.change(`/accounts/${one.id}/${what}`, { request_id: api.newRequestId(), ...body });
      store.set({ busy: null, told: told ? say(`people_page.${told}`, { name: one.display_name }) : null });
      await this.load();
      return true;
    } catch (error) {
      this.act.refused(error);
      return false;
    }
  }

  /** A new account; its password is made here and shown once. */
  async add(values) {
    const { store } = this;
    if (store.busy) return false;
    const password = freshPassword();
    store.set({ busy: "add", notice: null, told: null });
    this.act.extra({ fault: null });
    try {
      const made = await api.change("/accounts", { request_id: api.newRequestId(), ...values, password });
      store.set({ busy: null });
      await this.load();
      this.act.extra({ adding: false, person: made.id, given: password, code: null, sat: [], places: 0 });
      return true;
    } catch (error) {
      store.set({ busy: null });
      this.act.extra({ fault: error instanceof api.Refused ? error.details[0] ?? refusalText(error) : troubleText(error) });
      return false;
    }
  }
}
