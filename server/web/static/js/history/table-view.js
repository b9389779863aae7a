// What was understood of a table, row by row, before anything is done with it.
import { MORE, firstOf } from "../kit/lists.js";
import { icon } from "../kit/parts.js";
import { say } from "../kit/say.js";
import { faultLine, frame, goButton } from "../kit/sheet.js";
import { h } from "../kit/vdom.js";

const SIGNS = { adds: "done", changes: "swap", same: "half", skipped: "more", odd: "warn" };
const count = (rows, ...states) => rows.filter((row) => states.includes(row.state)).length;

const line = (row) => h("li", { key: `${row.sheet}/${row.line}/${row.kind}`, class: row.state }, icon(SIGNS[row.state]),
  h("div", {}, h("p", { class: "where" }, say("history_page.table.row", { sheet: row.sheet, line: row.line }), " · ", say(`history_page.table.${row.state}`)),
    row.told ? h("p", {}, row.told) : null, row.notes.map((note) => h("p", { key: note, class: "note" }, note))));

const accounts = (made) => h("table", { key: "made", class: "given-out" }, h("caption", {}, say("start_page.people.once")),
  h("thead", {}, h("tr", {}, h("th", { scope: "col" }, say("start_page.people.username")), h("th", { scope: "col" }, say("start_page.people.password")))),
  h("tbody", {}, made.map((one) => h("tr", { key: one.username }, h("td", {}, h("code", {}, one.username)), h("td", {}, h("code", {}, one.password))))));

export function tableSheet(app, act, sheet) {
  const { rows, ignored } = sheet.found;
  const understood = count(rows, "adds", "changes");
  const odd = rows.filter((row) => row.state === "odd");
  const rest = rows.filter((row) => row.state !== "odd");
  const [shown, more] = firstOf([...odd, ...rest], sheet.most ?? MORE, (most) => act.pick({ most }));
  const body = sheet.made ? [faultLine(sheet.fault), sheet.made.length ? accounts(sheet.made) : null] : [
    h("p", { key: "sum", class: "lead", role: "status" }, say("history_page.table.sum", { understood, odd: odd.length, same: count(rows, "same", "skipped") })),
    ignored.length ? h("p", { key: "ignored", class: "hint" }, say("history_page.table.ignored", { names: ignored.join(", ") })) : null,
    rows.length ? h("ul", { key: "rows", class: "table-rows", tabindex: "0" }, shown.map(line)) : h("p", { key: "none" }, say("history_page.table.none")), more];
  return frame(act, sheet, say("history_page.table.title", { name: sheet.name }), body,
    sheet.made ? null : goButton(app, { className: "primary", act: () => act.tables.take(), off: understood === 0 }, say("history_page.table.take", { count: understood })));
}
