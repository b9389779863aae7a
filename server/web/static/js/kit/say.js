// The message catalogue of this page: sentences by key, from the file of its language (`balai/words`).
import { LANGUAGE, LOCALE, OTHERS, SENTENCES } from "./sentences.js";

export { LANGUAGE, LOCALE, OTHERS };
const plural = new Intl.PluralRules(LOCALE);

const fill = (text, params) => text.replace(/\{(\w+)\}/g, (_, name) => String(params[name]));

/** The sentence of a key with its `{parameters}`; `count` chooses among plural forms. */
export function say(key, params = {}) {
  const told = SENTENCES[key];
  if (told === undefined) throw new Error(`There is no sentence ${key}.`);
  const text = typeof told === "string" ? told : told[plural.select(params.count)] ?? told.other;
  return fill(text, params);
}

/** Is there a sentence of this key? For codes of a hub that is newer than this page. */
export const known = (key) => Object.hasOwn(SENTENCES, key);

/** "5 menit", "kurang dari 1 menit". */
export const minutesText = (minutes) => (minutes < 1 ? say("span.under_a_minute") : say("span.minutes", { count: minutes }));

/** "22 menit", or "< 1 menit" where there is little room. */
export const shortSpan = (minutes) => (minutes < 1 ? say("span.short_under") : minutesText(minutes));
