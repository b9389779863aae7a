// A free announcement, from the open sheet to the displays. One `request_id` for one content.
import * as api from "../wire/api.js";
import { asRecording, Listener, NoRecording, play } from "./recording.js";
import { say } from "../say.js";
import { announcedText } from "../words.js";

export const emptyAnnouncement = () => ({
  kind: "announce", text: "", language: "id", zone_id: null, times: 2, recording: null, listening: null, fault: null,
  request_id: null, made: [],
});

export class Announcing {
  constructor(store, act) {
    this.store = store;
    this.act = act;
    this.listener = null;
    this.begun = null;
  }

  /** Open the sheet, with what was begun in it before. */
  open() {
    this.act.sheet(this.begun ?? emptyAnnouncement());
    this.ask();
  }

  /** What was announced today and may be taken back. */
  async ask() {
    try {
      const { announcements } = await api.get("/announcements");
      if (this.store.sheet?.kind === "announce") this.act.pick({ made: announcements });
    } catch {
      // The sheet is for announcing; the list comes when the hub answers again.
    }
  }

  /** Have it said no more, on the walls at once. */
  async withdraw(id) {
    const { store } = this;
    store.begin(`withdraw:${id}`);
    try {
      await api.change(`/announcements/${id}/withdraw`, { request_id: api.newRequestId() }, () => store.link.up !== false);
      store.set({ busy: null, told: say("staff.announce.told_withdrawn") });
      return this.ask();
    } catch (error) {
      store.set({ busy: null });
      return this.act.failed(error);
    }
  }

  /** Change what is to be said; another content is another announcement. */
  draft(changes) {
    if (this.store.sheet?.kind !== "announce") return;
    this.act.pick({ fault: null, request_id: null, ...changes });
  }

  /** Take a ready sentence into the field, to be completed there. */
  suggest(text) {
    const field = this.store.root.querySelector("#announce-text");
    field.value = text;
    this.draft({ text });
    const gap = text.indexOf("…");
    field.focus();
    if (gap >= 0) field.setSelectionRange(gap, gap + 1);
  }

  async listen() {
    if (this.listener) return this.listener.stop();
    try {
      this.listener = await Listener.begin();
      this.draft({ listening: performance.now(), recording: null });
      return this.taken(await this.listener.done);
    } catch (error) {
      return this.refused(error);
    } finally {
      this.listener = null;
    }
  }

  async choose(file) {
    if (!file) return;
    try {
      this.taken(await asRecording(file));
    } catch (error) {
      this.refused(error);
    }
  }

  taken(recording) {
    this.draft({ recording, listening: null });
  }

  refused(error) {
    if (!(error instanceof NoRecording)) throw error;
    this.draft({ recording: null, listening: null, fault: say(`staff.recording.${error.code}`) });
  }

  hear() {
    return play(this.store.sheet.recording.wav);
  }

  /** The sheet is being closed: the microphone is let go, what was written is kept. */
  leave() {
    const { sheet } = this.store;
    this.listener?.stop();
    if (sheet?.kind === "announce") this.begun = { ...sheet, listening: null, fault: null };
  }

  async send() {
    const { store } = this;
    const { text, recording, zone_id, language, times } = store.sheet;
    if (!text.trim()) return this.draft({ fault: say("staff.recording.empty") });
    const request_id = store.sheet.request_id ?? api.newRequestId();
    this.act.pick({ request_id, fault: null });
    store.begin("announce");
    try {
      if (recording) await api.putSound(`/announcements/${request_id}/sound`, recording.wav);
      const hope = () => store.link.up !== false;
      const made = await api.change("/announcements", { request_id, zone_id, recorded: recording !== null, text, language, times }, hope);
      this.begun = null;
      return store.set({ busy: null, sheet: null, told: announcedText(made.left_out ?? []) });
    } catch (error) {
      store.set({ busy: null });
      if (error.status === 422 && store.sheet) {
        const faults = error.faults.join("; ") || say("staff.announce.check_text");
        return this.act.pick({ fault: say("staff.announce.refused", { faults }) });
      }
      return this.act.failed(error);
    }
  }
}
