// Wires the page of accounts: who is signed in, where, and whom they keep.
import * as api from "../kit/wire/api.js";
import { emptyEntry, entryFor } from "../kit/entry/entering.js";
import { resume } from "../kit/entry/session.js";
import { say } from "../kit/say.js";
import { Acts } from "./acts.js";
import { PeopleStore } from "./store.js";

const RETRY_MS = 5000;

const store = new PeopleStore(document.getElementById("app"), document.getElementById("said"));

const page = {
  begin(account) {
    store.set({ account, known: true, menu: false, entry: emptyEntry() });
    page.ask();
  },
  end(message) {
    store.forget();
    store.set({ known: true, entry: entryFor(message) });
  },
  /** The own sessions, the hall, and the accounts that are kept; again, later, while the hub does not answer. */
  async ask() {
    const mine = store.account?.may?.includes("accounts.read");
    const wanted = ["/session/all", "/hall?brief=true", "/time", ...(mine ? ["/accounts"] : [])];
    try {
      const [own, hall, time, people] = await Promise.all(wanted.map(api.get));
      if (!store.account) return;
      store.clock.hear(time.now);
      store.set({ up: true, sessions: own.sessions, hall, people: people?.accounts ?? [] });
    } catch (error) {
      if (error.status === 401) return page.end(say("device_page.expired"));
      store.set({ up: false });
      setTimeout(page.ask, RETRY_MS);
    }
  },
};

store.act = new Acts(store, page);
store.closeMenuBeside();
store.set();
resume({ ...page, unanswered: () => store.set({ up: false }) });
