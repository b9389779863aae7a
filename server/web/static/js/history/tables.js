// A spreadsheet, or an agency of another hall: read by the hub row by row, then put into the draft.
import { applied } from "../kit/hall/applied.js";
import { letterFor, looksFor } from "../kit/hall/proposing.js";
import { freshPassword } from "../kit/entry/passwords.js";
import { refusalText, troubleText } from "../kit/words.js";
import * as api from "../kit/wire/api.js";
import { tableSheet } from "./table-view.js";

// So many edits go at once; a row's stay together.
const AT_ONCE = 400;
const LARGEST = 4_000_000;

/** A whole hall is a file with a [hall]; all else is a table, or a part of one. */
export const isHall = (name, text) => /\.toml$/i.test(name) && /^\s*\[hall\]/m.test(text);

async function base64(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}

/** What a new agency lacks is proposed: a letter that sounds apart, a shape and colours that stay apart. */
function proposed(edit, file) {
  if (edit.do !== "add" || edit.section !== "agency") return edit;
  const { letter, shape, ...values } = edit.values;
  return { ...edit, values: { ...looksFor(file), ...(shape ? { shape } : {}), ...values, letter: letterFor(file, letter ?? "") } };
}

/** The edits of all rows in sets, as the draft with `file` and `rows` takes them. */
export function editSets(file, rows, understood) {
  const sets = [[]];
  let now = { file, rows };
  for (const row of understood) {
    const edits = row.edits.map((edit) => proposed(edit, now.file));
    if (sets.at(-1).length + edits.length > AT_ONCE) sets.push([]);
    sets.at(-1).push(...edits);
    now = applied(now.file, now.rows, edits);
  }
  return sets.filter((set) => set.length);
}

export class Tables {
  constructor(act) {
    this.act = act;
  }

  get store() {
    return this.act.store;
  }

  async read(file) {
    const { store } = this;
    if (file.size > LARGEST) return this.act.extra({ refused: [troubleText(new api.Refused(413, {}))] });
    store.set({ busy: "read", notice: null, told: null });
    try {
      const found = await api.readFile("/hall/draft/read", { name: file.name, content: await base64(file) });
      store.set({ busy: null, sheet: { kind: "table", name: file.name, found, made: null, fault: null, view: tableSheet } });
    } catch (error) {
      store.set({ busy: null });
      if (error instanceof api.Refused && error.status !== 401) this.act.extra({ refused: [error.details?.[0] ?? error.detail ?? refusalText(error)] });
      else this.act.refused(error);
    }
    return null;
  }

  /** All rows that were understood become edits; people get accounts, whose passwords are shown once. */
  async take() {
    const { store } = this;
    const { found } = store.sheet;
    if (store.busy) return;
    store.set({ busy: "take" });
    for (const edits of editSets(store.file, store.rows, found.rows)) {
      if (!(await this.act.edit(edits))) return store.set({ busy: null });
    }
    const made = await this.people(found.rows);
    store.set({ busy: null });
    if (made.length || store.sheet?.fault) this.act.pick({ made });
    else this.act.closeSheet();
    await this.act.load();
  }

  /** Accounts for those who have none, whose passwords are shown once, and what people may serve; up to the first that is refused. */
  async people(rows) {
    const made = [];
    for (const row of rows.filter((one) => one.person || one.skilled)) {
      try {
        if (row.person) await this.account(row.person, made);
        else await this.skill(row.skilled.account_id, row.skilled.skills);
      } catch (error) {
        this.act.pick({ fault: `${row.told}: ${error instanceof api.Refused ? error.details?.[0] ?? refusalText(error) : troubleText(error)}` });
        break;
      }
    }
    return made;
  }

  async account({ skills, ...person }, made) {
    const password = freshPassword();
    const { id } = await api.change("/accounts", { request_id: api.newRequestId(), ...person, password });
    made.push({ ...person, password });
    if (skills) await this.skill(id, skills);
  }

  skill(id, skills) {
    return api.change(`/accounts/${id}/skills`, { request_id: api.newRequestId(), skills });
  }
}
