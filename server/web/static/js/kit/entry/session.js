// Who is signed in on a page: begun with an account, ended with a sentence, gone on with when the page is loaded.
import * as api from "../wire/api.js";
import { emptyEntry, entryFor } from "./entering.js";

const RETRY_MS = 5000;

/**
 * Go on with the session that this browser holds: `begin(account)`, or `end(null)` where it holds none. While the hub does not
 * answer it is asked again, and `unanswered()` told of it.
 */
export async function resume({ begin, end, unanswered = () => {} }) {
  let account = null;
  try {
    ({ account } = await api.get("/session"));
  } catch (error) {
    if (error instanceof api.Refused) return end(null);
    unanswered();
    return setTimeout(() => resume({ begin, end, unanswered }), RETRY_MS);
  }
  return begin(account);
}

/**
 * The session of a page for whoever may see `page` (its name): `begun()` once one of them is signed in, `left()` before anybody
 * else is, `unanswered()` where the hub does not say who it is.
 */
export function session(store, page, { begun, left = () => {}, unanswered }) {
  const its = {
    begin(account) {
      left();
      const denied = !account.pages?.includes(page);
      store.set({ account, denied, known: true, menu: false, entry: emptyEntry() });
      if (!denied) begun();
    },
    end(message) {
      left();
      store.forget();
      store.set({ known: true, entry: entryFor(message) });
    },
    resume: () => resume({ ...its, unanswered }),
  };
  return its;
}
