// Sentences of the day's page that are more than a key.
import { known, say } from "../../kit/say.js";
import { clockText } from "../../kit/time.js";

/** What a scope is called: the hall, an agency, a service, a kiosk. */
export function scopeName(app, scope) {
  const [kind, id] = scope.split(/:(.*)/);
  if (kind === "hall") return say("day_page.scope.hall");
  if (kind === "agency") return app.state.agencies[id]?.short_name ?? id;
  if (kind === "service") return app.state.services[id]?.name ?? id;
  return app.kiosks.find((kiosk) => kiosk.id === id)?.name ?? id;
}

/** "Sejak 14.02, sampai 15.00. Gangguan teknis." */
export function stopText(app, stopped) {
  const since = clockText(stopped.since, app.zone);
  const reason = known(`stop_reason.${stopped.reason}`) ? say(`stop_reason.${stopped.reason}`) : say("stop_reason.other");
  if (!stopped.until) return say("day_page.stopped_open", { since, reason });
  return say("day_page.stopped_until", { since, reason, until: clockText(stopped.until, app.zone) });
}
