// The hub's HTTP interface. A change that finds no answer is repeated with the same request_id.
import { LANGUAGE } from "../say.js";
import { underWay } from "./under-way.js";

const ROOT = "/api/v1";
export const CLOCK = "clock_unconfirmed";
const ANSWER_MS = 4000;
const SOUND_MS = 15000; // a recording over a weak radio link
const SIGN_IN_MS = 20000; // a hub at work lets passwords wait for everything else
const MADE_MS = 25000; // a picture or a sound, made by a program that is started for it
const FOUND_MS = 60000; // two passwords are kept, and a hall: once in its life
const REPEATS_MS = [300, 700, 1500, 2500];

/** The hub refused: `code` is stable, `title` is for people. */
export class Refused extends Error {
  constructor(status, problem) {
    super(problem.title ?? `HTTP ${status}`);
    this.status = status;
    this.code = problem.code ?? (status === 401 ? "not_signed_in" : "unknown");
    this.params = problem.params ?? {};
    this.faults = (problem.errors ?? []).map((fault) => fault.message);
    this.details = (problem.errors ?? []).map((fault) => fault.detail || fault.message);
    this.retryAfter = null;
  }
}

/** No answer came, or none that tells: nobody knows whether it was done. `code` is what the hub could still say. */
export class Unanswered extends Error {
  constructor(message, code = "") {
    super(message);
    this.code = code;
  }
}

async function once(method, path, body, patience = ANSWER_MS, cache = "no-store") {
  const answered = underWay();
  const options = { method, headers: { "Accept-Language": LANGUAGE }, signal: AbortSignal.timeout(patience), cache };
  if (body instanceof Blob) {
    options.headers["Content-Type"] = body.type;
    Object.assign(options, { body, signal: AbortSignal.timeout(SOUND_MS) });
  } else if (body !== undefined) {
    options.headers["Content-Type"] = "application/json";
    options.body = JSON.stringify(body);
  }
  try {
    const response = await fetch(ROOT + path, options);
    if (response.status === 204) return null;
    if (response.ok && !response.headers.get("Content-Type")?.includes("json")) return await response.blob();
    const doubtful = [502, 503, 504].includes(response.status);
    const answer = await response.json();
    if (response.ok) return answer;
    // A hub that doubts its clock has heard, changed nothing, and waits for a person.
    if (doubtful && answer.code !== CLOCK) throw new Unanswered(`HTTP ${response.status}`, answer.code);
    const refusal = new Refused(response.status, answer);
    refusal.retryAfter = Number(response.headers.get("Retry-After")) || null;
    throw refusal;
  } catch (error) {
    if (error instanceof Refused || error instanceof Unanswered) throw error;
    throw new Unanswered(String(error));
  } finally {
    answered();
  }
}

export const get = (path) => once("GET", path);
/** What the browser keeps, to ask only whether it is still the same. */
export const getKept = (path) => once("GET", path, undefined, ANSWER_MS, "no-cache");
/** A picture or a sound that the hub has made for this. */
export const getMade = (path) => once("GET", path, undefined, MADE_MS);
export const signIn = (username, password) => once("POST", "/session", { username, password }, SIGN_IN_MS);
export const choosePassword = (told) => once("POST", "/session/own", told, SIGN_IN_MS);
export const foundHall = (told) => once("POST", "/founding", told, FOUND_MS);
export const signOut = () => once("DELETE", "/session");

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

async function repeated(path, body, hope) {
  for (const wait of [...REPEATS_MS, null]) {
    try {
      return await once("POST", path, body);
    } catch (error) {
      if (error instanceof Refused || wait === null || !hope()) throw error;
    }
    await pause(wait);
  }
}

/** Ask for a change until an answer comes; give up with `Unanswered` in time, or once there is no `hope`. */
export async function change(path, body, hope = () => true) {
  const done = underWay();
  try {
    return await repeated(path, body, hope);
  } finally {
    done();
  }
}

/** One try, for what will be tried again later anyway. */
export const changeOnce = (path, body) => once("POST", path, body);

/** What is in a file: read by libraries that a slow hub first has to load. */
export const readFile = (path, body) => once("POST", path, body, MADE_MS);

/** Send a recording; sent again it takes the first one's place. */
export const putSound = (path, wav) => once("PUT", path, wav);

/** A random UUID; also where the page is not served over TLS. */
export function newRequestId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((b) => b.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
