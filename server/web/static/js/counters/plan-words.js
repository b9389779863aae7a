// What pieces of the plan are called.
import { nameOf } from "../kit/hall/fields.js";
import { say } from "../kit/say.js";

export const wallName = (app, entry) => (app.extra.walls ?? []).find((one) => one.id === entry.id)?.name || entry.id || "";

export const pieceName = (app, { section, entry }) => (section === "counter" ? nameOf("counter", entry) : say("counters_page.plan.wall", { wall: wallName(app, entry) }));
