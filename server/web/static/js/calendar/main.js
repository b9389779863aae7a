// The page of the calendar: weeks as they will be, holidays to confirm, closures, hours.
import { SettingsActs, fresh } from "../kit/hall/acts.js";
import { start } from "../kit/hall/start.js";
import * as api from "../kit/wire/api.js";
import { calendarView } from "./view.js";

class Acts extends SettingsActs {
  /** The holidays that the calendar of a year proposes. */
  async year(year) {
    try {
      const { days } = await api.get(`/hall/holidays?year=${year}`);
      this.extra({ year, days });
    } catch (error) {
      this.refused(error);
    }
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

const store = start({ page: "calendar", title: "settings_page.calendar", view: calendarView, Acts,
  more: async () => { if (!store.extra.days) await store.act.year(new Date(store.clock.now()).getFullYear()); return {}; } });
