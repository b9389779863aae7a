// The desk: ready, called, serving, and each of them cut off.
import { button, icon, tix } from "./parts.js";
import { inHand, queueOf, screenOf } from "./state.js";
import { clockText, spanText } from "./time.js";
import { h } from "./vdom.js";
import { DESK, lastText, LINK, waitText } from "./words.js";

/** What a tap would mean now; when it changes, the buttons rest a moment. */
export function faceOf(counter) {
  const leg = inHand(counter);
  return [counter.id, screenOf(counter), leg?.leg_id, leg?.recalls].join(" ");
}

function mainButton(app, { className, title, hint, number, act, off, busy }) {
  return button(
    { key: "main", className: `callb ${className}`, off: off || app.resting, busy, act, "data-main": true,
      "data-off": off ? true : null },
    h("span", { class: "words" }, h("span", { class: "t" }, title), hint ? h("span", { class: "s" }, hint) : null),
    number ? tix(number) : null);
}

function callButton(app, act, { counter, big, hint }) {
  const { next } = queueOf(app.state, counter);
  const busy = app.busy !== null;
  const size = big ? " big" : "";
  if (!app.link.up || app.unsent) {
    const title = DESK.callNext;
    return mainButton(app, { className: `cut${size}`, title, hint: LINK.waiting, off: true });
  }
  if (!next) {
    const leg = inHand(counter);
    const quiet = leg ? DESK.emptyServing(leg.number) : DESK.emptyHint;
    return mainButton(app, { className: `quiet${size}`, title: DESK.empty, hint: quiet, off: true });
  }
  const go = () => act.call(counter);
  return mainButton(app, { className: `go${size}`, title: DESK.callNext, hint: hint(next), number: next.number, act: go, busy });
}

function idleView(app, act, counter) {
  const { leg } = counter;
  const zone = app.state.hall.time_zone;
  const hint = (next) => `${app.state.services[next.service_id]?.name ?? ""}, ${waitText(next.arrived_at, app.now)}`;
  return [
    h("h1", { key: "title" }, DESK.ready),
    leg?.ended_at ? h("p", { key: "last", class: "last" }, icon("ring"), h("span", {}, lastText(leg, zone))) : null,
    callButton(app, act, { counter, big: true, hint }),
  ];
}

function pausedView(app, act, counter) {
  return [
    h("h1", { key: "title" }, DESK.paused),
    mainButton(app, {
      className: app.link.up ? "present big" : "cut big", title: DESK.resume,
      hint: app.link.up ? DESK.resumeHint : LINK.waiting, off: !app.link.up, busy: app.busy !== null,
      act: () => act.resume(counter),
    }),
  ];
}

function timer(app, leg) {
  const serving = leg.state === "serving";
  const spent = app.now - Date.parse(serving ? leg.started_at : leg.called_at);
  const minutes = app.state.services[leg.service_id]?.service_minutes ?? 0;
  const whole = serving ? minutes * 60000 : app.state.presence * 1000;
  const share = whole ? Math.min(1, Math.max(0, spent / whole)) : 0;
  const [left, right] = serving
    ? [DESK.served, DESK.standard(minutes)]
    : [DESK.sinceCalled, DESK.presumedAt(spanText(whole))];
  const over = serving && whole > 0 && spent > whole ? " over" : "";
  return h("div", { class: "timer" },
    h("b", { role: "timer", "aria-label": left }, spanText(spent)),
    h("div", { class: `track${over}`, "aria-hidden": "true" }, h("i", { vars: { width: `${Math.round(share * 100)}%` } })),
    h("div", { class: "ends" }, h("span", {}, left), h("span", {}, right)));
}

function steps(app, counter, leg) {
  const zone = app.state.hall.time_zone;
  const arrived = app.state.arrived[leg.leg_id] ?? app.arrived[leg.leg_id];
  const again = leg.recalls ? DESK.recalled(leg.recalls) : "";
  const present = leg.presumed ? DESK.presumed(counter.number) : DESK.presentAt(counter.number);
  const rows = [
    arrived ? [arrived, DESK.tookNumber] : null,
    [leg.called_at, DESK.calledTo(counter.number) + again],
    leg.started_at ? [leg.started_at, present] : null,
  ].filter(Boolean);
  return h("ol", { class: "steps" },
    rows.map(([at, words]) => h("li", {}, h("b", {}, clockText(at, zone)), words)));
}

function action(app, { key, name, label, act, off, className = "" }) {
  const busy = app.busy?.what === key;
  return button(
    { key, className: `btn ${className}`, off: off || app.resting || (app.busy !== null && !busy), busy, act,
      "data-off": off ? true : null },
    icon(name), label);
}

function actions(app, act, counter, leg) {
  const cut = !app.link.up;
  return h("div", { key: "acts", class: "acts" },
    action(app, { key: "recall", name: "again", label: DESK.recall, off: cut, act: () => act.recall(counter) }),
    action(app, { key: "miss", name: "absent", label: DESK.miss, off: cut, act: () => act.miss(counter) }),
    action(app, { key: "finish", name: "done", label: DESK.finish, act: () => act.finish(counter, leg), className: "done" }));
}

function legView(app, act, counter) {
  const leg = inHand(counter);
  const label = leg.state === "called" ? DESK.called : DESK.serving;
  const main = leg.state === "called" && app.link.up
    ? mainButton(app, {
        className: "present", title: DESK.present, hint: DESK.startServing(leg.number), number: leg.number,
        act: () => act.start(counter), busy: app.busy !== null,
      })
    : callButton(app, act, { counter, hint: () => DESK.finishAndCall(leg.number) });
  return [
    h("section", { key: "current", class: "current" },
      h("div", {}, h("h1", { class: "label" }, label),
        h("p", { class: "service" }, app.state.services[leg.service_id]?.name ?? ""), tix(leg.number)),
      timer(app, leg)),
    h("div", { key: "steps" }, steps(app, counter, leg)),
    actions(app, act, counter, leg),
    main,
  ];
}

/** The left pane for the counter that is held. */
export function deskView(app, act, counter) {
  const screen = screenOf(counter);
  const views = { idle: idleView, paused: pausedView, called: legView, serving: legView };
  return h("main", { key: "desk", class: `main ${screen}`, "data-screen": screen }, views[screen](app, act, counter));
}
