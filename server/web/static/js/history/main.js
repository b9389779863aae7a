// The page of the settings' history: the draft, every version, two of them compared, files in and out.
import { SettingsActs } from "../kit/hall/acts.js";
import { start } from "../kit/hall/start.js";
import { say } from "../kit/say.js";
import * as api from "../kit/wire/api.js";
import { isHall, Tables } from "./tables.js";
import { historyView } from "./view.js";

const AT_ONCE = 20;

class Acts extends SettingsActs {
  constructor(store, page) {
    super(store, page);
    this.tables = new Tables(this);
  }

  /** The versions are asked once, and again when one was added. */
  changed() {
    this.extra({ versions: null, compared: null, picked: [] });
  }

  async loaded() {
    if (!this.store.extra.versions) await this.older();
  }

  async older() {
    const known = this.store.extra.versions ?? [];
    const before = known.length ? `&before=${known.at(-1).n}` : "";
    try {
      const page = await api.get(`/hall/versions?limit=${AT_ONCE}${before}`);
      this.extra({ versions: [...known, ...page.versions], more: page.more });
    } catch (error) {
      this.refused(error);
    }
  }

  /** Choose a version to compare; of three the one that was chosen first goes. */
  choose(n) {
    const picked = this.store.extra.picked ?? [];
    const now = picked.includes(n) ? picked.filter((one) => one !== n) : [...picked, n].slice(-2);
    this.extra({ picked: now, compared: null });
    if (now.length === 2) this.compare(Math.min(...now), Math.max(...now));
  }

  async compare(older, newer) {
    try {
      const compared = await api.get(`/hall/versions/compare?older=${older}&newer=${newer}`);
      this.extra({ compared });
    } catch (error) {
      this.refused(error);
    }
  }

  /** An earlier version becomes the draft; what is in the draft now is asked about first. */
  restore(n) {
    if (this.store.draft.begun && !this.store.sheet) return this.store.set({ sheet: { kind: "restore", n, view: this.asking } });
    return this.bring({ version: n }, say("history_page.restored", { n }));
  }

  async file(event) {
    const [file] = event.target.files;
    event.target.value = "";
    if (!file) return;
    this.extra({ refused: null });
    const text = /\.toml$/i.test(file.name) ? await file.text() : "";
    if (!isHall(file.name, text)) return this.tables.read(file);
    await this.bring({ toml: text }, say("history_page.imported", { name: file.name }));
  }

  async bring(what, told) {
    const { store } = this;
    const { state, seen } = store.draft;
    store.set({ busy: "import", notice: null, told: null });
    try {
      const draft = await api.change("/hall/draft/import", { request_id: api.newRequestId(), state, seen, ...what });
      store.set({ busy: null, sheet: null, told, typed: {}, met: {} });
      store.take(draft);
    } catch (error) {
      if (error.status === 422) {
        store.set({ busy: null, sheet: null });
        return this.extra({ refused: error.details });
      }
      store.set({ busy: null });
      this.refused(error);
      if (error.code?.startsWith("draft_")) await this.load();
    }
  }
}

start({ page: "history", title: "history_page.title", view: historyView, Acts });
