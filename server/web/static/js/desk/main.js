// Wires the page of the information desk: the number that is shown, when the next will be called, and the keys.
import * as api from "../kit/wire/api.js";
import { hearing, live } from "../kit/living.js";
import { DeskActs } from "./acts.js";
import { DeskStore } from "./store.js";

const WINDOWS_MS = 20_000;

const store = new DeskStore(document.getElementById("app"), document.getElementById("said"));

/** The number that is shown moved on: look it up again. */
function moved(push) {
  const { visit } = store;
  const about = push?.data.leg_id ?? push?.data.leg?.leg_id ?? "";
  if (visit && (push?.data.visit_id === visit.visit_id || about.startsWith(visit.visit_id))) store.act.look();
}

/** When whoever takes the next number of a service will probably be called. */
async function learnWindows() {
  if (!store.account || store.denied || document.hidden) return;
  try {
    const { services } = await api.get("/estimates/next");
    store.set({ windows: Object.fromEntries(services.map((one) => [one.service_id, [one.expected_from, one.expected_until]])) });
  } catch {
    // How many wait is shown by itself.
  }
}

const KEYS = {
  F2: () => store.act.focus("#find-number"),
  F4: () => store.act.focus(".give button"),
  F6: () => store.root.querySelector("[data-key=F6]")?.click(),
  F7: () => store.root.querySelector("[data-key=F7]")?.click(),
};

addEventListener("keydown", (event) => {
  const press = KEYS[event.key];
  if (!press || event.repeat || store.sheet || !store.state) return;
  event.preventDefault();
  press();
});

const page = hearing(store, { page: "desk", moved, begun: learnWindows });
setInterval(learnWindows, WINDOWS_MS);
live(store, new DeskActs(store, page), page);
