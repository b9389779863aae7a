// The ways between a manager's pages: seven tabs, the pages within one in a second row, the rest in the menu of the name.
import { icon } from "./parts.js";
import { say } from "./say.js";
import { h } from "./vdom.js";

// Each with the page that it leads to, and the key of its name. Whose pages are one is called by that one's own name.
const TABS = [
  { name: "day_page.title", pages: [["day", "day_page.title"]] },
  { name: "desk_page.title", pages: [["desk", "desk_page.title"]] },
  { name: "settings_page.agencies", pages: [["agencies", "settings_page.agencies"]] },
  { name: "ways.places", pages: [["counters", "device_page.counters"], ["people", "people_page.title"]] },
  { name: "settings_page.calendar", pages: [["calendar", "settings_page.calendar"]] },
  { name: "device_page.title", pages: [["devices", "device_page.title"], ["walls", "walls_page.title"], ["tickets", "tickets_page.title"]] },
  { name: "report_page.title", pages: [["reports", "report_page.title"], ["why", "why_page.title"]] },
];
const MENU = { name: "ways.more", pages: [["rules", "rules_page.title"], ["settings", "settings_page.title"],
  ["history", "settings_page.history"], ["trail", "trail_page.title"], ["practice", "practice_page.title"]] };

const own = (app, { name, pages }) => {
  const mine = pages.filter(([page]) => app.account.pages?.includes(page));
  return { name: mine.length === 1 && pages.length > 1 ? mine[0][1] : name, pages: mine };
};
const has = (group, current) => group.pages.some(([page]) => page === current);
const link = ([page, name], current) => h("a", { key: page, href: `/${page}`, "aria-current": page === current ? "page" : null }, say(name));

/** On a phone: the name of the page, which opens all of them. */
function folded(groups, more, current) {
  const all = [...groups, more].filter((group) => group.pages.length);
  const [, here] = all.flatMap((group) => group.pages).find(([page]) => page === current) ?? [null, "device_page.pages"];
  const shut = (event, focus) => {
    event.currentTarget.open = false;
    if (focus) event.currentTarget.querySelector("summary").focus();
  };
  return h("details", { key: "folded", class: "folded",
    onkeydown: (event) => { if (event.key === "Escape" && event.currentTarget.open) shut(event, true); },
    onfocusout: (event) => { if (event.relatedTarget && !event.currentTarget.contains(event.relatedTarget)) shut(event, false); } },
  h("summary", {}, h("span", {}, say(here)), icon("down", "small")),
  h("nav", { "aria-label": say("device_page.pages") }, all.map((group) => h("div", { key: group.name, class: "group" },
    group.pages.length > 1 ? h("p", {}, say(group.name)) : null, group.pages.map((page) => link(page, current))))));
}

/** The pages that this account may see, with the one that is shown. */
export function tabs(app, current) {
  const groups = TABS.map((group) => own(app, group)).filter((group) => group.pages.length);
  const more = own(app, MENU);
  const here = [...groups, more].find((group) => has(group, current));
  const first = groups.map((group) => h("a", { key: group.name, href: `/${group.pages[0][0]}`,
    "aria-current": !has(group, current) ? null : group.pages[0][0] === current ? "page" : "true" }, say(group.name)));
  return h("div", { key: "ways", class: "ways" }, folded(groups, more, current),
    h("nav", { key: "tabs", class: "tabs", "aria-label": say("device_page.pages") }, first),
    here && here.pages.length > 1 ? h("nav", { key: "second", class: "second-row", "aria-label": say(here.name) }, here.pages.map((page) => link(page, current))) : null);
}

/** What the menu of the name leads to beside the tabs. */
export const moreWays = (app) => own(app, MENU).pages.map(([page, name]) => h("a", { key: page, class: "btn", href: `/${page}` }, say(name)));
