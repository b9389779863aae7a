// What a new hall needs, step by step, worked out from the hall itself: so it goes on where it was, whoever comes back.
import { rowsOf } from "../kit/hall/fields.js";
import { say } from "../kit/say.js";

export const STEPS = ["account", "hall", "hours", "devices", "agencies", "counters", "test"];

/** Hours of the hall as a whole. */
export const hallHours = (app) => rowsOf(app, "hours").filter(({ entry }) => !entry.agency && !entry.service);

/** The desk that the first start made. */
export const DESK = "informasi";

export const agenciesOf = (app) => app.file.agency.filter((one) => one.id !== DESK);

const inForce = (app) => !app.draft.begun && agenciesOf(app).length > 0;

const DONE = {
  account: () => true,
  hall: () => true,
  hours: (app) => hallHours(app).length > 0,
  devices: (app) => (app.extra.devices ?? []).length > 0,
  agencies: (app) => agenciesOf(app).length > 0,
  counters: (app) => inForce(app) && (app.extra.staff ?? []).length > 0,
  test: (app) => Boolean(app.extra.tested),
};

export const isDone = (app, step) => DONE[step](app);

export const doneCount = (app) => STEPS.filter((step) => isDone(app, step)).length;

/** The step that is shown: the one chosen, else the first that is not done. A hall may have its devices later. */
export function stepNow(app) {
  if (app.extra.step) return app.extra.step;
  const ahead = STEPS.filter((step) => step !== "devices" || !isDone(app, "agencies"));
  return ahead.find((step) => !isDone(app, step)) ?? "test";
}

/** A quiet line under a step's name. */
export function noteOf(app, step) {
  if (step === "hall") return `${app.hall.name}, ${app.hall.code}`;
  if (step === "hours" && isDone(app, step)) return hallHours(app).map(({ entry }) => `${entry.opens}–${entry.closes}`)[0];
  if (step === "devices" && isDone(app, step)) return say("start_page.note.devices", { count: app.extra.devices.length });
  if (step === "agencies" && isDone(app, step)) return say("start_page.note.agencies", { count: agenciesOf(app).length });
  if (step === "counters" && isDone(app, step)) return say("start_page.note.counters", { count: app.file.counter.length });
  if (step === "test" && !isDone(app, step)) return say("start_page.note.test");
  return say(isDone(app, step) ? "start_page.note.done" : step === stepNow(app) ? "start_page.note.now" : "start_page.note.not_yet");
}
