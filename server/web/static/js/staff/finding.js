// Looking a number up: its way through the hall, and what can be done for it now.
import * as api from "../kit/api.js";
import { say } from "../kit/say.js";
import { refusalText } from "../kit/words.js";

export class Finding {
  constructor(store, act) {
    this.store = store;
    this.act = act;
  }

  open() {
    this.act.sheet({ kind: "find", typed: "", visit: null, fault: null, looking: false });
    queueMicrotask(() => this.store.root.querySelector("#find-number")?.focus());
  }

  async look() {
    const typed = this.store.sheet.typed.trim();
    if (!typed) return this.act.pick({ fault: say("staff.find.empty"), visit: null });
    this.act.pick({ looking: true, fault: null });
    try {
      const visit = await api.get(`/visits?number=${encodeURIComponent(typed)}`);
      if (this.open_) this.act.pick({ visit, looking: false });
    } catch (error) {
      if (error.status === 401) return this.act.failed(error);
      const fault = error instanceof api.Refused ? refusalText(error) : say("staff.unanswered");
      if (this.open_) this.act.pick({ visit: null, looking: false, fault });
    }
    return null;
  }

  get open_() {
    return this.store.sheet?.kind === "find";
  }
}
