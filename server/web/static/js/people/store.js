// What the page of accounts knows, in one place, and the picture drawn from it.
import { Drawn } from "../kit/drawn.js";
import { TapGuard } from "../kit/guard.js";
import { FIRST } from "../kit/lists.js";
import { say } from "../kit/say.js";
import { peopleView } from "./view.js";

// How long what is said in a band stays.
const STAYS_MS = { notice: 15000, told: 10000 };

export class PeopleStore extends Drawn {
  constructor(root, said) {
    super(root, said, STAYS_MS);
    this.known = false; // whether the hub has said who is signed in, or that nobody is
    this.guard = new TapGuard(() => performance.now(), (ms) => setTimeout(() => this.draw(), ms));
    this.forget();
  }

  /** Nobody is signed in: nothing of anybody stays. */
  forget() {
    Object.assign(this, {
      account: null, hall: null, sessions: null, people: null, up: null, holds: null, menu: false, sheet: null, busy: null,
      faults: {}, notice: null, told: null, seek: "", most: FIRST,
    });
  }

  /** Something is on its way. */
  begin(what) {
    this.set({ busy: what, notice: null, told: null });
  }

  get app() {
    const { account, hall, sessions, people, up, entry, known, menu, holds, sheet, busy, faults, notice, told, seek, most } = this;
    return {
      account, sessions, people, up, hallFile: hall, entry, known, menu, holds, sheet, busy, faults, notice, told, seek, most, link: { up: up !== false },
      hall: hall?.hall ?? null, zone: hall?.hall.time_zone, clock: this.clock.now(), resting: this.guard.resting,
      may: (permission) => account?.may?.includes(permission) ?? false,
    };
  }

  draw() {
    this.guard.show(this.sheet?.kind ?? "");
    this.show(() => peopleView(this.app, this.act), this.sheet !== null);
    document.title = `${say("people_page.title")} · Balai`;
    this.tell(this.told ?? "");
  }
}
