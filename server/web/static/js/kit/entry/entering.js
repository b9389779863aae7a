// Signing in, the same on every page.
import * as api from "../wire/api.js";
import { say } from "../say.js";
import { limitedText, refusalText } from "../words.js";

const SHORTEST = 8;

// `chooses`: the name and the one-time code of somebody who now makes a password.
export const emptyEntry = () => ({ busy: false, message: null, kind: "stop", faults: {}, chooses: null });

/** The form with a word about why it is shown. */
export const entryFor = (message) => ({ ...emptyEntry(), message, kind: "warn" });

/** Try to sign in; `begin(account)` is called where the hub agrees, else the form says why not. */
export async function signIn(store, username, password, begin) {
  const { chooses } = store.entry;
  const faults = {};
  if (chooses && password.length < SHORTEST) faults.password = say("people_page.short");
  if (!username && !chooses) faults.username = say("common.sign_in.need_username");
  if (!password) faults.password = say("common.sign_in.need_password");
  if (Object.keys(faults).length) return refuse(store, null, faults, chooses);
  store.set({ entry: { ...emptyEntry(), busy: true, chooses } });
  try {
    const { account } = await (chooses ? api.choosePassword({ ...chooses, password }) : api.signIn(username, password));
    store.set({ entry: emptyEntry() });
    return begin(account);
  } catch (error) {
    if (error.code === "own_password_needed") return choose(store, { username, code: password });
    return refuse(store, entryText(error), {}, error.status === 401 ? null : chooses);
  }
}

/** The one-time code was right: the form asks for a password in place of it. */
function choose(store, chooses) {
  store.set({ entry: { ...emptyEntry(), chooses } });
  queueMicrotask(() => store.root.querySelector("#password")?.focus());
}

function refuse(store, message, faults, chooses = null) {
  store.set({ entry: { ...emptyEntry(), message, faults, chooses } });
  const first = Object.keys(faults)[0] ?? "password";
  queueMicrotask(() => store.root.querySelector(`#${first}`)?.focus());
}

function entryText(error) {
  if (!(error instanceof api.Refused)) return say("common.sign_in.unanswered");
  if (error.status === 429) return limitedText(error.params.seconds ?? error.retryAfter);
  return error.status === 401 || error.status === 422 ? say("common.sign_in.wrong") : refusalText(error);
}
