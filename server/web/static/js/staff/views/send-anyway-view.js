// Sending a visitor on although the service closes before they could be served: only for a reason.
import { choice, icon, tix } from "../../kit/parts.js";
import { say } from "../../kit/say.js";
import { dayText } from "../../kit/time.js";
import { h } from "../../kit/vdom.js";
import { inHand } from "../../kit/visits/state.js";

export const CHOOSE_REASONS = ["papers_completed", "continues_case", "emergency", "manager_request"];

/** What the sheet holds: why it was refused, when the service opens again, and the reasons. */
export function sendAnywaySheet(app, act, counter, sheet) {
  const leg = inHand(counter);
  const service = app.state.services[sheet.service_id]?.name ?? sheet.service_id;
  const day = sheet.next_day ? dayText(sheet.next_day) : null;
  const reasons = CHOOSE_REASONS.map((code) =>
    choice({ key: code, on: sheet.reason === code, act: () => act.pick({ reason: code }) }, say(`choose_reason.${code}`)));
  return {
    title: say(`staff.send_anyway.${sheet.code}`, { service }),
    body: [
      h("p", { class: "hint" }, day ? say("staff.send_anyway.next", { day, time: sheet.next_time.replace(":", ".") }) : say("staff.send_anyway.unknown")),
      h("h3", {}, say("staff.send_anyway.ask")),
      h("div", { class: "picks top" }, reasons),
    ],
    go: { className: "primary", off: sheet.reason === null,
      act: () => act.transfer(counter, sheet.service_id, sheet.to_counter, sheet.reason) },
    words: [icon("swap"), h("span", {}, `${say("staff.send_anyway.go")} `), tix(leg.number)],
  };
}
