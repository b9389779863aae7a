// Another token for a device, for those who may enrol: asked back first, shown once, kept nowhere.
import * as api from "../kit/wire/api.js";
import { button, icon } from "../kit/parts.js";
import { say } from "../kit/say.js";
import { h } from "../kit/vdom.js";

export class Tokens {
  constructor(changed) {
    Object.assign(this, { changed, states: new Map() });
  }

  /** What is known of a device's new token: { step: "ask" | "busy" | "given" | "refused" | "lost", token }. */
  of(id) {
    return this.states.get(id) ?? null;
  }

  forget() {
    this.states.clear();
  }

  turn(id, state) {
    if (state) this.states.set(id, state);
    else this.states.delete(id);
    this.changed();
  }

  async renew(id) {
    this.turn(id, { step: "busy" });
    try {
      // One try: another one would make yet another token.
      const { token } = await api.changeOnce(`/devices/${id}/token`, { request_id: api.newRequestId() });
      this.turn(id, { step: "given", token });
    } catch (error) {
      this.turn(id, { step: error.status ? "refused" : "lost" });
    }
  }
}

/** At a device's card: the button, the question, and the token where it was given. */
export function tokenPart(device, app, act) {
  if (!app.account.may?.includes("devices.enrol")) return null;
  const { step, token } = app.tokens.of(device.id) ?? { step: null };
  const named = h("span", { class: "sr" }, ` ${device.name}`);
  if (step === "ask" || step === "busy") {
    return h("div", { key: "token", class: "token", role: "group", "aria-label": say("device_page.token.go") },
      h("p", {}, say("device_page.token.ask")),
      h("div", {},
        button({ key: "yes", className: "btn", busy: step === "busy", act: () => act.tokens.renew(device.id) }, say("device_page.token.yes"), named),
        button({ key: "no", className: "btn", off: step === "busy", act: () => act.tokens.turn(device.id, null) }, say("device_page.token.no"), named)));
  }
  return h("div", { key: "token", class: "token" },
    step === "given" ? h("p", { role: "status" }, say("device_page.token.given"), h("code", {}, token)) : null,
    step === "refused" || step === "lost" ? h("p", { role: "status" }, say(`device_page.token.${step}`)) : null,
    h("div", {}, button({ key: "go", className: "btn", act: () => act.tokens.turn(device.id, { step: "ask" }) },
      icon("again"), say("device_page.token.go"), named)));
}
