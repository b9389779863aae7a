// A colour on which its letter is hard to read is told where it is chosen, with how hard.
import { icon } from "../parts.js";
import { LOCALE, say } from "../say.js";
import { h } from "../vdom.js";

// What WCAG 2 asks of text, and the letters of badges: white on light ground, ink-950 on dark (`balai/badges.py`).
const LEAST = 4.5;
const LETTERS = { ink: "#ffffff", lit: "#0a171e" };

function luminance(colour) {
  const [red, green, blue] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16) / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** How well two colours (#0b5cad) stand apart, 1 to 21. */
export function contrast(one, other) {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

const hard = (entry) => Object.keys(LETTERS).filter((name) => /^#[\da-f]{6}$/i.test(entry[name] ?? "") && contrast(entry[name], LETTERS[name]) < LEAST);
// Never rounded up to what is asked.
const figure = (ratio) => (Math.floor(ratio * 10) / 10).toLocaleString(LOCALE);

/** That one of an agency's colours is hard to read on, in some words; "" where none is. */
export const contrastNote = (entry) => (hard(entry).length ? say("agencies_page.contrast.short") : "");

/** The same with how hard, of each such colour; nothing where there is none. */
export function contrastView(entry) {
  return hard(entry).map((name) => h("div", { key: `contrast-${name}`, class: "alike", role: "alert" }, icon("warn"),
    h("p", {}, h("b", {}, say(`agencies_page.contrast.${name}`)), " ",
      say("agencies_page.contrast.figure", { ratio: figure(contrast(entry[name], LETTERS[name])), least: figure(LEAST) }))));
}
