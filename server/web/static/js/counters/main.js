// The page of counters: the hall as cells, and for the chosen agency which counter serves what in which order.
import { SettingsActs, fresh } from "../kit/hall/acts.js";
import { start } from "../kit/hall/start.js";
import { People } from "./people.js";
import { Plan } from "./plan.js";
import { countersView } from "./view.js";

class Acts extends SettingsActs {
  constructor(store, page) {
    super(store, page);
    this.people = new People(this);
    this.plan = new Plan(this);
  }

  async loaded() {
    await Promise.all([this.people.load(), this.store.extra.walls ? null : this.walls(), this.plan.load()]);
  }

  /** Whatever is edited may change where counters lie for who looks at a wall. */
  async edit(edits, of = null) {
    const done = await super.edit(edits, of);
    if (done) this.plan.load().catch(() => {});
    return done;
  }

  show(row) {
    this.store.set({ chosen: row });
  }

  /** A tap on a cell: served last of all, or no more. */
  serve(counter, id) {
    const now = counter.entry.services ?? [];
    return this.put("counter", counter.name, "services", now.includes(id) ? now.filter((one) => one !== id) : [...now, id]);
  }

  async add() {
    const { file } = this.store;
    const number = Math.max(0, ...file.counter.map((one) => Number(one.number) || 0)) + 1;
    const like = file.counter[this.store.rows.counter.indexOf(this.store.chosen)] ?? file.counter.at(-1) ?? {};
    const row = fresh();
    const values = { number, agency: like.agency ?? file.agency[0]?.id ?? "", zone: like.zone ?? file.zone[0]?.id ?? "", services: like.services ?? [] };
    if (await this.edit([{ do: "add", section: "counter", row, values }])) this.show(row);
  }

  async remove(row) {
    if (await this.edit([{ do: "remove", section: "counter", row }])) this.show(null);
  }
}

start({ page: "counters", title: "settings_page.counters", view: countersView, Acts });
