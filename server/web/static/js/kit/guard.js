// A finger that taps twice means one thing: what changed under it is not taken at once.
const SETTLE_MS = 700;

export class TapGuard {
  constructor(now, later) {
    this.now = now;
    this.later = later;
    this.face = "";
    this.until = 0;
  }

  /** Say what the buttons mean now; when it differs from before they rest for 700 ms. */
  show(face) {
    if (face === this.face) return;
    this.face = face;
    this.until = this.now() + SETTLE_MS;
    this.later(SETTLE_MS);
  }

  get resting() {
    return this.now() < this.until;
  }
}
