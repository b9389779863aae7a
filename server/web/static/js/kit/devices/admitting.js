// A device is let in by the six digits that it shows, on whichever page.
import { say } from "../say.js";
import * as api from "../wire/api.js";

/** The first of a list: no device, no zone. */
export const NONE = "-";

export class Admissions {
  constructor(changed) {
    this.changed = changed;
    this.forget();
  }

  forget() {
    Object.assign(this, { busy: false, replaces: "", fault: "", done: "" });
  }

  turn(state) {
    Object.assign(this, state);
    this.changed();
  }

  /** Let it in; the same answer again where the first one was lost. Whether it is in. */
  async admit({ code, id, name, zone }) {
    if (this.busy) return false;
    this.turn({ busy: true, fault: "", done: "" });
    const { replaces } = this;
    try {
      const told = replaces ? { id: replaces, replaces: true } : { id, name, zone_id: zone === NONE ? null : zone || null };
      const made = await api.change("/devices/admit", { request_id: api.newRequestId(), code: code.replace(/\D/g, ""), ...told });
      this.turn({ busy: false, replaces: "", done: say("device_page.admit.done", { id: made.id }) });
      return true;
    } catch (error) {
      const fault = error.faults?.[0] ?? (error.status ? error.message : say("device_page.admit.lost"));
      this.turn({ busy: false, fault });
      return false;
    }
  }
}
