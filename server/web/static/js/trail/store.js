// What the page of the trail knows, in one place, and the picture drawn from it.
import { Drawn } from "../kit/drawn.js";
import { say } from "../kit/say.js";
import { trailView } from "./view.js";

export class TrailStore extends Drawn {
  constructor(root, said) {
    super(root, said);
    this.known = false; // whether the hub has said who is signed in, or that nobody is
    this.forget();
  }

  /** Nobody is signed in: nothing of the hall stays. */
  forget() {
    Object.assign(this, { account: null, denied: false, hall: null, names: {}, entries: null, keptDays: 0, ended: false, up: null, holds: null });
  }

  get app() {
    const { account, denied, names, entries, keptDays, ended, up, entry, known, menu, holds, hall } = this;
    return {
      account, denied, names, entries, keptDays, ended, up, entry, known, menu, holds, hall: hall?.hall ?? null,
      zone: hall?.hall.time_zone, clock: this.clock.now(),
    };
  }

  draw() {
    this.show(() => trailView(this.app, this.act));
    document.title = `${say("trail_page.title")} · Balai`;
  }
}
