// Wires the page that answers a complaint: all that happened to a number of any day, to be printed.
import { run } from "../kit/asking.js";
import { dayOf } from "../kit/time.js";
import { whyView } from "./view.js";

const typed = new URLSearchParams(location.search);

async function look(store) {
  const { day, number } = store;
  if (!number.trim()) return store.set({ story: null, asked: false });
  store.set({ story: null, asked: true });
  const story = await store.ask(`/reports/number?${new URLSearchParams({ day, number: number.trim() })}`);
  return store.set({ story, asked: false });
}

run({
  page: "why",
  title: "why_page.title",
  view: whyView,
  fresh: () => ({ day: null, number: "", story: null, asked: false }),
  learn(store) {
    store.set({ day: typed.get("day") ?? dayOf(store.clock.now(), store.hall.hall.time_zone), number: typed.get("number") ?? "" });
    return look(store);
  },
  acts: (store) => ({ show: (changes) => store.set(changes), look: () => look(store), print: () => print() }),
});
