// A ticket by the draft, dot for dot as a kiosk prints it.
import { say } from "../say.js";
import { h } from "../vdom.js";

/** The picture of a service's ticket on paper of so many millimetres; words in its place while the draft has faults. */
export function paper(app, act, service, { width = 58, kind = "usual", language = "" } = {}) {
  const { state, seen, faults } = app.draft;
  const asked = new URLSearchParams({ service: service.id, width, kind, ...(language ? { language } : {}), of: `${state}.${seen}` });
  const src = `/api/v1/hall/draft/ticket.png?${asked}`;
  if (faults.length || app.extra.undrawn === src) return h("p", { key: `waits-${width}`, class: "hint" }, say("settings_page.paper.waits"));
  return h("img", { key: `paper-${width}`, class: `paper mm${width}`, src, alt: say("settings_page.paper.alt", { service: service.name, width }),
    onerror: () => act.extra({ undrawn: src }) });
}
