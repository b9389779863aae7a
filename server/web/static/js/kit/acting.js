// What the buttons of every page do: signing in and out, the menu, a sheet, and one change at a time.
import * as api from "./wire/api.js";
import { signIn } from "./entry/entering.js";
import { signOut } from "./manager-bar.js";
import { say } from "./say.js";
import { troubleText } from "./words.js";

export class PageActs {
  /** `page` is { begin(account), end(message) }, and what else the page's own acts ask of it. */
  constructor(store, page) {
    Object.assign(this, { store, page });
  }

  signIn(username, password) {
    return signIn(this.store, username, password, (account) => this.page.begin(account));
  }

  signOut() {
    return signOut(this.store, (message) => this.page.end(message), () => this.store.set({ notice: say("staff.unanswered") }));
  }

  menu(open) {
    this.store.turnMenu(open, { holds: null });
  }

  sheet(sheet) {
    this.store.set({ sheet, menu: false, notice: null });
  }

  pick(changes) {
    this.store.set({ sheet: { ...this.store.sheet, ...changes } });
  }

  closeSheet() {
    this.announcing?.leave();
    this.store.set({ sheet: null });
  }

  /** Nobody is signed in any more, or it is said in a band what went wrong. */
  failed(error) {
    if (error.status === 401) this.page.end(say("device_page.expired"));
    else this.store.set({ notice: troubleText(error) });
    return null;
  }

  /**
   * Send one change, unless another is on its way: the hub's answer ({} where it has none), or null. `done(answer)` gives what else the store then
   * knows; `fault(error)` says what went wrong, and may have another answer.
   */
  async send(what, path, body, { done = () => ({}), fault = (error) => this.failed(error) } = {}) {
    const { store } = this;
    if (store.busy) return null;
    store.begin(what);
    try {
      const answer = (await api.change(path, { request_id: api.newRequestId(), ...body }, () => store.app.link.up !== false)) ?? {};
      store.set({ busy: null, ...(await done(answer)) });
      return answer;
    } catch (error) {
      store.set({ busy: null });
      return fault(error) ?? null;
    }
  }

  /**
   * One change of a sheet that stays until it is done: what went wrong stands in it, unless `otherwise` knows a way on from a
   * refusal. `fault(words)` shows it elsewhere.
   */
  changeInSheet(what, path, body, otherwise = null, fault = (words) => this.store.sheet && this.pick({ fault: words })) {
    const instead = (error) => (error instanceof api.Refused ? otherwise?.(error) : null);
    const shown = (error) => (error.status === 401 ? this.failed(error) : fault(troubleText(error)));
    return this.send(what, path, body, { fault: (error) => instead(error) ?? shown(error) });
  }
}
