// A letter that a crowd hears as another's is told where it is written, with one that it does not.
import { button, icon } from "../parts.js";
import { say } from "../say.js";
import { h } from "../vdom.js";
import { letterFor, soundsLike } from "./proposing.js";

/** Whose letter an agency's or a service's sounds like, in some words; "" where it sounds like none. */
export function alikeNote(app, entry) {
  const other = entry.letter && soundsLike(app.file, entry.letter, entry.id);
  return other ? say("start_page.alike_short", { letter: other.letter }) : "";
}

/** The same with why it matters and a letter to take instead (`wanted` where that is free); nothing where it sounds like none. */
export function alikeView(app, act, section, row, entry, wanted = "") {
  const other = entry.letter && soundsLike(app.file, entry.letter, entry.id);
  if (!other) return null;
  const free = app.edits && letterFor(app.file, wanted);
  return h("div", { key: "alike", class: "alike", role: "alert" }, icon("warn"),
    h("p", {}, h("b", {}, say("start_page.alike", { letter: entry.letter, other: other.letter })), " ", say("start_page.alike_why", { name: other.short_name ?? other.name })),
    free ? button({ key: "use", className: "btn primary", act: () => act.put(section, row, "letter", free) }, say("start_page.use_letter", { letter: free })) : null);
}
