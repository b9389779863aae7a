// Wires the manager's page of devices: it asks the hub again and again, and draws what it said last.
import * as api from "../kit/wire/api.js";
import { emptyEntry, entryFor, signIn } from "../kit/entry/entering.js";
import { signOut } from "../kit/manager-bar.js";
import { say } from "../kit/say.js";
import { condition } from "../kit/devices/facts.js";
import { DeviceStore } from "./store.js";

const EVERY_MS = 10_000;
const RETRY_MS = 5000;
const PICTURES_MS = 30_000;
const HALL_ROUNDS = 60;
const HEARD = ["ok", "degraded", "fault"];

const store = new DeviceStore(document.getElementById("app"), document.getElementById("said"));
let timer = null;
let asking = null; // one round of questions at a time
let lookedAt = -Infinity;
let round = 0;

function begin(account) {
  const denied = !account.pages?.includes("devices");
  store.set({ account, denied, known: true, up: null, menu: false, entry: emptyEntry() });
  lookedAt = -Infinity;
  if (!denied) ask();
}

function end(message) {
  store.forget();
  store.set({ known: true, entry: entryFor(message) });
}

/** Ask who is signed in where that is not known, else how the devices are; then again, later. */
async function ask() {
  clearTimeout(timer);
  asking ??= (store.account ? devices() : session()).finally(() => { asking = null; });
  await asking;
  clearTimeout(timer);
  timer = setTimeout(ask, store.up ? EVERY_MS : RETRY_MS);
}

async function session() {
  if (store.known) return;
  try {
    const { account } = await api.get("/session");
    setTimeout(() => begin(account));
  } catch (error) {
    if (error instanceof api.Refused && error.status < 500) end(null);
    else store.set({ up: false });
  }
}

async function devices() {
  if (store.denied) return;
  const { account } = store;
  try {
    // Asked anew now and then: a page may stay open for weeks.
    if (round % HALL_ROUNDS === 0 || !store.hall) store.hall = await api.get("/hall?brief=true");
    round += 1;
    const [time, list, machine] = await Promise.all([api.get("/time"), api.get("/devices"), api.get("/machine")]);
    if (store.account !== account) return;
    store.clock.hear(time.now);
    store.set({ devices: list.devices, machine: machine.tasks, up: true, heardAt: store.clock.now() });
    lookAtAll();
  } catch (error) {
    if (store.account !== account) return;
    if (error.status === 401) end(say("device_page.expired"));
    else if (error.status === 403) store.set({ denied: true });
    else store.set({ up: false });
  }
}

/** All pictures, every half minute while somebody may be looking. */
function lookAtAll() {
  if (document.hidden || performance.now() - lookedAt < PICTURES_MS - EVERY_MS / 2) return;
  lookedAt = performance.now();
  for (const device of store.devices) if (device.kind === "display") look(device);
}

function look(device) {
  return store.pictures.look(device.id, HEARD.includes(condition(device, store.now)));
}

store.managing.again = ask;

store.act = {
  tokens: store.tokens,
  admissions: store.admissions,

  signIn: (username, password) => signIn(store, username, password, begin),

  menu: (open) => store.turnMenu(open, { holds: null }),

  async look(id) {
    store.tapped.add(id);
    await look(store.devices.find((device) => device.id === id));
    store.tapped.delete(id);
    store.set();
  },

  /** The device's zone is told something, by the way that calls go: from the hub to the loudspeaker. */
  async tryVoice(id) {
    const { name, speaks } = store.devices.find((device) => device.id === id);
    const told = (state) => { store.tried.set(id, state); store.set(); };
    told("asked");
    try {
      const text = say("device_page.try.text", { name });
      await api.change("/announcements", { request_id: api.newRequestId(), zone_id: speaks[0], text, language: "id", times: 1 });
      told("sent");
    } catch (error) {
      if (error.status === 401) end(say("device_page.expired"));
      else told(error.status ? "refused" : "lost");
    }
  },

  signOut: () => signOut(store, end, () => store.set({ up: false })),
};

setInterval(() => store.account && store.set(), 1000);
store.closeMenuBeside();
document.addEventListener("visibilitychange", () => document.hidden || ask());
store.set();
ask();
