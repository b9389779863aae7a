// The whole page of the first start, in a hall that is there.
import { forceSheet } from "../kit/hall/force-view.js";
import { brandBar } from "../kit/manager-bar.js";
import { button, strip } from "../kit/parts.js";
import { say } from "../kit/say.js";
import { signInView } from "../kit/entry/sign-in-view.js";
import { h } from "../kit/vdom.js";
import { agenciesStep } from "./agencies-view.js";
import { startBar, startFoot, stepList } from "./parts.js";
import { doneCount, isDone, noteOf, stepNow, STEPS } from "./steps.js";
import { countersStep, devicesStep, doneStep, hoursStep, testStep } from "./steps-view.js";

const VIEWS = { account: (app) => doneStep(app, "account"), hall: (app) => doneStep(app, "hall"), hours: hoursStep, devices: devicesStep, agencies: agenciesStep,
  counters: countersStep, test: testStep };

const plain = (key, title, words, ...more) => [brandBar(), h("main", { key, class: "plain" }, h("h1", {}, title), h("p", {}, words), ...more)];

function bands(app) {
  return [app.up === false ? strip("lost", "warn", "nolink", say(app.unsent.length ? "settings_page.lost_unsent" : "settings_page.lost")) : null,
    app.notice ? strip("notice", "stop", "warn", app.notice) : null, app.told ? strip("told", "ok", "ring", app.told) : null];
}

/** The main action of a step: on to the next one; where the counters are laid out, the draft is put in force. */
function onward(app, act, step) {
  const next = STEPS[STEPS.indexOf(step) + 1];
  const faults = app.draft.faults.length;
  if (step === "counters" && app.draft.begun) return button({ key: "force", className: "btn primary", off: faults > 0, act: () => act.review() }, say("settings_page.foot.review"));
  if (!next) return h("a", { key: "end", class: "btn primary", href: "/day" }, say("start_page.to.end"));
  return button({ key: "next", className: "btn primary", act: () => act.go(next) }, say(`start_page.to.${next}`));
}

export function startView(app, act) {
  const lost = app.up === false;
  if (!app.account && app.known) return [signInView(app, act, say("settings_page.sign_in"))];
  if (app.denied) return plain("denied", say("device_page.denied.title"), say("settings_page.denied", { name: app.account.display_name }), h("a", { class: "btn primary", href: "/staff" }, say("device_page.denied.go")));
  if (!app.account || !app.file) return plain("unanswered", say(lost ? "device_page.lost.never" : "settings_page.asking"), say(lost ? "device_page.lost.never_hint" : "device_page.lost.asking_hint"));
  const step = stepNow(app);
  const steps = STEPS.map((name) => ({ name: say(`start_page.step.${name}`), note: noteOf(app, name), done: isDone(app, name), now: name === step, go: () => act.go(name) }));
  const left = STEPS.length - doneCount(app);
  const faults = app.draft.faults.length;
  return [startBar(app.hall.name, say("start_page.kept")), ...bands(app), h("main", { key: "start", class: "start" }, stepList(steps), VIEWS[step](app, act)),
    startFoot(faults ? say("settings_page.foot.faults", { count: faults }) : say(left ? "start_page.left" : "start_page.ready", { count: left }),
      h("a", { key: "later", class: "btn", href: "/day" }, say("start_page.later")), onward(app, act, step)),
    app.sheet ? forceSheet(app, act, app.sheet) : null].filter(Boolean);
}
