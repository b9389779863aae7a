// Those whose waiting was ended today: their numbers and the codes of their rights, asked of the hub.
import * as api from "../wire/api.js";
import { troubleText } from "../words.js";

export class Unserved {
  constructor(store, act) {
    this.store = store;
    this.act = act;
  }

  async open() {
    this.act.sheet({ kind: "unserved", list: null, fault: null });
    try {
      const { unserved } = await api.get("/vouchers");
      if (this.isOpen) this.act.pick({ list: unserved });
    } catch (error) {
      if (error.status === 401) await this.act.failed(error);
      else if (this.isOpen) this.act.pick({ fault: troubleText(error) });
    }
  }

  get isOpen() {
    return this.store.sheet?.kind === "unserved";
  }
}
