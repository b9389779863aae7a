// What a page of the hall's settings knows, in one place, and the picture drawn from it.
import { Drawn } from "../drawn.js";
import { emptyEntry, entryFor } from "../entry/entering.js";
import { TapGuard } from "../guard.js";
import { say } from "../say.js";
import { applied } from "./applied.js";

const STAYS_MS = { notice: 15000, told: 10000 };

export class SettingsStore extends Drawn {
  /** `title` is the key of the page's name; `view(app, act)` gives the page. */
  constructor(title, view) {
    super(document.getElementById("app"), document.getElementById("said"), STAYS_MS);
    Object.assign(this, { title, view, known: false });
    this.chosen = null; // what of the settings is looked at: no secret, and kept while somebody signs in
    this.guard = new TapGuard(() => performance.now(), (ms) => setTimeout(() => this.draw(), ms));
    this.clear();
  }

  clear() {
    Object.assign(this, {
      account: null, denied: false, draft: null, file: null, rows: null, typed: {}, met: {}, sending: 0, unsent: [], up: null, holds: null, menu: false,
      sheet: null, busy: null, notice: null, told: null, find: "", extra: {},
    });
  }

  /** Nobody is signed in: nothing of anybody stays. */
  forget(message) {
    this.clear();
    this.set({ known: true, entry: message ? entryFor(message) : emptyEntry() });
  }

  /** The draft as the hub has it; without its file it is what we have, after `edits` of our own. */
  take(draft, edits = []) {
    if (draft.file) Object.assign(this, { file: draft.file, rows: draft.rows });
    else if (edits.length) Object.assign(this, applied(this.file, this.rows, edits));
    this.set({ draft: { ...draft, file: null, rows: null } });
  }

  /** What was typed stands in the draft now; what was typed since does not. */
  settled(place) {
    const { [place]: _, ...typed } = this.typed;
    this.set({ typed });
  }

  unmeet(place) {
    const { [place]: _, ...met } = this.met;
    this.settled(place);
    this.set({ met });
  }

  get app() {
    const { account, denied, draft, file, rows, typed, met, unsent, up, entry, known, menu, holds, sheet, busy, notice, told, chosen, find, extra } = this;
    const may = (permission) => account?.may?.includes(permission) ?? false;
    return {
      account, denied, draft, file, rows, typed, met, unsent, up, entry, known, menu, holds, sheet, busy, notice, told, chosen, find, extra,
      hall: file?.hall ?? null, zone: file?.hall.time_zone ?? "Asia/Makassar", clock: this.clock.now(), resting: this.guard.resting, may,
      link: { up: up !== false }, edits: may("draft.change"), forces: may("hall.change"),
    };
  }

  draw() {
    this.guard.show(this.sheet?.kind ?? "");
    this.show(() => this.view(this.app, this.act), this.sheet !== null);
    document.title = `${say(this.title)} · Balai`;
    this.tell(this.told ?? this.notice ?? "");
  }
}
