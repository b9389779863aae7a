// The page of all settings: whatever the hall's file can say, section by section.
import { FORM } from "../kit/hall/form.js";
import { start } from "../kit/hall/start.js";
import { SettingsActs, fresh } from "../kit/hall/acts.js";
import { allView } from "./view.js";

// A fault of another page leads here: `#service/kartu-keluarga`.
function linked() {
  const [section, row] = location.hash.slice(1).split("/").map(decodeURIComponent);
  return FORM[section] ? { section, row: FORM[section].list ? row || null : null } : null;
}

class Acts extends SettingsActs {
  /** Show a section, or a row of it. */
  show(section, row = null) {
    this.store.set({ chosen: { section, row } });
  }

  async add(section) {
    const row = fresh();
    if (await this.edit([{ do: "add", section, row, values: {} }])) this.show(section, row);
  }

  async remove(section, row) {
    if (await this.edit([{ do: "remove", section, row }])) this.show(section);
  }
}

const store = start({ page: "settings", title: "settings_page.title", view: allView, Acts });

const go = () => { const chosen = linked(); if (chosen) store.set({ chosen }); };
addEventListener("hashchange", go);
go();
