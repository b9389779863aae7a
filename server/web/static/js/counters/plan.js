// The plan of the hall: counters and walls on squares, moved by finger, mouse and keys.
import { fresh } from "../kit/hall/acts.js";
import { rowsOf } from "../kit/hall/fields.js";
import { say } from "../kit/say.js";
import * as api from "../kit/wire/api.js";
import { pieceName } from "./plan-words.js";

/** Pixels of a square, and squares that a plan has at least and at most. */
export const SQUARE = 48;
const LEAST = { x: 16, y: 8 };
const MOST = 60;
const REST_MS = 400;
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const placeOf = ({ section, name }) => `${section}/${name}`;
export const isPlaced = (piece) => Boolean(piece.x && piece.y);

export class Plan {
  constructor(act) {
    Object.assign(this, { act, moving: new Map(), timer: null, drag: null, dragged: false });
  }

  get app() {
    return this.act.store.app;
  }

  /** Where counters lie, seen from each wall, as the hub works it out of the draft. */
  async load() {
    const { file, draft, extra } = this.act.store;
    const known = `${draft?.state}.${draft?.seen}`;
    if (!file?.wall?.length || extra.waysOf === known) return;
    const { ways } = await api.get("/hall/draft/ways");
    this.act.extra({ ways, waysOf: known });
  }

  /** What stands on the plan, or has no place there yet: `{ section, name, entry, x, y }`. */
  get pieces() {
    return ["counter", "wall"].flatMap((section) => rowsOf(this.app, section).map(({ name, entry }) => {
      const moved = this.moving.get(`${section}/${name}`);
      return { section, name, entry, x: moved?.x ?? entry.plan_x, y: moved?.y ?? entry.plan_y };
    }));
  }

  get size() {
    const placed = this.pieces.filter(isPlaced);
    const along = (axis) => Math.min(MOST, Math.max(LEAST[axis], ...placed.map((one) => one[axis] + 1)));
    return { x: along("x"), y: along("y") };
  }

  isFree(x, y, self = null) {
    return x >= 1 && y >= 1 && x <= MOST && y <= MOST && !this.pieces.some((one) => one.x === x && one.y === y && placeOf(one) !== self);
  }

  /** Move a piece to a square where nothing else stands, and say so; what moves on is written once it rests. */
  put(piece, x, y) {
    if (!this.isFree(x, y, placeOf(piece))) return;
    this.moving.set(placeOf(piece), { x, y });
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.write(), REST_MS);
    this.act.extra({ moved: say("counters_page.plan.moved", { what: pieceName(this.app, piece), x, y }) });
  }

  async write() {
    const moved = [...this.moving];
    await this.act.edit(moved.flatMap(([place, { x, y }]) => squares(...place.split("/"), x, y)));
    for (const [place, at] of moved) if (this.moving.get(place) === at) this.moving.delete(place);
    this.act.store.set();
  }

  /** One square on by an arrow; over what stands in the way. */
  step(piece, key) {
    const [across, down] = STEPS[key];
    let [x, y] = [piece.x + across, piece.y + down];
    const inside = () => x >= 1 && y >= 1 && x <= MOST && y <= MOST;
    while (inside() && !this.isFree(x, y)) [x, y] = [x + across, y + down];
    this.put(piece, x, y);
  }

  take(piece, event) {
    if (event.button) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    Object.assign(this, { drag: piece, dragged: false });
  }

  /** The piece goes with the finger, from square to square. */
  follow(event) {
    if (!this.drag) return;
    const box = event.currentTarget.closest(".squares").getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top].map((at) => Math.max(1, Math.floor(at / SQUARE) + 1));
    const now = this.pieces.find((one) => placeOf(one) === placeOf(this.drag));
    if (!now || (now.x === x && now.y === y)) return;
    this.dragged = true;
    this.put(now, x, y);
  }

  drop(taken = false) {
    this.drag = null;
    if (taken) this.dragged = false;
  }

  /** A tap chooses a piece; the end of a drag is none. */
  choose(piece) {
    if (this.dragged) {
      this.dragged = false;
      return;
    }
    const { chosen, extra } = this.act.store;
    if (piece.section === "counter") {
      this.act.extra({ wall: null, counter: piece.name });
      if (chosen !== piece.name) this.act.show(piece.name);
    } else this.act.extra({ wall: extra.wall === piece.entry.id ? null : piece.entry.id, counter: null });
  }

  /** Free squares from the left, row by row, every other one. */
  * free() {
    for (let y = 2; y <= MOST; y += 2) for (let x = 2; x < LEAST.x; x += 2) if (this.isFree(x, y)) yield { x, y };
  }

  /** Give what has no place one each; what is put there alone is chosen. */
  async place(pieces) {
    const free = this.free();
    const edits = pieces.flatMap((one) => { const { x, y } = free.next().value; return squares(one.section, one.name, x, y); });
    if (!(await this.act.edit(edits))) return;
    if (pieces.length === 1) {
      this.choose(pieces[0]);
      this.focus(pieces[0]);
    }
  }

  focus(piece) {
    setTimeout(() => document.getElementById(`piece-${piece.section}-${piece.name}`)?.focus());
  }

  /** A wall of the hall's devices comes onto the plan; it shows there what it has shown so far. */
  async addWall(device) {
    const { x, y } = this.free().next().value;
    const row = fresh();
    const values = { id: device.id, zone: device.zone ?? "", plan_x: x, plan_y: y };
    if (!(await this.act.edit([{ do: "add", section: "wall", row, values }]))) return;
    this.act.extra({ wall: device.id, counter: null });
    this.focus({ section: "wall", name: row });
  }

  async remove(piece) {
    clearTimeout(this.timer);
    this.moving.delete(placeOf(piece));
    if (await this.act.edit(squares(piece.section, piece.name, null, null))) this.act.extra({ counter: null });
  }
}

const squares = (section, row, x, y) => [["plan_x", x], ["plan_y", y]].map(([field, value]) => ({ do: "set", section, row, field, value }));
