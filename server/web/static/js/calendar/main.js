// The page of the calendar: weeks as they will be, holidays to confirm, closures, hours.
import { SettingsActs, fresh } from "../kit/hall/acts.js";
import { dayOf } from "../kit/time.js";
import { start } from "../kit/hall/start.js";
import * as api from "../kit/wire/api.js";
import { calendarView } from "./view.js";

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

  named() {
    const { draft } = this.store;
    return draft && `${draft.state}.${draft.seen}`;
  }

  async send(edits, of, kept) {
    const done = await super.send(edits, of, kept);
    if (done) await this.week();
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

  close(values) {
    return this.edit([{ do: "add", section: "closed", row: fresh(), values: { ...values, confirmed: true } }]);
  }
}

start({ page: "calendar", title: "settings_page.calendar", view: calendarView, Acts });
