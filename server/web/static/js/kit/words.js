// Sentences of every page that are more than a key.
import { Refused } from "./wire/api.js";
import { known, say } from "./say.js";

/** For a sign-in that must wait so many seconds; null where the hub does not say. */
export function limitedText(seconds) {
  if (seconds === null) return say("common.sign_in.limited");
  const span = seconds < 90 ? say("span.seconds", { count: seconds }) : say("span.minutes", { count: Math.ceil(seconds / 60) });
  return say("common.sign_in.limited_for", { span });
}

/** A sentence for a refusal of the hub. */
export function refusalText(refusal) {
  const truth = say("common.truth");
  if (known(`refusal.${refusal.code}`)) return say(`refusal.${refusal.code}`, { truth });
  if (refusal.status === 429) return say("common.too_many");
  if (refusal.status >= 500) return say("common.broken");
  return say("common.refused", { message: refusal.message, truth });
}

/** A sentence for a hub that could not say whether something was done; null where no answer came at all. */
export const doubtText = (error) => (error.code && known(`doubt.${error.code}`) ? say(`doubt.${error.code}`) : null);

/** A sentence for whatever kept a wish from being done: a refusal, or no answer. */
export const troubleText = (error) => (error instanceof Refused ? refusalText(error) : doubtText(error) ?? say("staff.unanswered"));

/** How an announcement was taken; `signs` are those that were left out of its text, since nobody sees them. */
export function announcedText(signs) {
  if (!signs.length) return say("staff.announce.done");
  return say("staff.announce.done_without", { signs: signs.map((sign) => sign.split(" ")[0]).join(", ") });
}
