// The sheet that looks a number up, and what the desk can do for it.
import { searchForm, standing, wayOf } from "../../kit/finding.js";
import { button, icon } from "../../kit/parts.js";
import { say } from "../../kit/say.js";
import { h } from "../../kit/vdom.js";
import { lineLeg, marks } from "./line-view.js";

const OPEN = ["waiting", "parked", "called", "serving", "missed"];

function steps(app, act, visit) {
  const leg = visit.legs.at(-1);
  const rest = !app.link.up || app.resting || app.busy !== null;
  const tile = (key, name, label, go) => button({ key, className: "btn", off: rest, act: go }, icon(name), h("span", {}, label));
  const line = lineLeg(app.state, leg.leg_id);
  const back = { leg_id: leg.leg_id, number: visit.number };
  return h("div", { key: "acts", class: "times line" },
    line ? tile("line", "right", say("staff.find.more"), () => act.openLine(line)) : null,
    leg.state === "parked" ? tile("return", "again", say("staff.find.return"), () => act.line.returnLeg(back)) : null,
    leg.state === "missed" ? tile("back", "again", say("staff.queue.reinstate"), () => act.line.reinstate(back)) : null,
    OPEN.includes(leg.state) ? tile("ticket", "paper", say("staff.line.ticket"), () => act.tickets.open(visit)) : null);
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
