// A call as the draft has it said, heard on this computer: the sound that a wall would play.
import { button, icon } from "../parts.js";
import { say } from "../say.js";
import { h } from "../vdom.js";
import { troubleText } from "../words.js";
import * as api from "../wire/api.js";

// One sound at a time, whatever the page shows.
let playing = null;

function stop() {
  const now = playing;
  playing = null;
  now?.close();
}

const told = (act, key, more) => act.extra({ heard: { key, busy: false, on: false, text: "", fault: "", ...more } });

/** Play the call of `query` (`agency`, `service`, `counter` …); a second tap stops it. */
async function hear(app, act, key, query) {
  const was = app.extra.heard;
  stop();
  if (was?.on && was.key === key) return told(act, key, { text: was.text });
  // Made at the tap: a browser lets no page begin to sound by itself.
  const context = new AudioContext();
  playing = context;
  told(act, key, { busy: true });
  try {
    const asked = new URLSearchParams(query);
    const [{ text }, wav] = await Promise.all([api.get(`/hall/draft/call?${asked}`), api.getMade(`/hall/draft/call.wav?${asked}`)]);
    const sound = await context.decodeAudioData(await wav.arrayBuffer());
    if (playing !== context) return null;
    const source = context.createBufferSource();
    Object.assign(source, { buffer: sound, onended: () => { if (playing === context) { stop(); told(act, key, { text }); } } });
    source.connect(context.destination);
    source.start();
    return told(act, key, { on: true, text });
  } catch (error) {
    if (playing !== context) return null;
    stop();
    if (error.status === 401) return act.end(say("device_page.expired"));
    return told(act, key, { fault: troubleText(error) });
  }
}

/** A button that plays a call, and what it says in words below. `query` without what is empty. */
export function hearing(app, act, key, query, label = say("settings_page.heard.call")) {
  const asked = Object.fromEntries(Object.entries(query).filter(([, value]) => value));
  const heard = app.extra.heard?.key === key ? app.extra.heard : {};
  return h("div", { key: `hear-${key}`, class: "hearing" },
    button({ key: "hear", className: "btn", busy: heard.busy, act: () => hear(app, act, key, asked) }, icon(heard.on ? "stop" : "speaker"),
      heard.on ? say("settings_page.heard.stop") : label),
    h("div", { key: "said", role: "status" }, heard.busy ? h("p", { class: "hint" }, say("settings_page.heard.making")) : null,
      heard.text ? h("p", { key: "text", class: "said" }, heard.text) : null, heard.fault ? h("p", { key: "fault", class: "fault" }, icon("warn"), h("span", {}, heard.fault)) : null));
}
