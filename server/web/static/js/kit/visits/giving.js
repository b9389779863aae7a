// A number given by staff: for whoever cannot use the kiosk, comes in a group, wants several services, brings a
// code, or holds a number from a paper roll. One `request_id` for one wish; a code is asked for as two kinds, each with its own.
import * as api from "../wire/api.js";

export const emptyWish = () => ({
  kind: "give", agency_id: null, services: [], done: [], priority_class: "regular", persons: 1, paper: null, code: "", fault: null,
  request_id: null, booked_id: null,
});

export class Giving {
  constructor(store, act) {
    this.store = store;
    this.act = act;
  }

  open() {
    this.act.sheet(emptyWish());
  }

  /** Change what is wished for; another wish is another request. */
  draft(changes) {
    this.act.pick({ fault: null, request_id: null, booked_id: null, ...changes });
  }

  /** Take a service in, or leave it out again. They are gone through in the order of choosing. */
  toggle(serviceId) {
    const { services } = this.store.sheet;
    const without = services.filter((id) => id !== serviceId);
    this.draft({ services: without.length < services.length ? without : [...services, serviceId] });
  }

  ask(wish, otherwise = null) {
    return this.act.changeInSheet("give", "/visits", wish, otherwise);
  }

  /** Visitors do not know which kind their code is: a right of an earlier day, or else a booking. */
  byCode(wish, code, booked_id) {
    const booked = { ...wish, request_id: booked_id, channel: "booking", booking: code };
    return this.ask({ ...wish, voucher: code }, (error) => (error.code === "voucher_unknown" ? this.ask(booked) : null));
  }

  async send() {
    const { sheet } = this.store;
    const [service_id, ...also] = sheet.services;
    const request_id = sheet.request_id ?? api.newRequestId();
    const booked_id = sheet.booked_id ?? api.newRequestId();
    this.act.pick({ request_id, booked_id });
    const { priority_class, persons, paper } = sheet;
    const wish = { request_id, service_id, also, done: sheet.done, channel: "assisted", priority_class, persons, paper };
    const code = sheet.code.trim() || null;
    const given = await (code ? this.byCode(wish, code, booked_id) : this.ask(wish));
    if (!given) return;
    this.act.sheet({ kind: "given", visit_id: given.visit_id, given, kiosks: null });
    await this.act.tickets.learnKiosks();
  }
}
