// The hall at a glance: what needs action first with the action beside it, and a row for each agency.
import { taskWords } from "../../kit/devices/words.js";
import { badge, button, icon, rests, tix } from "../../kit/parts.js";
import { known, say, shortSpan } from "../../kit/say.js";
import { clockText, minutesBetween } from "../../kit/time.js";
import { h } from "../../kit/vdom.js";
import { agencyRows, ranks, standingOf, tasks } from "../live.js";

// From so many agencies on they stand close together, so that all are seen at once.
const MANY = 9;
const shown = (counter) => counter.label || String(counter.number);
const SIGNS = {
  alone: ["stop", "warn"], past: ["stop", "warn"], unreached: ["warn", "clock"], closes: ["warn", "clock"], gone: ["warn", "nolink"], overdue: ["warn", "clock"],
  device: ["warn", "nolink"], idle: ["warn", "clock"], full: ["", "paper"],
};

/** The words of a task: its head, and what is known of it. */
function words(app, { kind, row, counter, services, task }) {
  if (task) return taskWords(task, app.now, app.zone);
  if (counter) {
    const name = app.names[counter.holder] ?? (counter.holder ?? "").replace("staff:", "");
    const at = { gone: counter.seen_at, overdue: counter.until, idle: counter.passes_since }[kind];
    const head = say(`day_page.live.${kind}`, { counter: shown(counter) });
    // A tablet that never came has no time at which it was there.
    if (kind === "gone" && !at) return [head, say("day_page.live.gone_never", { name })];
    return [head, say(`day_page.live.${kind}_do`, { name, at: at ? clockText(at, app.zone) : "–" })];
  }
  const agency = row.agency.short_name;
  if (kind === "full") return [say("day_page.live.full", { agency }), services.map((id) => app.state.services[id].name).join(", ")];
  const at = row.closes ? clockText(row.closes, app.zone) : "";
  if (kind === "unreached") {
    return [say("day_page.live.unreached", { agency, count: row.unreached }), say(row.unlikely.length ? "day_page.live.unreached_do" : "day_page.live.unreached_some", { numbers: row.unlikely.slice(0, 6).join(", "), at })];
  }
  const told = { agency, at, count: kind === "alone" ? row.alone : row.waiting, counters: row.open.length, minutes: row.wait.minutes, standard: row.wait.standard };
  return [say(`day_page.live.${kind}`, told), say(`day_page.live.${kind}_do`, told)];
}

/** One thing to do; it opens a sheet that says first what it will do. */
const go = (app, key, act, ...text) => button({ key, className: "btn", off: rests(app), "data-off": app.link.up ? null : true, act }, text);

/** What can be done at once. */
function remedies(app, act, { kind, row, counter, services, task }) {
  const { overseeing } = act;
  if (task) {
    return task.rank === "version" || !app.may("technician.call") ? []
      : [go(app, "technician", () => overseeing.technician(task.device, taskWords(task, app.now, app.zone)), say("day_page.live.technician"), h("span", { class: "sr" }, ` ${task.device.name}`))];
  }
  if (counter) {
    return app.may("counters.release") ? [go(app, "free", () => act.sheet({ kind: "release", counter_id: counter.counter_id }), say("day_page.counter.free"), h("span", { class: "sr" }, ` ${shown(counter)}`))] : [];
  }
  if (kind === "full") return app.may("quota.raise") ? [go(app, "quota", () => overseeing.quota(services), say("day_page.live.quota"), h("span", { class: "sr" }, ` ${row.agency.short_name}`))] : [];
  const scope = `agency:${row.agency.id}`;
  const stopped = app.state.stopped.some((one) => one.scope === scope || one.scope === "hall");
  return [
    kind !== "closes" && app.may("announcements.make") ? go(app, "helpers", () => overseeing.helpers(row.agency.id), say("day_page.live.helpers"), h("span", { class: "sr" }, ` ${row.agency.short_name}`)) : null,
    stopped || !app.may("numbers.stop") ? null
      : go(app, "stop", () => act.sheet({ kind: "stop", scope, reason: "full", minutes: null, within: "agency" }), say("day_page.live.stop", { agency: row.agency.short_name })),
  ].filter(Boolean);
}

function rail(app, act, rows) {
  const found = tasks(app, rows);
  return h("aside", { key: "rail", class: "rail", "aria-labelledby": "tasks" },
    h("h2", { id: "tasks" }, say("device_page.tasks"), h("span", {}, String(found.length))),
    found.length
      ? h("ul", {}, found.map((task) => {
        const [kind, sign] = SIGNS[task.kind];
        const [head, text] = words(app, task);
        return h("li", { key: task.key }, h("span", { class: `state ${kind}` }, icon(sign)), h("div", {}, h("b", {}, head), h("p", {}, text), h("div", { class: "remedies" }, remedies(app, act, task))));
      }))
      : h("p", { key: "well", class: "state ok well" }, icon("ring"), say("day_page.live.well")));
}

/** What a counter does now, in a word or by the number in hand. */
export function doing(counter) {
  if (counter.status === "paused") return say(known(`pause_reason.${counter.reason}`) ? `pause_reason.${counter.reason}` : "pause_reason.break");
  const { leg } = counter;
  return ["called", "serving"].includes(leg?.state) ? tix(leg.number) : say("day_page.counter.ready");
}

/** How long a counter has been at what it does, or until when it is away. */
function since(app, { status, until, leg }) {
  if (status === "paused") return until ? say("day_page.live.until", { at: clockText(until, app.zone) }) : null;
  if (leg?.state === "called") return say("day_page.live.called_now");
  return leg?.state === "serving" && leg.started_at ? shortSpan(minutesBetween(leg.started_at, app.now)) : null;
}

/** A name that fits beside others: the first words as letters. */
const shortName = (name) => name.split(/\s+/).map((word, at, all) => (at < all.length - 1 ? `${word[0]}.` : word)).join(" ");

function cell(app, counter, among) {
  const paused = counter.status === "paused";
  const called = counter.leg?.state === "called" && !paused;
  const name = app.names[counter.holder];
  const at = among ? since(app, counter) : null;
  return h("li", { key: counter.id, class: `cell${paused ? " paused" : ""}${called ? " called" : ""}` },
    h("b", {}, h("span", { class: "sr" }, say("day_page.counter.name", { counter: shown(counter) })), h("span", { "aria-hidden": "true" }, shown(counter))),
    h("span", { class: "what" }, h("span", { class: "now" }, h("span", {}, doing(counter)), at ? h("small", {}, at) : null), name ? h("small", {}, among > 2 ? shortName(name) : name) : null));
}

function bar(wait) {
  const standing = standingOf(wait);
  // The standard stands in the middle.
  const share = Math.min(100, Math.round((wait.minutes / wait.standard) * 50));
  const sign = { past: icon("warn"), near: icon("half"), within: null }[standing];
  return [
    h("p", { class: "wait" }, h("b", {}, shortSpan(wait.minutes)), h("span", { class: `state ${{ past: "stop", near: "warn", within: "" }[standing]}` }, sign,
      h("span", {}, say(`day_page.live.${standing}_standard`, { standard: wait.standard, over: wait.minutes - wait.standard })))),
    h("div", { class: `against ${standing}`, "aria-hidden": "true" }, h("i", { key: "within", vars: { width: `${Math.min(50, share)}%` } }),
      share > 50 ? h("i", { key: "beyond", class: "beyond", vars: { width: `${share - 50}%` } }) : null, h("i", { key: "standard", class: "standard" })),
  ];
}

function agencyRow(app, act, row, place, dense) {
  const { agency, waiting, wait, open } = row;
  return h("li", { key: agency.id, class: "agency-row", vars: { "--place": place } },
    badge(agency, "ink", "low"),
    button({ key: "more", className: "name", act: () => act.overseeing.agency(agency.id) }, agency.short_name),
    open.length ? h("ul", { class: "cells" }, open.map((counter) => cell(app, counter, dense ? 0 : open.length))) : h("p", { class: "cells none" }, say("day_page.live.no_counter")),
    h("p", { class: "many" }, h("b", {}, String(waiting)), " ", h("span", {}, say("day_page.waiting"))),
    h("div", { class: "longest" }, wait ? bar(wait) : h("p", { class: "wait" }, say("staff.queue.none"))));
}

/** Who needs action, and how each agency stands. */
export function liveView(app, act) {
  const rows = agencyRows(app);
  const places = ranks(rows);
  const dense = rows.length >= MANY;
  return h("div", { key: "live", class: `wrap live${dense ? " dense" : ""}` },
    rail(app, act, rows),
    h("section", { key: "agencies", class: "agencies" }, h("h2", {}, say("day_page.live.agencies"), h("span", { class: "on-phone" }, say("day_page.live.nearest"))),
      h("ul", { class: "agency-rows" }, rows.map((row) => agencyRow(app, act, row, places[row.agency.id], dense)))));
}
