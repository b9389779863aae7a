// Wires the page of reports: a span of days, compared with the one before it, and what each figure is made of.
import { run } from "../kit/asking.js";
import { dayOf } from "../kit/time.js";
import { moved, query, weekOf } from "./span.js";
import { reportView } from "./view.js";

async function load(store) {
  const { span, by, compare, chosen } = store;
  const before = moved(span, -1);
  const more = compare ? { before_first: before.first, before_last: before.last } : {};
  store.set({ loading: true });
  const answer = await store.ask(`/reports?${query({ span, by, chosen }, more)}`);
  // Another span was asked for meanwhile: its answer comes.
  if (store.span !== span || store.by !== by || store.chosen !== chosen) return;
  store.set({ loading: false, ...(answer ? { answer } : {}) });
}

run({
  page: "reports",
  title: "report_page.title",
  view: reportView,
  fresh: () => ({ span: null, by: "agency", compare: false, chosen: {}, answer: null, loading: false }),
  learn(store) {
    store.set({ span: store.span ?? weekOf(dayOf(store.clock.now(), store.hall.hall.time_zone)) });
    return load(store);
  },
  acts: (store) => ({
    show(changes) {
      store.set(changes);
      return load(store);
    },
    /** Open a figure down to the legs that it is made of. */
    async open(title, what, chosen, code = null) {
      const { span, by } = store;
      store.set({ sheet: { kind: "legs", title, what, found: null, fault: null } });
      const found = await store.ask(`/reports/legs?${query({ span, by, chosen: { ...store.chosen, ...chosen } }, { what, ...(code ? { code } : {}) })}`);
      if (store.sheet?.title === title && store.sheet.what === what) store.act.pick({ found });
    },
  }),
});
