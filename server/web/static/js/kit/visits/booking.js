// Booked times: where there is room, making one, taking one back. One `request_id` for one wish.
import * as api from "../wire/api.js";
import { momentAt } from "../time.js";
import { troubleText } from "../words.js";

export class Booking {
  constructor(store, act) {
    this.store = store;
    this.act = act;
  }

  open() {
    const on = this.store.app.state.day;
    this.act.sheet({ kind: "book", agency_id: null, service_id: null, on, list: null, block: null, persons: 1, fault: null, made: null, request_id: null });
  }

  /** Change what is wished for; another service or day has other times. */
  async draft(changes) {
    this.act.pick({ fault: null, made: null, request_id: null, ...changes });
    if (!("service_id" in changes || "on" in changes)) return;
    this.act.pick({ list: null, block: null });
    await this.look();
  }

  async look() {
    const { service_id, on } = this.store.sheet;
    if (!service_id || !on) return;
    try {
      const list = await api.get(`/bookings?on=${on}&service_id=${service_id}`);
      const { sheet } = this.store;
      if (sheet?.kind === "book" && sheet.service_id === service_id && sheet.on === on) this.act.pick({ list });
    } catch (error) {
      if (error.status === 401) await this.act.failed(error);
      else if (this.store.sheet) this.act.pick({ fault: troubleText(error) });
    }
  }

  async send() {
    const { sheet, app: { state } } = this.store;
    const request_id = sheet.request_id ?? api.newRequestId();
    this.act.pick({ request_id });
    const slot = momentAt(sheet.on, sheet.block.opens, state.hall.time_zone);
    const made = await this.act.changeInSheet("book", "/bookings", { request_id, service_id: sheet.service_id, slot, persons: sheet.persons });
    if (!made) return;
    this.act.pick({ made, request_id: null });
    await this.look();
  }

  async cancel(code) {
    const done = await this.act.changeInSheet(`unbook:${code}`, `/bookings/${encodeURIComponent(code)}/cancel`, { request_id: api.newRequestId() });
    if (done) await this.look();
  }
}
