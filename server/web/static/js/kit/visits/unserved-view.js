// The sheet of those who were left unserved: number, service, and the code of the right for another day.
import { grouped } from "./finding.js";
import { FIRST, MORE, firstOf, noneFound, seekField, sought } from "../lists.js";
import { tix } from "../parts.js";
import { say } from "../say.js";
import { faultLine } from "../sheet.js";
import { dayText } from "../time.js";
import { h } from "../vdom.js";

function row(app, right) {
  const when = right.valid_on ? say("staff.unserved.on", { on: dayText(right.valid_on) }) : say("staff.unserved.some_day");
  return h("li", { key: right.number, class: "right" }, tix(right.number),
    h("span", {}, h("b", {}, right.keeps_place ? say("staff.unserved.keeps") : grouped(right.code)), h("span", {}, app.state.services[right.service_id]?.name ?? ""), h("span", {}, when)));
}

function list(app, act, sheet) {
  if (sheet.list === null) return h("p", { class: "hint", role: "status" }, sheet.fault ? "" : say("staff.unserved.asking"));
  if (!sheet.list.length) return h("p", { class: "hint", role: "status" }, say("staff.unserved.none"));
  const { seek = "", most = MORE } = sheet;
  const found = sought(sheet.list, seek, (right) => `${right.number} ${right.code ?? ""} ${app.state.services[right.service_id]?.name ?? ""}`);
  const [shown, more] = firstOf(found, most, (now) => act.pick({ most: now }));
  return [
    sheet.list.length > FIRST ? seekField({ id: "unserved-seek", label: say("staff.unserved.seek"), typed: seek, put: (typed) => act.pick({ seek: typed, most: MORE }) }) : null,
    found.length ? null : noneFound(seek),
    h("ul", { key: "rights", class: "rights" }, shown.map((right) => row(app, right))), more,
  ];
}

/** What the sheet holds. */
export function unservedSheet(app, act, sheet) {
  return {
    title: say("staff.unserved.title"),
    body: [h("p", { class: "hint" }, say("staff.unserved.hint")), faultLine(sheet.fault), list(app, act, sheet)],
  };
}
