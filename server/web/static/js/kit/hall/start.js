// Starts a page of the hall's settings.
import { SettingsActs } from "./acts.js";
import { shell } from "./shell.js";
import { SettingsStore } from "./store.js";

/** `page` is its name, `title` the key of its words, `view(app, act)` its main part; `Acts` does more than all pages do. */
export function start({ page, title, view, Acts = SettingsActs }) {
  const store = new SettingsStore(title, (app, act) => shell(app, act, { page, title, view }));
  store.act = new Acts(store, page);
  store.closeMenuBeside();
  store.set();
  store.act.resume();
  return store;
}
