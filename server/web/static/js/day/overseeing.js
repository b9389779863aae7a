// What a manager does from the hall at a glance beside numbers and counters: quota, helpers, technicians.
import { emptyAnnouncement } from "../kit/announcing/announcing.js";
import { say } from "../kit/say.js";

export class Overseeing {
  constructor(store, act) {
    this.store = store;
    this.act = act;
  }

  /** The sheet of an agency: how it is, and what can be done. */
  agency(agencyId) {
    this.act.sheet({ kind: "agency", agency_id: agencyId });
  }

  /** First which service, where several have a quota, and how many more. */
  quota(services) {
    this.act.sheet({ kind: "quota", services, service_id: services.length === 1 ? services[0] : null, persons: 10 });
  }

  async raise({ service_id: id, persons }) {
    const { services } = this.store.state;
    const told = say("day_page.told.quota", { count: persons, service: services[id]?.name ?? id });
    return this.act.change("quota", `/services/${id}/quota`, { persons }, told);
  }

  /** The counters that could serve who waits at an agency and are not there. */
  helpers(agencyId) {
    this.act.sheet({ kind: "helpers", agency_id: agencyId });
  }

  /** Ask its officer to a counter: the sheet of announcements, with the words for it. */
  askTo(counter) {
    const text = say("day_page.live.call_officer", { counter: counter.label || counter.number });
    this.act.announcing.begun = { ...emptyAnnouncement(), text, times: 1 };
    this.act.announcing.open();
  }

  technician(device, words) {
    this.act.sheet({ kind: "technician", device, words });
  }

  call({ device }) {
    return this.act.change(`technician:${device.id}`, `/devices/${device.id}/technician`, {}, say("day_page.told.technician", { name: device.name || device.id }));
  }
}
