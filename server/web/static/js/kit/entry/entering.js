// Signing in, the same on every page.
import * as api from "../wire/api.js";
import { say } from "../say.js";
import { limitedText, refusalText } from "../words.js";

export const emptyEntry = () => ({ busy: false, message: null, kind: "stop", faults: {} });

/** The form with a word about why it is shown. */
export const entryFor = (message) => ({ ...emptyEntry(), message, kind: "warn" });

/** Try to sign in; `begin(account)` is called where the hub agrees, else the form says why not. */
export async function signIn(store, username, password, begin) {
  const faults = {};
  if (!username) faults.username = say("common.sign_in.need_username");
  if (!password) faults.password = say("common.sign_in.need_password");
  if (Object.keys(faults).length) return refuse(store, null, faults);
  store.set({ entry: { ...emptyEntry(), busy: true } });
  try {
    const { account } = await api.signIn(username, password);
    store.set({ entry: emptyEntry() });
    return begin(account);
  } catch (error) {
    return refuse(store, entryText(error), {});
  }
}

function refuse(store, message, faults) {
  store.set({ entry: { ...emptyEntry(), message, faults } });
  const first = Object.keys(faults)[0] ?? "password";
  queueMicrotask(() => store.root.querySelector(`#${first}`)?.focus());
}

function entryText(error) {
  if (!(error instanceof api.Refused)) return say("common.sign_in.unanswered");
  if (error.status === 429) return limitedText(error.params.seconds ?? error.retryAfter);
  return error.status === 401 || error.status === 422 ? say("common.sign_in.wrong") : refusalText(error);
}
