// The slim bar of a manager's pages.
import { button, icon } from "./parts.js";
import { say } from "./say.js";
import { clockText, dateText, zoneText } from "./time.js";
import { h } from "./vdom.js";
import { moreWays } from "./ways.js";
import * as api from "./wire/api.js";

function menu(app, act) {
  return h("div", { key: "menu", class: "menu", onkeydown: (event) => { if (event.key === "Escape") act.menu(false); } },
    button({ key: "toggle", className: "menu-button", act: () => act.menu(!app.menu),
      "aria-expanded": String(app.menu), "aria-controls": "menu" },
    icon("person"), h("span", { class: "sr" }, `${say("common.menu")}, `), h("span", { class: "name" }, app.account.display_name),
    icon("down", "small")),
    app.menu
      ? h("div", { key: "panel", class: "panel", id: "menu" },
        h("a", { class: "btn", href: "/staff" }, say("device_page.staff_page")), moreWays(app),
        button({ key: "out", className: "btn", act: () => act.signOut() }, say("common.sign_out")),
        app.holds ? h("p", { key: "holds", role: "alert" }, app.holds) : null)
      : null);
}

/** The bar: the hall, its date and time, and who is signed in. */
export function slimBar(app, act) {
  const { hall, clock, zone } = app;
  return h("header", { key: "bar", class: "bar slim" },
    icon("hall"), h("b", { class: "brand" }, "Balai"), h("span", { class: "hall" }, hall?.name ?? ""),
    hall
      ? h("span", { key: "clock", class: "it clock" }, h("span", { class: "date" }, dateText(clock, zone)),
        h("b", {}, clockText(clock, zone)), zoneText(clock, zone))
      : null,
    menu(app, act));
}

/** The same before anybody is known. */
export const brandBar = () => h("header", { key: "bar", class: "bar slim" }, icon("hall"), h("b", { class: "brand" }, "Balai"));

/** End the session, but not that of somebody who holds a counter: it would stay open. `end(message)` is called where
 * it has ended, `lost()` where the hub does not say. */
export async function signOut(store, end, lost) {
  try {
    const { counter_id } = await api.get("/session");
    if (counter_id) return store.set({ holds: say("device_page.holds") });
    await api.signOut();
    return end(null);
  } catch (error) {
    return error.status === 401 ? end(say("device_page.expired")) : lost();
  }
}
