// Wires the page of reports: a span of days, compared with another, and what each figure is made of.
import { run } from "../kit/asking.js";
import { dayOf } from "../kit/time.js";
import { comparedWith, moved, query, weekOf } from "./span.js";
import { reportView } from "./view.js";

async function load(store) {
  const { span, by, against, other, chosen } = store;
  const before = comparedWith(span, against, other);
  const more = before ? { before_first: before.first, before_last: before.last } : {};
  store.set({ loading: true });
  const answer = await store.ask(`/reports?${query({ span, by, chosen }, more)}`);
  // Another span was asked for meanwhile: its answer comes.
  const now = [store.span, store.by, store.chosen, store.against, store.other];
  if ([span, by, chosen, against, other].some((one, at) => one !== now[at])) return;
  store.set({ loading: false, ...(answer ? { answer } : {}) });
}

run({
  page: "reports",
  title: "report_page.title",
  view: reportView,
  fresh: () => ({ span: null, by: "agency", against: "none", other: null, chosen: {}, answer: null, loading: false }),
  learn(store) {
    store.set({ span: store.span ?? weekOf(dayOf(store.clock.now(), store.hall.hall.time_zone)) });
    return load(store);
  },
  acts: (store) => ({
    show(changes) {
      store.set(changes);
      return load(store);
    },
    /** Set the span against another: one of the reader's own begins with the one before it. */
    compare(against) {
      return store.act.show({ against, other: store.other ?? moved(store.span, -1) });
    },
    /** Open a counter's time: its days, and of one day what it did. */
    async openCounter(counter, title, span = store.span) {
      store.set({ sheet: { kind: "counter", title, counter, span, found: null, fault: null } });
      const found = await store.ask(`/reports/counter?${new URLSearchParams({ first: span.first, last: span.last, counter })}`);
      if (store.sheet?.span === span && store.sheet.counter === counter) store.act.pick({ found });
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
