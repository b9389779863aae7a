// What the buttons of the information desk do. Each tap is one intention with one request_id.
import * as api from "../kit/wire/api.js";
import { PageActs } from "../kit/acting.js";
import { Announcing } from "../kit/announcing/announcing.js";
import { say } from "../kit/say.js";
import { troubleText } from "../kit/words.js";
import { wholeMinute } from "../kit/time.js";
import { Booking } from "../kit/visits/booking.js";
import { emptyWish, Giving } from "../kit/visits/giving.js";
import { LineActions } from "../kit/visits/line-actions.js";
import { Tickets } from "../kit/visits/tickets.js";

/** The pane on the right, as a sheet that is always open: a number is given from it. */
class Pane {
  constructor(store, acts) {
    this.store = store;
    this.acts = acts;
    this.tickets = acts.tickets;
    this.giving = new Giving({ get sheet() { return store.wish; } }, this);
  }

  pick(changes) {
    this.store.set({ wish: { ...this.store.wish, ...changes } });
  }

  /** What was given is told in a sheet, and the pane is empty again. */
  sheet(sheet) {
    this.store.set({ wish: emptyWish(), ...(sheet.kind === "given" ? { sheet } : {}) });
  }

  changeInSheet(what, path, body, otherwise = null) {
    return this.acts.changeInSheet(what, path, body, otherwise, (words) => this.pick({ fault: words }));
  }
}

export class DeskActs extends PageActs {
  constructor(store, page) {
    super(store, page);
    this.tickets = new Tickets(store, this);
    this.booking = new Booking(store, this);
    this.line = new LineActions(store, this);
    this.announcing = new Announcing(store, this);
    this.pane = new Pane(store, this);
    this.giving = { open: () => this.closeSheet() };
  }

  inMinutes(minutes) {
    return new Date(wholeMinute(this.store.clock.now(), minutes)).toISOString();
  }

  type(typed) {
    this.store.set({ typed, fault: null, ...(typed.trim() ? {} : { visit: null }) });
  }

  clear() {
    this.type("");
    this.focus("#find-number");
  }

  focus(selector) {
    this.store.root.querySelector(selector)?.focus();
  }

  /** Look a number up; what is shown of it stays until the answer comes. */
  async look() {
    const { store } = this;
    const typed = store.typed.trim();
    if (!typed) return store.set({ fault: say("staff.find.empty"), visit: null });
    store.set({ looking: true, fault: null });
    try {
      const visit = await api.get(`/visits?number=${encodeURIComponent(typed)}`);
      if (store.typed.trim() === typed) store.set({ visit, looking: false });
    } catch (error) {
      if (error.status === 401) return this.failed(error);
      store.set({ looking: false, visit: null, fault: troubleText(error) });
    }
    return null;
  }

  /** More services at the end of a visitor's way. */
  async addStep(leg, serviceId) {
    return this.change(`step:${leg.leg_id}`, `/visits/${leg.visit_id}/change`, { also: [serviceId] });
  }

  /** One change; then the number that is shown is looked up again. */
  async change(what, path, body) {
    const done = await this.send(what, path, body);
    if (!done) return null;
    this.store.set({ sheet: null });
    await this.look();
    return done;
  }
}
