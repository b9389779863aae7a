// The pictures and videos of the walls: how each looks, when and where it is shown, and how it got on.
import { dayField } from "../kit/days.js";
import { button, icon } from "../kit/parts.js";
import { say } from "../kit/say.js";
import { dayText } from "../kit/time.js";
import { h } from "../kit/vdom.js";

const SIGNS = { coming: "clock", making: "clock", ready: "done", refused: "warn" };

function when(slide) {
  if (slide.first && slide.last) return say("walls_page.slide.span", { first: dayText(slide.first), last: dayText(slide.last) });
  if (slide.first) return say("walls_page.slide.since", { first: dayText(slide.first) });
  return slide.last ? say("walls_page.slide.until", { last: dayText(slide.last) }) : say("walls_page.slide.always");
}

const stateText = (slide) => (slide.state === "refused" ? say(`walls_page.slide.why.${slide.why || "unreadable"}`) : say(`walls_page.slide.state.${slide.state}`));

function opened(app, act, slide, at, count) {
  const { slides } = act;
  const id = `s-${slide.id}`;
  const labelled = (name, content) => h("div", { key: name, class: "setting" }, h("label", { for: `${id}-${name}` }, say(`walls_page.slide.${name}`)), content);
  const day = (name) => labelled(name, dayField({ id: `${id}-${name}`, value: slide[name], put: (found) => slides.put(slide, { [name]: found || null }) }));
  const zones = [["", say("walls_page.whole_hall")], ...app.file.zone.map((one) => [one.id, one.name ?? one.id])];
  return h("div", { key: "opened", class: "opened" },
    slide.kind === "picture" && slide.state === "ready" ? h("img", { key: "seen", class: "seen", src: `/api/v1/slides/${slide.id}/picture`, alt: slide.title }) : null,
    labelled("title", h("input", { id: `${id}-title`, type: "text", maxlength: 80, autocomplete: "off", value: slide.title, onchange: ({ target }) => slides.put(slide, { title: target.value.trim() || slide.title }) })),
    h("div", { key: "zone", class: "setting" }, h("label", { for: `${id}-zone` }, say("walls_page.slide.where")), h("select", { id: `${id}-zone`, value: slide.zone_id ?? "",
      onchange: (event) => slides.put(slide, { zone_id: event.target.value || null }) }, zones.map(([code, words]) => h("option", { key: code || "all", value: code, selected: code === (slide.zone_id ?? "") || null }, words)))),
    day("first"), day("last"),
    h("div", { key: "doings", class: "doings" },
      button({ key: "up", className: "btn", off: at === 0, act: () => slides.move(slide, -1), "aria-label": say("settings_page.up", { name: slide.title }) }, "↑"),
      button({ key: "down", className: "btn", off: at === count - 1, act: () => slides.move(slide, 1), "aria-label": say("settings_page.down", { name: slide.title }) }, "↓"),
      button({ key: "remove", className: "btn", act: () => slides.remove(slide) }, icon("close"), say(app.extra.sure === slide.id ? "walls_page.slide.sure" : "walls_page.slide.remove"))));
}

function row(app, act, slide, at, all) {
  const on = app.extra.slide === slide.id;
  const zone = app.file.zone.find((one) => one.id === slide.zone_id);
  return h("li", { key: slide.id, class: on ? "on" : null },
    button({ key: "row", className: "person", act: () => act.slides.open(slide), "aria-expanded": String(on) }, icon(slide.kind === "video" ? "go" : "screen"),
      h("span", {}, h("b", {}, slide.title), h("small", {}, [zone?.name ?? say("walls_page.whole_hall"), when(slide)].join(", ")),
        h("small", { class: `told ${slide.state}` }, icon(SIGNS[slide.state], "small"), stateText(slide))), icon("down", "small")),
    on && app.may("slides.change") ? opened(app, act, slide, at, all.length) : null);
}

export function slidesView(app, act) {
  const { slides, sending, wrong } = app.extra;
  if (!slides) return null;
  return h("section", { key: "slides", class: "staff-list slides" }, h("div", { class: "head" }, h("h2", {}, say("walls_page.slide.heading")),
    app.may("slides.change") ? h("label", { class: "btn file" }, icon("screen"), say("walls_page.slide.add"),
      h("input", { type: "file", class: "sr", accept: "image/png,image/jpeg,video/*", onchange: (event) => { act.slides.send(event.target.files[0]); event.target.value = ""; } })) : null),
  h("p", { class: "hint" }, say("walls_page.slide.hint")),
  h("div", { key: "said", role: "status" }, sending ? h("p", { key: "sending", class: "hint" }, say("walls_page.slide.sending", { title: sending.title, share: sending.share })) : null),
  h("div", { key: "wrong", role: "alert" }, wrong ? h("p", { class: "fault" }, icon("warn"), h("span", {}, wrong)) : null),
  slides.length ? h("ul", { key: "list" }, slides.map((one, at) => row(app, act, one, at, slides))) : h("p", { key: "none", class: "hint" }, say("walls_page.slide.none")));
}
