// The spoken names of agencies: typed as they are said, or recorded; heard before walls have them.
import { asRecording, canListen, Listener, NoRecording, play } from "../kit/announcing/recording.js";
import { say } from "../kit/say.js";
import { troubleText } from "../kit/words.js";
import * as api from "../kit/wire/api.js";

export class Names {
  constructor(act) {
    Object.assign(this, { act, listener: null });
  }

  get canListen() {
    return canListen();
  }

  /** One name is open at a time. */
  open(row) {
    this.listener?.stop();
    this.act.extra({ name: this.act.store.extra.name === row ? null : row, taken: null, listens: false, fault: null });
  }

  taken(recording) {
    this.act.extra({ taken: recording, listens: false, fault: null });
  }

  wrong(error) {
    if (!(error instanceof NoRecording)) throw error;
    this.act.extra({ taken: null, listens: false, fault: say(`staff.recording.${error.code}`) });
  }

  async file(file) {
    if (!file) return;
    try {
      this.taken(await asRecording(file));
    } catch (error) {
      this.wrong(error);
    }
  }

  /** Listen to the microphone until the second tap. */
  async listen() {
    if (this.listener) return this.listener.stop();
    try {
      this.listener = await Listener.begin();
      this.act.extra({ listens: true, taken: null, fault: null });
      this.taken(await this.listener.done);
    } catch (error) {
      this.wrong(error);
    }
    this.listener = null;
    return null;
  }

  hear() {
    return play(this.act.store.extra.taken.wav);
  }

  /** Let walls say it so; or, without a recording, as it is made of the letters again. */
  async put(agency, recording) {
    const { store } = this.act;
    if (store.busy) return;
    store.set({ busy: "name", notice: null, told: null });
    try {
      if (recording) await api.putSound(`/hall/draft/names/${agency.id}/sound`, recording.wav);
      else await api.change(`/hall/draft/names/${agency.id}/forget`, { request_id: api.newRequestId() });
      store.set({ busy: null, told: say(recording ? "walls_page.name_put" : "walls_page.name_forgotten", { name: agency.short_name || agency.name }) });
      this.act.extra({ taken: null, fault: null });
    } catch (error) {
      store.set({ busy: null });
      if (error.status === 401) return this.act.refused(error);
      this.act.extra({ fault: troubleText(error) });
    }
  }
}
