// The pane of those who wait, who wait aside, and who did not come.
import { firstOf, seekField } from "../../kit/lists.js";
import { button, icon, rests, tix } from "../../kit/parts.js";
import { say } from "../../kit/say.js";
import { clockText } from "../../kit/time.js";
import { h } from "../../kit/vdom.js";
import { marks } from "../../kit/visits/line-view.js";
import { listFor, meant, queueOf, deskName } from "../../kit/visits/state.js";
import { waitText } from "../words.js";

const MISSED_SHOWN = 3;
// A longer line is searched, and shown by its first ones.
const LONG = 12;
const FIRST = 4;
const FOUND = 20;
const REASONS_SHOWN = 4;

function tag(leg) {
  return leg.priority_class === "regular" ? null : h("span", { class: "tag" }, icon("first"), say("staff.queue.priority"));
}

function whyPart(app, act, leg, why) {
  const open = app.folds.why;
  const shown = app.folds.reasons || why.length <= REASONS_SHOWN + 1 ? why : why.slice(0, REASONS_SHOWN);
  return h("div", { key: "why", class: "why" },
    button({ key: "toggle", className: "fold", act: () => act.unfold("why"), "aria-expanded": String(open), "aria-controls": "why" },
      say("staff.queue.why", { number: leg.number }), icon(open ? "down" : "right")),
    open ? h("ul", { key: "words", id: "why" }, shown.map((line) => h("li", {}, icon("done"), line))) : null,
    open && shown.length < why.length
      ? button({ key: "all", className: "fold", act: () => act.unfold("reasons") }, say("staff.queue.all", { count: why.length }), icon("down")) : null);
}

function nextBox(app, act, { next, why }, now) {
  return h("div", { class: "next" },
    h("div", { class: "row" }, tix(next.number),
      h("span", { class: "info" },
        h("b", {}, app.state.services[next.service_id]?.name ?? ""), tag(next), marks(next, app.state), h("span", { class: "wait" }, waitText(next.arrived_at, now)))),
    why.length ? whyPart(app, act, next, why) : null);
}

const rest = (app) => app.unsent || rests(app);

function waitingRow(app, act, counter, leg, now) {
  const off = rest(app);
  return h("li", { key: leg.leg_id },
    button({ className: "row", off, act: () => act.openLine(leg), "aria-haspopup": "dialog" },
      tix(leg.number), tag(leg), marks(leg, app.state), h("span", { class: "how" }, waitText(leg.arrived_at, now, true)),
      h("span", { class: "sr" }, say("staff.queue.call_now"))));
}

function group(app, act, counter, { service, legs, more }, now) {
  const [shown, rest] = cut(app, act, service.id, legs);
  return section(service.id, service.name, more ? say("staff.queue.more", { count: legs.length }) : legs.length,
    shown.map((leg) => waitingRow(app, act, counter, leg, now)), rest);
}

/** The first of many, and what shows more of them. */
function cut(app, act, name, legs) {
  const most = legs.length > LONG ? app.shown[name] ?? FIRST : legs.length;
  return firstOf(legs, most, (shown) => act.showMore(name, shown));
}

/** The field that looks through a long line. */
function searchField(app, act, count) {
  if (count <= LONG && !app.filter) return null;
  return seekField({ id: "line-filter", label: say("staff.queue.filter"), typed: app.filter, most: 12, put: (typed) => act.filter(typed) });
}

function section(key, title, count, rows, after = null) {
  return h("section", { key, class: "group" },
    h("h3", {}, h("span", {}, title), h("span", {}, count)), h("ul", {}, rows), after);
}

/** Those with a time first, soonest first; then those without. */
function soonest(a, b) {
  return (a.until ? Date.parse(a.until) : Infinity) - (b.until ? Date.parse(b.until) : Infinity) || 0;
}

function parkedGroup(app, act, counter, now, wanted = null) {
  const legs = (wanted ?? listFor(app.state, counter, "parked")).sort(soonest);
  if (!legs.length) return null;
  const row = (leg) => {
    const at = leg.until ? clockText(leg.until, app.state.hall.time_zone) : null;
    const due = at && Date.parse(leg.until) <= now;
    return h("li", { key: leg.leg_id, class: "two" },
      button({ className: "row", off: rest(app), busy: app.busy?.what === `return:${leg.leg_id}`, act: () => act.line.returnLeg(leg) },
        tix(leg.number), tag(leg), marks(leg, app.state),
        h("span", { class: `how${due ? " due" : ""}` }, !at ? say("staff.queue.back_open") : say(due ? "staff.queue.due" : "staff.queue.back", { at })), h("span", { class: "sr" }, say("staff.queue.return_now"))),
      more(app, leg, () => act.openLine(leg)));
  };
  const [shown, rest_] = cut(app, act, "parked", legs);
  return section("parked", say("staff.queue.parked"), legs.length, shown.map(row), rest_);
}

/** What else can be done for somebody in a list. */
function more(app, leg, go) {
  return button({ key: "more", className: "more", off: rest(app), act: go, "aria-haspopup": "dialog" },
    icon("more"), h("span", { class: "sr" }, say("staff.queue.more_for", { number: leg.number })));
}

function missedGroup(app, act, counter, wanted = null) {
  const legs = (wanted ?? listFor(app.state, counter, "missed")).sort((a, b) => Date.parse(b.missed_at) - Date.parse(a.missed_at));
  if (!legs.length) return null;
  const row = (leg) => h("li", { key: leg.leg_id, class: "row" },
    tix(leg.number), tag(leg), marks(leg, app.state), h("span", { class: "how" }, clockText(leg.missed_at, app.state.hall.time_zone)),
    button({ className: "btn", off: rest(app), busy: app.busy?.what === `reinstate:${leg.leg_id}`, act: () => act.line.reinstate(leg),
      "data-off": app.link.up ? null : true }, say("staff.queue.reinstate"), h("span", { class: "sr" }, ` ${leg.number}`)),
    more(app, leg, () => act.tickets.open(leg)));
  const [shown, all] = firstOf(legs, wanted ? legs.length : app.shown.missed ?? MISSED_SHOWN, (most) => act.showMore("missed", most));
  return section("missed", say("staff.queue.missed"), legs.length, shown.map(row), all);
}

/** Those whose numbers are meant by what was typed, wherever they are. */
function found(app, act, counter, queue, now) {
  const wanted = (legs) => meant(app.filter, legs).slice(0, FOUND);
  const line = wanted([...(queue.next ? [queue.next] : []), ...queue.groups.flatMap((item) => item.legs)]);
  const [parked, missed] = ["parked", "missed"].map((name) => wanted(listFor(app.state, counter, name)));
  if (!line.length && !parked.length && !missed.length) return [h("p", { key: "nobody", class: "none", role: "status" }, say("staff.queue.nobody", { typed: app.filter }))];
  return [
    line.length ? section("line", say("staff.queue.found"), line.length, line.map((leg) => waitingRow(app, act, counter, leg, now))) : null,
    parked.length ? parkedGroup(app, act, counter, now, parked) : null,
    missed.length ? missedGroup(app, act, counter, missed) : null,
  ];
}

/** Who waits for this counter. Cut off, it stands still and says since when. */
export function queueView(app, act, counter) {
  const { state, link, now } = app;
  const queue = queueOf(state, counter);
  const stale = link.up ? null : say("staff.queue.as_of", { at: clockText(link.since ?? now, state.hall.time_zone) });
  const at = link.up ? now : (link.since ?? now);
  return h("aside", { key: "queue", class: `side${stale ? " stale" : ""}`, tabindex: "0", "aria-labelledby": "queue-title" },
    h("h2", { id: "queue-title" }, h("span", {}, stale ? say("staff.queue.stale_title") : say("staff.queue.title", { counter: deskName(counter) })),
      h("span", {}, [say("staff.queue.people", { count: queue.total }), stale].filter(Boolean).join(", "))),
    queue.next ? nextBox(app, act, queue, at) : h("p", { class: "none" }, say("staff.queue.none")),
    searchField(app, act, queue.total + listFor(state, counter, "parked").length + listFor(state, counter, "missed").length),
    app.filter ? found(app, act, counter, queue, at) : [
      queue.groups.map((item) => group(app, act, counter, item, at)),
      parkedGroup(app, act, counter, at),
      missedGroup(app, act, counter),
    ]);
}
