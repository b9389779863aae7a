// Signing in, the same on every page.
import * as api from "./api.js";
import { refusalText, SIGN_IN } from "./words.js";

export const emptyEntry = () => ({ busy: false, message: null, kind: "stop", faults: {} });

/** Try to sign in; `begin(account)` is called where the hub agrees, else the form says why not. */
export async function signIn(store, username, password, begin) {
  const faults = {};
  if (!username) faults.username = SIGN_IN.needUsername;
  if (!password) faults.password = SIGN_IN.needPassword;
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
  if (!(error instanceof api.Refused)) return SIGN_IN.unanswered;
  if (error.status === 429) return SIGN_IN.limited(error.params.seconds ?? error.retryAfter);
  return error.status === 401 || error.status === 422 ? SIGN_IN.wrong : refusalText(error);
}
