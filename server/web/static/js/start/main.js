// The first start in a hall that is there: hours, devices, agencies, counters and the first number, all on the hall's one draft.
import { SettingsStore } from "../kit/hall/store.js";
import { StartActs } from "./acts.js";
import { startView } from "./view.js";

const store = new SettingsStore("start_page.title", (app, act) => startView(app, act));
store.act = new StartActs(store, "start");
store.set();
store.act.resume();
