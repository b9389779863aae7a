// Small pieces that every screen is made of.
import { h } from "./vdom.js";

/** A ticket number; its hyphen is drawn tighter than the font's. */
export function tix(number) {
  const parts = number.split("-");
  return h("span", { class: "tix" }, parts.map((part, at) => (at ? [h("i", {}, "-"), part] : part)));
}

/** Words whose numbers do not break at their hyphen. */
export const unbroken = (words) => words.split(/(\S+-\S+)/).map((part, at) => (at % 2 ? h("span", { class: "one" }, part) : part));

// As on walls: how many signs a badge holds, and their size beside that of one.
const MOST_SIGNS = 3;
const SIGN_SIZES = { 2: 0.74, 3: 0.54 };
const CAP_HEIGHT = 0.668;

/** A line icon of the sprite. */
export function icon(name, extra = "") {
  return h("svg", { class: `ico ${extra}`, viewBox: "0 0 24 24", "aria-hidden": "true" },
    h("use", { href: `#i-${name}` }));
}

/**
 * An agency's badge: shape, letter and colour together. `tone` is "ink" on light, "lit" on dark. It is
 * `named` where the agency's name does not always stand beside it.
 */
export function badge(agency, tone, className, named = false) {
  const found = document.getElementById(`badge-${agency.shape}`);
  const symbol = found ?? document.getElementById("badge-bulat");
  const signs = agency.letter.slice(0, MOST_SIGNS);
  const share = SIGN_SIZES[signs.length] ?? 1;
  const { baseline, size } = symbol.dataset;
  // The letter's middle stays where it is, however small.
  const y = baseline - (size * (1 - share) * CAP_HEIGHT) / 2;
  const text = { class: "badge-letter", x: "24", y: y.toFixed(2), "font-size": (size * share).toFixed(2) };
  return h("svg",
    { class: `badge ${tone} ${className}`, viewBox: "0 0 48 48",
      ...(named ? { role: "img", "aria-label": agency.short_name } : { "aria-hidden": "true" }),
      vars: { "--agency": agency[tone] } },
    h("use", { href: `#${symbol.id}` }), h("text", text, signs));
}

/** A button that keeps the focus while it cannot be used: it is said to be unavailable, not removed. */
export function button({ key, className, act, off = false, busy = false, ...rest }, ...children) {
  return h("button", {
    key, type: "button", class: className,
    "aria-disabled": off || busy ? "true" : null,
    "aria-busy": busy ? "true" : null,
    onclick: (event) => {
      event.preventDefault();
      if (!off && !busy) act(event);
    },
    ...rest,
  }, ...children);
}

/** Whether what asks the hub rests: while it is away, a change is on its way, or the page has just changed. */
export const rests = (app) => app.link.up !== true || app.busy !== null || app.resting;

/** A tile of a sheet: a sign, what it does, and a quiet line. */
export function tile(app, { key, name, act, off = false }, label, hint = null) {
  return button({ key, className: "btn", off: off || rests(app), act, "data-off": off || !app.link.up ? true : null },
    icon(name), h("span", {}, label, hint ? h("small", {}, hint) : null));
}

/** One of several to choose from: a mark, a word, and a quiet line. */
export function choice({ key, on, act, off = false }, label, hint = null) {
  return button({ key, className: `pick${on ? " on" : ""}`, act, off, "aria-pressed": String(on), "data-off": off ? true : null },
    h("i", { class: "rd", "aria-hidden": "true" }), h("span", {}, label, hint ? h("small", {}, hint) : null));
}

/** A band under the bar: `kind` is "warn" or "stop". */
export function strip(key, kind, iconName, ...words) {
  return h("div", { key, class: `strip ${kind}`, role: kind === "stop" ? "alert" : "status" },
    icon(iconName), h("span", {}, ...words));
}
