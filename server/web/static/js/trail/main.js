// Wires the page of the trail: who did what outside the day's commands, for auditors and administrators.
import { run } from "../kit/asking.js";
import { trailView } from "./view.js";

const RETRY_MS = 5000;
const AT_ONCE = 100;

/** Entries before an id, or the latest. */
async function older(store, before) {
  const page = await store.ask(`/trail?limit=${AT_ONCE}${before ? `&before=${before}` : ""}`);
  if (!page || !store.account) return;
  const known = before ? store.entries : [];
  store.set({ entries: [...known, ...page.entries], keptDays: page.kept_days, ended: page.entries.length < AT_ONCE });
}

/** The people's names, and the latest entries; again, later, while the hub does not answer. */
async function learn(store) {
  const people = await store.ask("/accounts");
  if (!store.account) return;
  if (people) {
    store.set({ names: Object.fromEntries(people.accounts.map((one) => [one.id, one.display_name])) });
    await older(store, null);
  }
  if (!store.entries) setTimeout(learn, RETRY_MS, store);
}

run({
  page: "trail",
  title: "trail_page.title",
  entrance: "trail_page.sign_in",
  denied: ["trail_page.denied", "trail_page.denied_hint"],
  view: trailView,
  fresh: () => ({ names: {}, entries: null, keptDays: 0, ended: false }),
  learn,
  acts: (store) => ({ older: () => older(store, store.entries.at(-1)?.id ?? null) }),
});
