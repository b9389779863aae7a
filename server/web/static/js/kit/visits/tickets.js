// What is done about tickets: a copy at a kiosk, the mark that somebody holds none.
import * as api from "../wire/api.js";
import { say } from "../say.js";

export class Tickets {
  constructor(store, act) {
    this.store = store;
    this.act = act;
  }

  /** Open the sheet about a visit's ticket: { visit_id, number, unprinted, print_unsure }. */
  open({ visit_id, number, unprinted = false, print_unsure = false }) {
    this.act.sheet({ kind: "ticket", visit_id, number, unprinted, print_unsure, kiosks: null });
    return this.learnKiosks();
  }

  /** The hall's kiosks, for the sheet that is open; none where the hub does not say. */
  async learnKiosks() {
    const { sheet } = this.store;
    let kiosks = [];
    try {
      kiosks = (await api.get("/devices")).devices.filter((device) => device.kind === "kiosk");
    } catch {
      // A copy can still be asked of the kiosk that prints what the hall asks for.
    }
    const open = this.store.sheet;
    if (open && open.kind === sheet.kind && open.visit_id === sheet.visit_id) this.act.pick({ kiosks });
  }

  /** Have a copy printed: at this kiosk, or (null) at the one that prints what the hall asks for. */
  async copy({ visit_id, number }, kiosk) {
    const done = await this.act.change(`copy:${visit_id}`, `/visits/${visit_id}/copy`, { kiosk_id: kiosk?.id ?? null });
    if (!done) return;
    this.store.set({ told: say(kiosk ? "staff.ticket.asked_at" : "staff.ticket.asked", { number, kiosk: kiosk?.name }) });
    this.store.said.textContent = this.store.told;
  }

  mark({ visit_id }, printed) {
    return this.act.change(`ticket:${visit_id}`, `/visits/${visit_id}/ticket`, { printed });
  }
}
