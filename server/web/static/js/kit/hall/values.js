// Between what stands in a field and what stands in the file.
import { dayIn, dayShown } from "../days.js";

const lines = (text) => text.split("\n").map((line) => line.trim()).filter(Boolean);

/** The text of a field for a value of the file. */
export function textOf(field, value) {
  if (value === null || value === undefined) return "";
  if (field.kind === "date") return dayShown(value);
  if (field.kind === "lines") return (field.name === "dates" ? value.map(dayShown) : value).join("\n");
  if (field.kind === "pairs") return value.map((pair) => pair.join("-")).join("\n");
  return String(value);
}

/** The value for the file of what was typed; what reads as no number stays text, which the hub finds wrong. */
export function valueOf(field, text, empty) {
  const told = text.trim();
  const day = (written) => dayIn(written) || written;
  if (field.kind === "lines") return field.name === "dates" ? lines(text).map(day) : lines(text);
  if (field.kind === "pairs") return lines(text).map((line) => line.split(/\s*[-–]\s*/));
  if (!told) return empty;
  if (field.kind === "date") return day(told);
  return field.kind === "number" && /^-?\d+$/.test(told) ? Number(told) : told;
}
