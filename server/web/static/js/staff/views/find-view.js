// The sheet that looks a number up, and what the desk can do for it.
import { searchForm, standing, wayOf } from "../../kit/visits/finding.js";
import { tile } from "../../kit/parts.js";
import { say } from "../../kit/say.js";
import { h } from "../../kit/vdom.js";
import { lineLeg, marks } from "../../kit/visits/line-view.js";

const OPEN = ["waiting", "parked", "called", "serving", "missed"];

function steps(app, act, visit) {
  const leg = visit.legs.at(-1);
  const line = lineLeg(app.state, leg.leg_id);
  const back = { leg_id: leg.leg_id, number: visit.number };
  return h("div", { key: "acts", class: "times line" },
    line ? tile(app, { key: "line", name: "right", act: () => act.openLine(line) }, say("staff.find.more")) : null,
    leg.state === "parked" ? tile(app, { key: "return", name: "again", act: () => act.line.returnLeg(back) }, say("staff.find.return")) : null,
    leg.state === "missed" ? tile(app, { key: "back", name: "again", act: () => act.line.reinstate(back) }, say("staff.queue.reinstate")) : null,
    OPEN.includes(leg.state) ? tile(app, { key: "ticket", name: "paper", act: () => act.tickets.open(visit) }, say("staff.line.ticket")) : null);
}

/** What the sheet of looking up holds. */
export function findSheet(app, act, counter, sheet) {
  const { visit } = sheet;
  return {
    title: say("staff.find.title"),
    body: [
      searchForm(act, sheet),
      visit ? [standing(app, visit, marks({ ...visit, bound: null }, app.state)), steps(app, act, visit), wayOf(visit)] : null,
    ],
  };
}
