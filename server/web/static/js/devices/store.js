// What the page of devices knows, in one place, and the picture drawn from it.
import { emptyEntry } from "../kit/entering.js";
import { known, say } from "../kit/say.js";
import { HubClock } from "../kit/time.js";
import { patch } from "../kit/vdom.js";
import { sums, tasks, versions } from "./facts.js";
import { Pictures } from "./pictures.js";
import { devicesView } from "./view.js";
import { saidText } from "./words.js";

export class DeviceStore {
  constructor(root, said) {
    Object.assign(this, { root, said, clock: new HubClock(), entry: emptyEntry(), menu: false, holds: null, act: null });
    this.pictures = new Pictures(() => this.set());
    this.tapped = new Set(); // devices of which a picture was asked for with a tap
    this.tried = new Map(); // what became of trying the voice of a display
    this.known = false; // whether the hub has said who is signed in, or that nobody is
    this.forget();
  }

  /** Nobody is signed in: nothing of the hall stays. */
  forget() {
    this.tried.clear();
    Object.assign(this, { account: null, denied: false, hall: null, devices: null, up: null, heardAt: null });
    this.pictures.forget();
  }

  /** Change something and draw once, soon. */
  set(changes = {}) {
    Object.assign(this, changes);
    if (this.drawing) return;
    this.drawing = true;
    queueMicrotask(() => {
      this.drawing = false;
      this.draw();
    });
  }

  /** While the hub is silent the time stands still for what it said: no device goes silent by that. */
  get now() {
    return this.up ? this.clock.now() : this.heardAt ?? this.clock.now();
  }

  get app() {
    const { account, denied, devices, up, entry, known, menu, holds, pictures, tapped, tried, now, hall } = this;
    return {
      account, denied, devices, up, entry, known, menu, holds, pictures, tapped, tried, now, hall: hall?.hall ?? null,
      zones: hall?.zones ?? [], zone: hall?.hall.time_zone, clock: this.clock.now(), versions: versions(devices ?? []),
    };
  }

  draw() {
    const { app } = this;
    const hadFocus = this.root.contains(document.activeElement);
    patch(this.root, devicesView(app, this.act));
    if (hadFocus && document.activeElement === document.body) this.catchFocus();
    const found = app.devices ? tasks(app.devices, app.zones, app.now).length : 0;
    document.title = `${found ? `(${found}) ` : ""}${say("device_page.title")} · Balai`;
    const words = app.devices?.length ? saidText(sums(app.devices, app.now), app.up === false) : "";
    if (this.said.textContent !== words) this.said.textContent = words;
  }

  /** What had the focus is gone: the keyboard goes on at the heading of what came. */
  catchFocus() {
    const heading = this.root.querySelector("h1");
    heading?.setAttribute("tabindex", "-1");
    heading?.focus({ preventScroll: true });
  }
}
