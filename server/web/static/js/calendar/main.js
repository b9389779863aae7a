// The page of the calendar: weeks as they will be, holidays to confirm, closures, hours.
import { SettingsActs, fresh } from "../kit/hall/acts.js";
import { dayOf } from "../kit/time.js";
import { start } from "../kit/hall/start.js";
import * as api from "../kit/wire/api.js";
import { calendarView } from "./view.js";

// Of a longer closing the first days are looked at.
const MOST_DAYS = 14;

function thisMonday({ clock, zone }) {
  const day = Date.parse(`${dayOf(clock, zone)}T12:00:00Z`);
  return new Date(day - ((new Date(day).getUTCDay() + 6) % 7) * 86400000).toISOString().slice(0, 10);
}

class Acts extends SettingsActs {
  async loaded() {
    if (this.store.extra.weekOf !== this.named()) await this.week();
    if (!this.store.extra.days) await this.year(Number(dayOf(this.store.clock.now(), this.store.app.zone).slice(0, 4)));
  }

  /** The holidays that the calendar of a year proposes. */
  async year(year) {
    try {
      const { days } = await api.get(`/hall/holidays?year=${year}`);
      this.extra({ year, days });
    } catch (error) {
      this.refused(error);
    }
  }

  /** The week that is shown, `by` days on from it; the draft's, so it is asked anew after each edit. */
  async week(by = 0) {
    const shown = this.store.extra.week?.monday ?? thisMonday(this.store.app);
    const monday = new Date(Date.parse(`${shown}T12:00:00Z`) + by * 86400000).toISOString().slice(0, 10);
    try {
      const week = await api.get(`/hall/draft/week?monday=${monday}`);
      this.extra({ week, weekOf: this.named() });
    } catch (error) {
      this.refused(error);
    }
  }

  /** Week, month or year, around the day that is looked at. */
  show(view) {
    this.extra({ view, glance: null });
    if (view !== "week") this.glance();
  }

  /** The month or the year that is shown, `by` on from it; the draft's, so it is asked anew after each edit. */
  async glance(by = 0) {
    const { view, glance, week } = this.store.extra;
    const [year, month] = (glance?.first ?? week?.monday ?? thisMonday(this.store.app)).split("-").map(Number);
    const first = view === "year" ? new Date(Date.UTC(year + by, 0, 1)) : new Date(Date.UTC(year, month - 1 + by, 1));
    const next = view === "year" ? Date.UTC(year + by + 1, 0, 1) : Date.UTC(year, month + by, 1);
    try {
      const found = await api.get(`/hall/draft/days?first=${first.toISOString().slice(0, 10)}&count=${Math.round((next - first) / 86400000)}`);
      if (this.store.extra.view === view) this.extra({ glance: found, glanceOf: this.named() });
    } catch (error) {
      this.refused(error);
    }
  }

  turn(by) {
    return this.glance(by);
  }

  /** The week of a day, with that day's rule told. */
  async goTo(date) {
    const at = (new Date(`${date}T12:00:00Z`).getUTCDay() + 6) % 7;
    const monday = new Date(Date.parse(`${date}T12:00:00Z`) - at * 86400000).toISOString().slice(0, 10);
    this.extra({ view: "week", week: { ...this.store.extra.week, monday } });
    await this.week();
    this.extra({ day: at });
  }

  /** Change what is to be closed: who has booked on those days is told before the closing is written. */
  async closing(changes) {
    const closing = { ...this.store.extra.closing, ...changes };
    this.extra({ closing });
    const { date, until, agency } = closing;
    if (!date) return this.extra({ booked: 0 });
    const last = until > date ? until : date;
    const services = new Map(this.store.file.service.map((one) => [one.id, one.agency]));
    let booked = 0;
    for (let day = date, n = 0; day <= last && n < MOST_DAYS; n += 1) {
      try {
        const { bookings } = await api.get(`/bookings?on=${day}`);
        booked += bookings.filter((one) => !agency || services.get(one.service_id) === agency).length;
      } catch {
        return this.extra({ booked: 0 });
      }
      day = new Date(Date.parse(`${day}T12:00:00Z`) + 86400000).toISOString().slice(0, 10);
    }
    return this.extra({ booked });
  }

  named() {
    const { draft } = this.store;
    return draft && `${draft.state}.${draft.seen}`;
  }

  async send(edits, of, kept) {
    const done = await super.send(edits, of, kept);
    if (done) await this.week();
    if (done && (this.store.extra.view ?? "week") !== "week") await this.glance();
    return done;
  }

  /** One tap: the date closes the hall. One that stands in the file is confirmed there. */
  confirm(day, row) {
    if (row) return this.put("closed", row, "confirmed", true);
    return this.edit([{ do: "add", section: "closed", row: fresh(), values: { date: day.date, name: day.name, confirmed: true } }]);
  }

  undo(row) {
    return this.edit([{ do: "remove", section: "closed", row }]);
  }

  async close(values) {
    const done = await this.edit([{ do: "add", section: "closed", row: fresh(), values: { ...values, confirmed: true } }]);
    if (done) this.extra({ closing: {}, booked: 0 });
    return done;
  }
}

start({ page: "calendar", title: "settings_page.calendar", view: calendarView, Acts });
