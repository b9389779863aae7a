// What the page of agencies and services does.
import { SettingsActs, fresh } from "../kit/hall/acts.js";
import { rowsOf } from "../kit/hall/fields.js";
import { say } from "../kit/say.js";
import { addSheet } from "./sheets.js";
import { isOver } from "./tree.js";
import { idFor, letterFor, looksFor } from "../kit/hall/proposing.js";

export class AgencyActs extends SettingsActs {
  show(section, row) {
    this.store.set({ chosen: { section, row } });
  }

  find(words) {
    this.store.set({ find: words });
  }

  /** Move a row of the tree by one place among those of its kind; the keyboard stays on it. */
  move(section, row, by) {
    const group = this.group(section, row);
    const at = group.indexOf(row) + by;
    if (at < 0 || at >= group.length) return null;
    return this.ahead(section, row, by < 0 ? group[at] : group[at + 1] ?? null);
  }

  /** The rows that a row of the tree stands among: agencies, or the services of one. */
  group(section, row) {
    const rows = rowsOf(this.store.app, section);
    const agency = rows.find((one) => one.name === row)?.entry.agency;
    return rows.filter((one) => section === "agency" || one.entry.agency === agency).map((one) => one.name);
  }

  ahead(section, row, other) {
    if (row === other) return null;
    return this.edit([{ do: "move", section, row, ahead_of: other }]);
  }

  askNew(section, agency = "") {
    this.store.set({ sheet: { kind: "add", section, agency, name: "", view: addSheet } });
  }

  async add() {
    const { section, agency, name } = this.store.sheet;
    if (!name.trim()) return this.pick({ fault: say("agencies_page.need_name") });
    const { file } = this.store;
    const row = fresh();
    const id = idFor(name, file[section].map((one) => one.id));
    const values = section === "agency"
      ? { id, name: name.trim(), short_name: name.trim().slice(0, 26), letter: letterFor(file), ...looksFor(file) }
      : { id, name: name.trim(), agency };
    this.closeSheet();
    return (await this.edit([{ do: "add", section, row, values }])) && this.show(section, row);
  }

  /** A service like another, at the same counters. */
  async copy(entry) {
    const { file } = this.store;
    const row = fresh();
    const name = say("agencies_page.copy_of", { name: entry.name }).slice(0, 120);
    const id = idFor(name, file.service.map((one) => one.id));
    const desks = rowsOf(this.store.app, "counter").filter((one) => one.entry.services?.includes(entry.id))
      .map((one) => ({ do: "set", section: "counter", row: one.name, field: "services", value: [...one.entry.services, id] }));
    const done = await this.edit([{ do: "add", section: "service", row, values: { ...entry, id, name, letter: null } }, ...desks]);
    if (done) this.show("service", row);
  }

  serve(counter, id, on) {
    const services = on ? [...counter.entry.services, id] : counter.entry.services.filter((one) => one !== id);
    return this.put("counter", counter.name, "services", services);
  }

  /** Closed until somebody opens it again: its own hours stay, suspended; what has none gets those of a day that is over. */
  close(section, id, today) {
    const own = this.hoursOf(section, id);
    if (own.length) return this.edit(own.map(({ name }) => this.suspending(name, true)));
    const values = { [section]: id, dates: [today], opens: "00.00", closes: "00.01" };
    return this.edit([{ do: "add", section: "hours", row: fresh(), values }]);
  }

  reopen(section, id, today) {
    return this.edit(this.hoursOf(section, id).map(({ name, entry }) => (isOver(entry, today) ? { do: "remove", section: "hours", row: name } : this.suspending(name, false))));
  }

  suspending(row, value) {
    return { do: "set", section: "hours", row, field: "suspended", value };
  }

  hoursOf(section, id) {
    return rowsOf(this.store.app, "hours").filter((one) => one.entry[section] === id && (section === "service" || !one.entry.service));
  }

  async remove(section, row) {
    if (await this.edit([{ do: "remove", section, row }])) this.store.set({ chosen: null });
  }
}
