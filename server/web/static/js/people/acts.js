// What the buttons of the page of accounts do.
import * as api from "../kit/wire/api.js";
import { PageActs } from "../kit/acting.js";
import { FIRST } from "../kit/lists.js";
import { codeText, freshCode } from "../kit/entry/passwords.js";
import { say } from "../kit/say.js";

const SHORTEST = 8;

/** `page` has `ask()` beside what every page has. */
export class Acts extends PageActs {
  /** What is looked for among the accounts. */
  find(seek) {
    this.store.set({ seek, most: FIRST });
  }

  showMore(most) {
    this.store.set({ most });
  }

  /** The sheet of somebody's account; where they are signed in is asked. */
  async open(one) {
    this.sheet({ kind: "account", id: one.id, sessions: null, given: null });
    try {
      const { sessions } = await api.get(`/accounts/${one.id}/sessions`);
      this.pickOf(one.id, { sessions });
    } catch (error) {
      this.failed(error);
    }
  }

  /** Change the sheet, if it is still this one's. */
  pickOf(id, changes) {
    if (this.store.sheet?.id === id) this.pick(changes);
  }

  lock(one) {
    return this.change("lock", `/accounts/${one.id}/lock`, {}, say("people_page.locked_now", { name: one.display_name }));
  }

  unlock(one) {
    return this.change("unlock", `/accounts/${one.id}/unlock`, {}, say("people_page.unlocked_now", { name: one.display_name }));
  }

  endSessions(one) {
    return this.change("out", `/accounts/${one.id}/sign-out`, {}, say("people_page.out_now", { name: one.display_name }));
  }

  /** A one-time code for somebody, shown once. It is made here, so that no answer holds it. */
  async reset(one) {
    const code = freshCode();
    const done = await this.change("reset", `/accounts/${one.id}/code`, { one_time_code: code }, null);
    if (done) this.pickOf(one.id, { given: codeText(code), sessions: [] });
  }

  endOwn(sessionId) {
    return this.change(`own:${sessionId}`, "/session/sign-out", { session_id: sessionId }, say("people_page.ended"));
  }

  async ownPassword(form) {
    const { present, password } = form.elements;
    const faults = {};
    if (!present.value) faults.present = say("people_page.need_present");
    if (password.value.length < SHORTEST) faults.password = say("people_page.short");
    if (Object.keys(faults).length) return this.refuse(faults);
    this.store.set({ busy: "password", faults: {}, notice: null, told: null });
    try {
      await api.changeOnce("/session/password", { request_id: api.newRequestId(), present: present.value, password: password.value });
      form.reset();
      this.store.set({ busy: null, told: say("people_page.changed") });
      return this.page.ask();
    } catch (error) {
      this.store.set({ busy: null });
      return error.code === "password_wrong" ? this.refuse({ present: say("people_page.wrong") }) : this.failed(error);
    }
  }

  refuse(faults) {
    this.store.set({ faults });
    queueMicrotask(() => this.store.root.querySelector(`#${Object.keys(faults)[0]}`)?.focus());
  }

  failed(error) {
    this.store.set({ sheet: null });
    return super.failed(error);
  }

  /** Send one change, then ask how things are; whether it was done. `told` null: the sheet stays. */
  async change(what, path, body, told) {
    const done = await this.send(what, path, body, { done: () => (told === null ? {} : { sheet: null, told }) });
    if (done) await this.page.ask();
    return Boolean(done);
  }
}
