// The page of tickets: what stands on paper, beside the paper itself.
import { SettingsActs } from "../kit/hall/acts.js";
import { start } from "../kit/hall/start.js";
import { say } from "../kit/say.js";
import * as api from "../kit/wire/api.js";
import { ticketsView } from "./view.js";

class Acts extends SettingsActs {
  /** The kiosks, for who may see devices. */
  async loaded() {
    if (!this.store.account?.may.includes("devices.read")) return;
    const { devices } = await api.get("/devices");
    this.extra({ kiosks: devices.filter((one) => one.kind === "kiosk") });
  }

  show(service) {
    this.store.set({ chosen: service });
  }

  /** The ticket as it stands on the page, on a kiosk's own paper: no number is given for it. */
  async tryOut(kiosk, service, { kind, language }) {
    const { store } = this;
    if (store.busy) return;
    store.set({ busy: `print-${kiosk.id}`, notice: null, told: null });
    try {
      await api.change(`/devices/${kiosk.id}/sample`, { request_id: api.newRequestId(), service_id: service.id, kind, language: language || null });
      store.set({ busy: null, told: say("tickets_page.sent", { kiosk: kiosk.name }) });
    } catch (error) {
      this.refused(error);
    }
  }
}

start({ page: "tickets", title: "tickets_page.title", view: ticketsView, Acts });
