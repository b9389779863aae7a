// What the page of devices knows, in one place, and the picture drawn from it.
import { Drawn } from "../kit/drawn.js";
import { say } from "../kit/say.js";
import { Admissions } from "../kit/devices/admitting.js";
import { sums, tasks, versions } from "../kit/devices/facts.js";
import { Managing } from "./managing.js";
import { Pictures } from "./pictures.js";
import { Tokens } from "./tokens.js";
import { devicesView } from "./view.js";
import { saidText } from "../kit/devices/words.js";

export class DeviceStore extends Drawn {
  constructor(root, said) {
    super(root, said);
    this.holds = null; // what stands in the way of signing out
    this.pictures = new Pictures(() => this.set());
    this.tapped = new Set(); // devices of which a picture was asked for with a tap
    this.tried = new Map(); // what became of trying the voice of a display
    this.tokens = new Tokens(() => this.set());
    this.admissions = new Admissions(() => this.set());
    this.managing = new Managing(() => this.set());
    this.known = false; // whether the hub has said who is signed in, or that nobody is
    this.forget();
  }

  /** Nobody is signed in: nothing of the hall stays. */
  forget() {
    this.tried.clear();
    this.tokens.forget();
    this.admissions.forget();
    this.managing.forget();
    Object.assign(this, { account: null, denied: false, hall: null, devices: null, machine: [], up: null, heardAt: null });
    this.pictures.forget();
  }

  /** While the hub is silent the time stands still for what it said: no device goes silent by that. */
  get now() {
    return this.up ? this.clock.now() : this.heardAt ?? this.clock.now();
  }

  get app() {
    const { account, denied, devices, machine, up, entry, known, menu, holds, pictures, tapped, tried, tokens, admissions, managing, now, hall } = this;
    return {
      account, denied, devices, machine, up, entry, known, menu, holds, pictures, tapped, tried, tokens, admissions, managing, now, hall: hall?.hall ?? null,
      zones: hall?.zones ?? [], zone: hall?.hall.time_zone, clock: this.clock.now(), versions: versions(devices ?? []),
    };
  }

  draw() {
    const { app } = this;
    this.show(() => devicesView(app, this.act));
    const found = app.devices ? tasks(app.devices, app.zones, app.now).length : 0;
    document.title = `${found ? `(${found}) ` : ""}${say("device_page.title")} · Balai`;
    this.tell(app.devices?.length ? saidText(sums(app.devices, app.now), app.up === false) : "");
  }
}
