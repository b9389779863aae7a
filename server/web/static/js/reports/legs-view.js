// What a figure is made of: the legs or the refusals, each leading to its way through the day.
import { tix } from "../kit/parts.js";
import { known, say } from "../kit/say.js";
import { dayText, spanText } from "../kit/time.js";
import { h } from "../kit/vdom.js";

function leg(app, one) {
  const service = app.answer.names[`service:${one.service_id}`] ?? one.service_id;
  const told = [
    one.wait === null ? null : say("report_page.leg_wait", { span: spanText(one.wait * 1000) }),
    one.service === null ? null : say("report_page.leg_service", { span: spanText(one.service * 1000) }),
    known(`staff.find.state.${one.state}`) ? say(`staff.find.state.${one.state}`) : one.state,
  ].filter(Boolean).join(" · ");
  return h("li", { key: `${one.day} ${one.seq} ${one.service_id}` },
    h("a", { href: `/why?day=${one.day}&number=${encodeURIComponent(one.number)}` }, tix(one.number)),
    h("div", {}, h("b", {}, service), h("p", {}, `${dayText(one.day)} · ${told}`)));
}

function refusal(app, one) {
  const why = say(known(`turned_away.${one.code}`) ? `turned_away.${one.code}` : "turned_away.other");
  return h("li", { key: `${one.day} ${one.seq}` }, h("b", {}, why),
    h("p", {}, `${app.answer.names[`service:${one.service_id}`] ?? one.service_id} · ${dayText(one.day)} · ${say("report_page.event", { seq: one.seq })}`));
}

/** The body of the sheet. */
export function legsBody(app, sheet) {
  const { found } = sheet;
  if (!found) return h("p", { class: "hint", role: "status" }, say("report_page.asking"));
  const shown = found.legs.length + found.refusals.length;
  return [
    h("p", { key: "count", class: "hint" }, found.count > shown ? say("report_page.first_of", { shown, count: found.count }) : say("report_page.all_of", { count: found.count })),
    h("ul", { key: "legs", class: "legs" }, found.legs.map((one) => leg(app, one)), found.refusals.map((one) => refusal(app, one))),
  ];
}
