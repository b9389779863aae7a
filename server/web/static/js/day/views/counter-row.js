// One counter as a manager sees it: who holds it, whether a tablet is heard, who is there, and freeing it.
import { badge, button, icon, rests } from "../../kit/parts.js";
import { known, say } from "../../kit/say.js";
import { clockText } from "../../kit/time.js";
import { h } from "../../kit/vdom.js";

const shown = (row) => row.label || String(row.number);

function doing(app, row) {
  const { zone } = app;
  if (row.status === "closed") return [["", say("day_page.counter.closed")]];
  const facts = [];
  if (row.status === "paused") {
    const reason = known(`pause_reason.${row.reason}`) ? say(`pause_reason.${row.reason}`) : say("pause_reason.other");
    facts.push(row.overdue
      ? ["warn", say("day_page.counter.overdue", { reason, at: clockText(row.until, zone) })]
      : ["", row.until ? say("day_page.counter.paused_until", { reason, at: clockText(row.until, zone) }) : say("day_page.counter.paused", { reason })]);
  } else facts.push(["", row.leg_number ? say("day_page.counter.with", { number: row.leg_number }) : say("day_page.counter.idle")]);
  if (row.connected === false) {
    facts.push(["warn", row.seen_at ? say("day_page.counter.silent", { at: clockText(row.seen_at, zone) }) : say("day_page.counter.never")]);
  }
  return facts;
}

/** A row of the list. */
export function counterRow(app, act, row) {
  const agency = app.state.agencies[row.agency_id];
  const holder = row.holder ? say("day_page.counter.holder", { name: app.names[row.holder] ?? row.holder.replace("staff:", ""), at: clockText(row.since, app.zone) }) : null;
  return h("li", { key: row.counter_id, class: row.status },
    agency ? badge(agency, "ink", "low", true) : null,
    h("div", {}, h("b", {}, say("day_page.counter.name", { counter: shown(row) })), holder ? h("p", {}, holder) : null,
      doing(app, row).map(([kind, words]) => h("p", { key: words, class: kind ? `state ${kind}` : "" }, kind ? icon("warn") : null, words))),
    row.holder && app.may("counters.release")
      ? button({ key: "free", className: "btn", off: rests(app), busy: app.busy === `release:${row.counter_id}`, "data-off": app.link.up ? null : true,
        act: () => act.sheet({ kind: "release", counter_id: row.counter_id }) }, say("day_page.counter.free"), h("span", { class: "sr" }, ` ${shown(row)}`))
      : null);
}
