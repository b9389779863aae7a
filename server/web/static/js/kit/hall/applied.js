// Edits of a hall's file done here as the hub does them, so that an answer need not bring the whole file.
import { FORM } from "./form.js";

/** The file and the names of its rows after some edits; what does not change is shared. */
export function applied(file, rows, edits) {
  const now = { file: { ...file }, rows: { ...rows } };
  for (const edit of edits) one(now, edit);
  return now;
}

function one(now, { do: what, section, row, field, value, values, ahead_of: ahead }) {
  if (!FORM[section].list) {
    now.file[section] = { ...now.file[section], [field]: value };
    return;
  }
  const names = [...now.rows[section]];
  const entries = [...now.file[section]];
  const at = names.indexOf(row);
  if (what === "set") entries[at] = { ...entries[at], [field]: value };
  if (what === "remove" || what === "move") names.splice(at, 1);
  const [gone] = what === "remove" || what === "move" ? entries.splice(at, 1) : [null];
  if (what === "add" || what === "move") {
    const found = names.indexOf(ahead);
    const place = found < 0 ? names.length : found;
    names.splice(place, 0, row);
    entries.splice(place, 0, what === "add" ? { ...defaults(section), ...values } : gone);
  }
  now.rows[section] = names;
  now.file[section] = entries;
}

/** What the settings of a row are where nobody writes them. */
export const defaults = (section) =>
  Object.fromEntries(FORM[section].fields.filter((field) => field.optional || "default" in field)
    .map((field) => [field.name, field.default ?? (LISTS.has(field.kind) ? [] : EMPTY_TEXT.has(`${section}.${field.name}`) ? "" : null)]));

const LISTS = new Set(["lines", "many", "picks", "pairs"]);
// Texts that are empty rather than not set.
const EMPTY_TEXT = new Set(["agency.tagline", "agency.spoken", "service.name_en", "service.fee", "service.product", "service.complaints",
  "counter.label", "outcome.name_en", "hours.agency", "hours.service", "closed.agency", "closed.service", "display.visitor_page", "notice.zone"]);
