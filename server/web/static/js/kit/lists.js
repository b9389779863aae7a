// Lists that may grow to a thousand rows: the first are drawn, a tap draws more, and what is typed is looked for in all of them.
import { button, icon } from "./parts.js";
import { say } from "./say.js";
import { h } from "./vdom.js";

/** So many rows are drawn at first; a longer list has a field that looks through it. */
export const FIRST = 12;
/** So many where a list is read rather than looked through, and at each tap for more. */
export const MORE = 50;

/** The rows in whose words (`words(row)`) each typed word stands, in their order; all where nothing is typed. */
export function sought(rows, typed, words) {
  const wanted = typed.toLowerCase().split(/\s+/).filter(Boolean);
  if (!wanted.length) return rows;
  return rows.filter((row) => {
    const own = words(row).toLowerCase();
    return wanted.every((word) => own.includes(word));
  });
}

// The keyboard goes on where the list does.
function goOnAt(row) {
  const target = row?.querySelector("button, a[href]") ?? row;
  if (target === row) row?.setAttribute("tabindex", "-1");
  target?.focus({ preventScroll: true });
}

/** The first `most` rows, and right behind their list what draws more: `show(most)`; null where these are all. */
export function firstOf(rows, most, show) {
  const left = rows.length - most;
  if (left <= 0) return [rows, null];
  const act = ({ currentTarget }) => {
    const list = currentTarget.previousElementSibling;
    show(most + MORE);
    // After the page has drawn them.
    queueMicrotask(() => goOnAt(list.children[most]));
  };
  return [rows.slice(0, most), button({ key: "all", className: "fold", act }, say("common.list.next", { count: Math.min(left, MORE), left }), icon("down"))];
}

/** The field that looks through a long list. */
export function seekField({ id, label, typed = "", most = 64, put }) {
  return h("div", { key: "filter", class: "filter" },
    h("label", { for: id }, icon("search"), h("span", { class: "sr" }, label)),
    h("input", { key: "input", id, type: "search", autocomplete: "off", spellcheck: "false", maxlength: most, placeholder: label, value: typed,
      oninput: (event) => put(event.target.value) }));
}

/** What stands where nothing was found. */
export const noneFound = (typed) => h("p", { key: "nobody", class: "hint", role: "status" }, say("common.list.none", { typed }));
