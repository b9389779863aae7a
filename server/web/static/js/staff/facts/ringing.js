// What draws the eye and the ear to a desk where nobody waited: the first visitor.
import { heldCounter, inHand, queueOf } from "../../kit/visits/state.js";

const TONES = [660, 880]; // Hz
const SECONDS = 0.16;
const LOUDNESS = 0.18;
let context = null;

/** Two short soft tones. A browser that lets no page sound before it was touched stays silent. */
export function ring() {
  context ??= new AudioContext();
  context.resume().catch(() => {});
  TONES.forEach((frequency, at) => {
    const tone = new OscillatorNode(context, { frequency });
    const loudness = new GainNode(context, { gain: 0 });
    const begins = context.currentTime + at * SECONDS;
    loudness.gain.setValueAtTime(0, begins);
    loudness.gain.linearRampToValueAtTime(LOUDNESS, begins + 0.02);
    loudness.gain.linearRampToValueAtTime(0, begins + SECONDS);
    tone.connect(loudness).connect(context.destination);
    tone.start(begins);
    tone.stop(begins + SECONDS);
  });
}

/** The open, idle counter of this account to which somebody has come between two states, where nobody waited; or null. */
export function firstComes(before, after, accountId) {
  if (before?.day !== after.day) return null;
  const [was, is] = [before, after].map((state) => heldCounter(state, accountId));
  if (!was || was.id !== is?.id || is.status !== "open" || inHand(is)) return null;
  return queueOf(before, was).total === 0 && queueOf(after, is).total > 0 ? is : null;
}
