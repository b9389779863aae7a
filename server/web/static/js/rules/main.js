// The page of the rules: how people are called, and what the draft would have made of the latest days.
import { SettingsActs } from "../kit/hall/acts.js";
import { start } from "../kit/hall/start.js";
import * as api from "../kit/wire/api.js";
import { rulesView } from "./view.js";

class Acts extends SettingsActs {
  /** The days played again: asked for each state of the draft, and again while they are being played. */
  async loaded() {
    const { draft, extra } = this.store;
    const named = `${draft.state}.${draft.seen}`;
    if (extra.replayOf === named && extra.replay?.state !== "running") return;
    const replay = await api.get("/hall/draft/replay");
    this.extra({ replay, replayOf: named });
  }

  async send(edits, of, kept) {
    const done = await super.send(edits, of, kept);
    if (done) await this.loaded().catch(() => {});
    return done;
  }
}

start({ page: "rules", title: "rules_page.title", view: rulesView, Acts });
