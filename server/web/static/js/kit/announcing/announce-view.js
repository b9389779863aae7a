// The sheet for a free announcement: what is said, where, how often.
import { button, choice, icon } from "../parts.js";
import { canListen } from "./recording.js";
import { say } from "../say.js";
import { faultLine } from "../sheet.js";
import { clockText, spanText } from "../time.js";
import { h } from "../vdom.js";

const MOST_LETTERS = 200;

// Announcements that a hall often makes, and the languages that are spoken.
const READY = ["lights", "child", "lost"];
const SPOKEN = ["id", "en"];

function words(app, act, sheet) {
  const { text, recording, fault } = sheet;
  const left = MOST_LETTERS - text.length;
  return [
    h("h3", {}, h("label", { for: "announce-text" }, recording ? say("staff.announce.text_beside") : say("staff.announce.text"))),
    h("textarea", {
      key: "text", id: "announce-text", rows: 3, maxlength: MOST_LETTERS, "aria-invalid": fault ? "true" : null,
      "aria-describedby": "announce-left", oninput: (event) => act.announcing.draft({ text: event.target.value }),
    }, text),
    h("p", { id: "announce-left", class: "left" }, say("staff.announce.left", { count: left })),
    recording ? null : h("div", { key: "ready", class: "chips" }, READY.map((name) => {
      const sentence = say(`staff.announce.ready_${name}_text`);
      return button({ key: name, className: "chip", act: () => act.announcing.suggest(sentence) }, say(`staff.announce.ready_${name}`));
    })),
  ];
}

function voice(app, act, sheet) {
  const { recording, listening } = sheet;
  if (recording) {
    return h("div", { key: "voice", class: "voice" },
      h("b", {}, say("staff.announce.recorded", { seconds: recording.seconds })),
      button({ key: "hear", className: "btn", act: () => act.announcing.hear() }, icon("right"), say("staff.announce.hear")),
      button({ key: "drop", className: "btn", act: () => act.announcing.draft({ recording: null }) }, icon("close"), say("staff.announce.drop")));
  }
  if (listening !== null) {
    return h("div", { key: "voice", class: "voice" },
      h("b", { role: "timer" }, say("staff.announce.listening", { span: spanText(performance.now() - listening) })),
      button({ key: "stop", className: "btn primary", act: () => act.announcing.listen() }, icon("done"), say("staff.announce.stop")));
  }
  return h("div", { key: "voice", class: "voice" },
    canListen()
      ? button({ key: "listen", className: "btn", act: () => act.announcing.listen() }, icon("mic"), say("staff.announce.record"))
      : null,
    h("label", { key: "file", class: "btn file" }, icon("mic"), say("staff.announce.file"),
      h("input", { type: "file", class: "sr", accept: "audio/*", onchange: (event) => {
        act.announcing.choose(event.target.files[0]);
        event.target.value = "";
      } })));
}

function where(app, act, sheet) {
  const { zones } = app.state;
  if (zones.length < 2) return null;
  return h("div", { key: "where" }, h("h3", {}, say("staff.announce.where")),
    h("div", { class: "picks" }, [{ id: null, name: say("staff.announce.everywhere") }, ...zones].map((zone) =>
      choice({ key: zone.id ?? "*", on: sheet.zone_id === zone.id, act: () => act.announcing.draft({ zone_id: zone.id }) },
        zone.name))));
}

function how(app, act, sheet) {
  const times = [1, 2, 3].map((number) =>
    choice({ key: number, on: sheet.times === number, act: () => act.announcing.draft({ times: number }) },
      say("staff.announce.times", { count: number })));
  const languages = SPOKEN.map((code) =>
    choice({ key: code, on: sheet.language === code, act: () => act.announcing.draft({ language: code }) },
      say(`staff.announce.language_${code}`)));
  return [
    h("h3", {}, say("staff.announce.often")), h("div", { class: "picks three" }, times),
    sheet.recording ? null : h("h3", { key: "tongue" }, say("staff.announce.tongue")),
    sheet.recording ? null : h("div", { key: "languages", class: "picks" }, languages),
  ];
}

/** What was announced today, the latest first, to be taken back. */
function made(app, act, sheet) {
  if (!sheet.made.length) return null;
  return h("div", { key: "made", class: "made" }, h("h3", {}, say("staff.announce.made")),
    h("ul", {}, sheet.made.map((one) => h("li", { key: one.announcement_id },
      h("div", {},
        h("b", {}, clockText(one.at, app.zone), one.withdrawn ? `, ${say("staff.announce.withdrawn")}` : ""),
        h("p", {}, one.text, one.recorded ? ` ${say("staff.announce.recording")}` : "")),
      one.withdrawn ? null : button({
        key: "back", className: "btn", busy: app.busy === `withdraw:${one.announcement_id}`,
        "aria-label": say("staff.announce.withdraw_of", { at: clockText(one.at, app.zone) }),
        act: () => act.announcing.withdraw(one.announcement_id),
      }, say("staff.announce.withdraw"))))));
}

/** What the sheet of an announcement holds: its title, its body, its main action. */
export function announceSheet(app, act, sheet) {
  const { fault } = sheet;
  return {
    title: say("staff.announce.title"),
    body: [
      h("p", { class: "hint" }, say("staff.announce.hint")),
      faultLine(fault),
      words(app, act, sheet), voice(app, act, sheet), where(app, act, sheet), how(app, act, sheet), made(app, act, sheet),
    ],
    go: { className: "primary", off: sheet.listening !== null, act: () => act.announcing.send() },
    words: [icon("mic"), say("staff.announce.go")],
  };
}
