// Pictures and videos for the walls: sent in parts, shown from a day to a day, in an order.
import { say } from "../kit/say.js";
import { troubleText } from "../kit/words.js";
import * as api from "../kit/wire/api.js";

const PART_BYTES = 1_000_000;
const REPEATS_MS = [500, 1500, 3000, 6000];
const KINDS = [["image/", "picture"], ["video/", "video"]];
const EVERY_MS = 2000;

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/** A part is sent again while no answer comes: it takes the first one's place. */
async function put(path, part) {
  for (const wait of [...REPEATS_MS, null]) {
    try {
      return await api.putSound(path, part);
    } catch (error) {
      if (error instanceof api.Refused || wait === null) throw error;
    }
    await pause(wait);
  }
}

export class Slides {
  constructor(act) {
    Object.assign(this, { act, timer: null });
  }

  get store() {
    return this.act.store;
  }

  async load() {
    if (!this.store.account?.may.includes("slides.read")) return;
    const { slides } = await api.get("/slides");
    this.act.extra({ slides });
    clearTimeout(this.timer);
    // What is made small just now is ready soon.
    if (slides.some((one) => one.state === "making")) this.timer = setTimeout(() => this.load().catch(() => {}), EVERY_MS);
  }

  open(slide) {
    this.act.extra({ slide: this.store.extra.slide === slide.id ? null : slide.id, sure: null, wrong: null });
  }

  fault(words) {
    this.act.extra({ sending: null, wrong: words });
  }

  /** Send a file whole; what it is, its own kind says. */
  async send(file) {
    if (!file || this.store.extra.sending) return;
    const kind = KINDS.find(([start]) => file.type.startsWith(start))?.[1];
    if (!kind) return this.fault(say("walls_page.slide.why.unreadable"));
    const title = file.name.replace(/\.[^.]*$/, "").slice(0, 80) || say("walls_page.slide.unnamed");
    this.act.extra({ sending: { title, share: 0 }, wrong: null });
    try {
      const { id } = await api.change("/slides", { request_id: api.newRequestId(), title, kind, bytes: file.size });
      for (let at = 0; at < file.size; at += PART_BYTES) {
        await put(`/slides/${id}/parts/${at / PART_BYTES}`, file.slice(at, at + PART_BYTES, "application/octet-stream"));
        this.act.extra({ sending: { title, share: Math.min(99, Math.round((100 * (at + PART_BYTES)) / file.size)) } });
      }
      await api.change(`/slides/${id}/finish`, { request_id: api.newRequestId() });
      this.act.extra({ sending: null });
      await this.load();
    } catch (error) {
      if (error.status === 401) return this.act.refused(error);
      this.fault(error.details?.[0] ?? troubleText(error));
    }
  }

  put(slide, changes) {
    const { title, zone_id, first, last } = { ...slide, ...changes };
    return this.change(`/slides/${slide.id}`, { title, zone_id, first, last, place: changes.place ?? null });
  }

  move(slide, by) {
    return this.put(slide, { place: this.store.extra.slides.findIndex((one) => one.id === slide.id) + by });
  }

  /** Asked back first: a file that is gone must be sent again. */
  remove(slide) {
    if (this.store.extra.sure !== slide.id) return this.act.extra({ sure: slide.id });
    return this.change(`/slides/${slide.id}/remove`, {});
  }

  async change(path, body) {
    const { store } = this;
    if (store.busy) return;
    store.set({ busy: path, notice: null, told: null });
    try {
      await api.change(path, { request_id: api.newRequestId(), ...body });
      store.set({ busy: null });
      this.act.extra({ sure: null, wrong: null });
    } catch (error) {
      store.set({ busy: null });
      if (error.status === 401) return this.act.refused(error);
      this.act.extra({ wrong: troubleText(error) });
    }
    await this.load().catch(() => {});
  }
}
