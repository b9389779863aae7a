// How a page follows the hall: in order, nothing missed, nothing twice. The same rules as the devices'
// follower (balai/protocol/follow.py); one set of cases tests both. Pure: the caller brings the time.

export const HOLD_SECONDS = 0.2;

// News too large for a step: the answer to asking is then a snapshot.
const ASKS_FOR_SNAPSHOT = new Set([
  "day_opened", "configuration_changed", "call_undone", "numbers_stopped", "numbers_resumed", "visit_restored", "leg_lapsed",
  "leg_corrected",
]);

export class Follower {
  day = null;
  seq = 0;
  at = null;
  mustAsk = false;
  #held = new Map();
  #deadline = null;

  /** Whether a deadline runs, so that `tick` matters soon. */
  get holding() {
    return this.#deadline !== null;
  }

  /** What the hub is told of the last news that was handed out; null before. */
  get position() {
    return this.day === null ? null : { day: this.day, seq: this.seq, at: this.at };
  }

  /** A snapshot at (day, seq), of the log's time `at`, arrived. Returns held pushes that follow it. */
  reset(day, seq, at = null) {
    Object.assign(this, { day, seq, at, mustAsk: false });
    this.#deadline = null;
    for (const [held, push] of this.#held) {
      if (push.day !== day || held <= seq) this.#held.delete(held);
    }
    return this.#release(0);
  }

  /** A push arrived at `now` (seconds that only run forward). Returns those that may be applied, in order. */
  offer(push, now) {
    if (push.day !== this.day) {
      this.mustAsk ||= this.day === null || push.day > this.day;
      return [];
    }
    if (push.seq <= this.seq) return [];
    this.#held.set(push.seq, push);
    return this.#release(now);
  }

  /** The answer to asking: all pushes after `seq`. Returns those to apply, in order. */
  caughtUp(pushes, now) {
    this.mustAsk = false;
    for (const push of pushes) {
      if (push.day === this.day && push.seq > this.seq) this.#held.set(push.seq, push);
    }
    return this.#release(now);
  }

  /**
   * A head arrived: another day (an earlier one where a day was taken back) is asked for, and news that is
   * neither applied nor held sets a deadline.
   */
  heard(head, now) {
    if (head.day !== this.day) this.mustAsk = true;
    else if (head.head > this.seq && this.#deadline === null) this.#deadline = now + HOLD_SECONDS;
  }

  /** Let time pass; an early arrival held too long sets `mustAsk`. */
  tick(now) {
    if (this.#deadline === null || now < this.#deadline) return;
    this.mustAsk = true;
    this.#deadline = null;
  }

  #release(now) {
    const ready = [];
    for (const seq of [...this.#held.keys()].sort((a, b) => a - b)) {
      const push = this.#held.get(seq);
      if (push.prev > this.seq) break;
      this.#held.delete(seq);
      if (ASKS_FOR_SNAPSHOT.has(push.type)) {
        this.mustAsk = true;
        break;
      }
      ready.push(push);
      this.seq = seq;
      this.at = push.at;
    }
    if (!this.#held.size) this.#deadline = null;
    else if (this.#deadline === null || ready.length) this.#deadline = now + HOLD_SECONDS;
    return ready;
  }
}
