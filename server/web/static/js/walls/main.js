// The page of walls and voice: how calls are said, what walls show beside them, and each wall tried.
import { SettingsActs, fresh } from "../kit/hall/acts.js";
import { start } from "../kit/hall/start.js";
import { say } from "../kit/say.js";
import * as api from "../kit/wire/api.js";
import { Names } from "./names.js";
import { Slides } from "./slides.js";
import { wallsView } from "./view.js";

class Acts extends SettingsActs {
  constructor(store, page) {
    super(store, page);
    this.names = new Names(this);
    this.slides = new Slides(this);
  }

  /** The walls and what they show, for who may see them. */
  async loaded() {
    await this.slides.load();
    await this.walls();
  }

  /** Open what a wall shows, or close it. One of which the hall has said nothing begins with what it shows now. */
  async openWall(row, device) {
    if (row) return this.extra({ wall: this.store.extra.wall === row.entry.id ? null : row.entry.id });
    const values = { id: device.id, zone: device.zone ?? "" };
    if (await this.edit([{ do: "add", section: "wall", row: fresh(), values }])) this.extra({ wall: device.id });
  }

  async leaveToFile(row) {
    if (await this.edit([{ do: "remove", section: "wall", row }])) this.extra({ wall: null });
  }

  async addNotice() {
    const row = fresh();
    if (await this.edit([{ do: "add", section: "notice", row, values: { text: say("walls_page.new_notice") } }])) this.extra({ notice: row });
  }

  async removeNotice(row) {
    if (await this.edit([{ do: "remove", section: "notice", row }])) this.extra({ notice: null });
  }

  /** A call of nobody's on one wall, as calls are in force: seen and heard there, and counted nowhere. */
  async tryOut(wall) {
    const { store } = this;
    if (store.busy) return;
    store.set({ busy: `call-${wall.id}`, notice: null, told: null });
    try {
      await api.change(`/devices/${wall.id}/sample`, { request_id: api.newRequestId() });
      store.set({ busy: null, told: say("walls_page.called", { wall: wall.name }) });
    } catch (error) {
      this.refused(error);
    }
  }
}

start({ page: "walls", title: "walls_page.title", view: wallsView, Acts });
