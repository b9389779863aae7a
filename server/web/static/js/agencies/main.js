// The page of agencies and services: one tree, the form of what is chosen, and how it will look.
import { start } from "../kit/hall/start.js";
import { AgencyActs } from "./acts.js";
import { agenciesView } from "./view.js";

start({ page: "agencies", title: "settings_page.agencies", view: agenciesView, Acts: AgencyActs });
