// Sheets over the day's page: where numbers stop, whom ending touches, taking it back, freeing a counter.
import { announceSheet } from "../../kit/announcing/announce-view.js";
import { choice, icon } from "../../kit/parts.js";
import { say } from "../../kit/say.js";
import { frame, goButton } from "../../kit/sheet.js";
import { unservedSheet } from "../../kit/visits/unserved-view.js";
import { clockText, dateText, dayOf, dayText, wholeMinute } from "../../kit/time.js";
import { h } from "../../kit/vdom.js";
import { AGENCY_SHEETS } from "./agency-sheets.js";
import { correctSheet, findSheet } from "./visit-sheets.js";
import { scopeName } from "./words.js";

const REASONS = ["closing", "full", "technical", "emergency", "other"];
const MINUTES = [15, 30, 60, 120];
const SHOWN = 60;

/** The kinds of scope that this account may stop, each with what there is of it. */
function scopes(app) {
  const { state, account } = app;
  const mine = (agencyId) => !account.agency_id || account.agency_id === agencyId;
  const agencies = Object.values(state.agencies).filter((one) => mine(one.id));
  const services = Object.values(state.services).filter((one) => mine(one.agency_id));
  return {
    ...(account.agency_id ? {} : { hall: null }),
    agency: agencies.map((one) => [`agency:${one.id}`, one.short_name]),
    service: services.map((one) => [`service:${one.id}`, one.name]),
    ...(account.agency_id || !app.kiosks.length ? {} : { kiosk: app.kiosks.map((one) => [`kiosk:${one.id}`, one.name]) }),
  };
}

function where(app, act, sheet) {
  const all = scopes(app);
  const kind = sheet.scope?.split(":")[0] ?? sheet.within;
  const kinds = Object.keys(all).map((name) => choice(
    { key: name, on: kind === name, act: () => act.pick(all[name] === null ? { scope: "hall", within: null } : { scope: null, within: name }) },
    say(`day_page.scope.${name}`)));
  const within = all[kind] ?? null;
  return [
    h("h3", {}, say("day_page.stop_where")), h("div", { class: "picks" }, kinds),
    within ? h("div", { key: "within", class: "picks within" }, within.map(([scope, name]) =>
      choice({ key: scope, on: sheet.scope === scope, act: () => act.pick({ scope, within: kind }) }, name))) : null,
  ];
}

function stopSheet(app, act, sheet) {
  const reasons = REASONS.map((code) =>
    choice({ key: code, on: sheet.reason === code, act: () => act.pick({ reason: code }) }, say(`stop_reason.${code}`)));
  const times = [null, ...MINUTES].map((minutes) =>
    choice({ key: `m${minutes}`, on: sheet.minutes === minutes, act: () => act.pick({ minutes }) },
      minutes === null ? say("day_page.until_open") : say("span.minutes", { count: minutes }),
      minutes === null ? null : say("day_page.until_at", { at: clockText(wholeMinute(app.now, minutes), app.zone) })));
  const words = sheet.scope ? say("day_page.stop_for", { where: scopeName(app, sheet.scope) }) : say("day_page.stop");
  return frame(act, sheet, say("day_page.stop"), [
    h("p", { class: "hint" }, say("day_page.stop_hint")), where(app, act, sheet),
    h("h3", {}, say("day_page.stop_why")), h("div", { class: "picks" }, reasons),
    h("h3", {}, say("day_page.stop_until")), h("div", { class: "picks" }, times),
  ], goButton(app, { className: "primary", off: !sheet.scope || !sheet.reason, act: () => act.stop(sheet) }, icon("stop"), words));
}

function numbersList(title, numbers) {
  if (!numbers.length) return null;
  const rest = numbers.length - SHOWN;
  return [h("h3", { key: title }, title),
    h("p", { key: `${title}-all`, class: "numbers" }, numbers.slice(0, SHOWN).map((number, at) => [at ? ", " : "", h("span", { key: number }, number)]), rest > 0 ? ` ${say("day_page.closing.rest", { count: rest })}` : "")];
}

function endSheet(app, act, sheet) {
  const { closing } = sheet;
  const count = closing?.waiting.length ?? 0;
  return frame(act, sheet, say("day_page.closing.second"), [
    closing === null ? h("p", { class: "hint" }, say("day_page.asking")) : null,
    closing ? h("p", { key: "hint", class: "hint" }, count ? say("day_page.closing.touches", { count }) : say("day_page.closing.touches_nobody")) : null,
    closing ? numbersList(say("day_page.closing.who", { count }), closing.waiting) : null,
    closing ? numbersList(say("day_page.closing.untouched", { count: closing.in_hand.length }), closing.in_hand) : null,
    closing ? h("p", { key: "back", class: "hint" }, say("day_page.closing.may_be_taken_back")) : null,
  ], goButton(app, { className: "primary", off: !closing || count === 0, act: () => act.end() }, icon("clock"), say("day_page.closing.second_count", { count })));
}

function reopenSheet(app, act, sheet) {
  return frame(act, sheet, say("day_page.closing.back"), [
    h("p", { class: "hint" }, sheet.count ? say("day_page.closing.back_hint", { count: sheet.count }) : say("day_page.closing.back_none")),
    sheet.count ? h("p", { key: "codes", class: "hint" }, say("day_page.closing.back_codes")) : null,
  ], goButton(app, { className: "primary", act: () => act.reopen() }, icon("back"), say("day_page.closing.back")));
}

function releaseSheet(app, act, sheet) {
  const row = app.roster.find((one) => one.counter_id === sheet.counter_id);
  const counter = row?.label || row?.number || "";
  return frame(act, sheet, say("day_page.counter.free_title", { counter }), [
    h("p", { class: "hint" }, row?.leg_number ? say("day_page.counter.free_with", { number: row.leg_number }) : say("day_page.counter.free_hint")),
  ], goButton(app, { className: "primary", off: !row?.holder, act: () => act.release(sheet.counter_id) }, say("day_page.counter.free_title", { counter })));
}

function withdrawSheet(app, act, sheet) {
  return frame(act, sheet, say("day_page.change.withdraw"), [h("p", { class: "hint" }, say("day_page.change.withdraw_hint"))],
    goButton(app, { className: "primary", act: () => act.withdraw() }, icon("back"), say("day_page.change.withdraw")));
}

function clockSheet(app, act, sheet) {
  const told = { on: dateText(sheet.now, app.zone), at: clockText(sheet.now, app.zone) };
  return frame(act, sheet, say("day_page.clock.title"), [
    h("p", { class: "hint" }, say("day_page.clock.hint")), h("p", { class: "numbers" }, say("day_page.clock.shows", told)),
    h("p", { class: "hint" }, say("day_page.clock.wrong")),
  ], goButton(app, { className: "primary", act: () => act.confirmDate(dayOf(sheet.now, app.zone)) }, icon("done"), say("day_page.clock.go")));
}

function voidSheet(app, act, sheet) {
  const { ahead } = sheet;
  const day = ahead ? dayText(ahead.date) : "";
  const lost = ahead?.count ?? 0;
  const beside = ["bookings", "settings"].filter((what) => ahead?.[what]).map((what) =>
    h("p", { key: what, class: "hint" }, say(`day_page.wrong.${what}`, { count: ahead[what] })));
  return frame(act, sheet, say(ahead ? "day_page.wrong.sheet" : "day_page.wrong.title", { day }), [
    ahead ? null : h("p", { class: "hint" }, say("day_page.asking")),
    ahead ? h("p", { key: "hint", class: "hint" }, say(lost ? "day_page.wrong.touches" : "day_page.wrong.nobody")) : null,
    ahead ? numbersList(say("day_page.wrong.who", { count: ahead.numbers.length }), ahead.numbers) : null,
    ...beside,
    ahead ? h("p", { key: "never", class: "hint" }, say("day_page.wrong.never_again")) : null,
  ], goButton(app, { className: "primary", off: !ahead, act: () => act.voidDay(ahead) }, icon("back"),
    lost ? say("day_page.wrong.do_losing", { count: lost }) : say("day_page.wrong.do", { day })));
}

/** Those whose waiting was ended today, with their codes. */
function unserved(app, act, sheet) {
  const { title, body } = unservedSheet(app, act, sheet);
  return frame(act, sheet, title, body, null);
}

function announcement(app, act, sheet) {
  const { title, body, go, words } = announceSheet(app, act, sheet);
  return frame(act, sheet, title, body, goButton(app, go, words));
}

const SHEETS = { ...AGENCY_SHEETS, announce: announcement, unserved, void: voidSheet, clock: clockSheet, find: findSheet, correct: correctSheet, withdraw: withdrawSheet, stop: stopSheet, end: endSheet, reopen: reopenSheet, release: releaseSheet };

/** The open sheet, or null. */
export const daySheet = (app, act) => (app.sheet ? SHEETS[app.sheet.kind](app, act, app.sheet) : null);
