// Days and times of day as the hall writes them, 14-04-2026 and 10.46. A browser writes fields of its own for them
// in its own language, whatever that of the page is.
import { button, icon } from "./parts.js";
import { say } from "./say.js";
import { h } from "./vdom.js";

const ISO = /^(\d{4})-(\d{2})-(\d{2})$/;
const WRITTEN = [/^(\d{1,2})\s*[-/. ]\s*(\d{1,2})\s*[-/. ]\s*(\d{4})$/, /^(\d{2})(\d{2})(\d{4})$/];
const CLOCK = /^(\d{1,2})[.:]?(\d{2})$/;
const two = (text) => text.padStart(2, "0");

/** `2026-04-14` of what somebody wrote (14-04-2026, 14/4/2026, 14042026), "" where that is no day. */
export function dayIn(text) {
  const told = text.trim();
  const [day, month, year] = ISO.exec(told)?.slice(1).reverse() ?? WRITTEN.map((form) => form.exec(told)?.slice(1)).find(Boolean) ?? [];
  if (!year) return "";
  const found = `${year}-${two(month)}-${two(day)}`;
  const at = new Date(`${found}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(found) ? found : "";
}

/** `14-04-2026` for `2026-04-14`; what is no day stays as it is. */
export const dayShown = (day) => (ISO.test(day ?? "") ? day.split("-").reverse().join("-") : day ?? "");

/** `10:46` of what somebody wrote (10.46, 1046), "" where that is no time of day. */
export function clockIn(text) {
  const [hour, minute] = CLOCK.exec(text.trim())?.slice(1) ?? [];
  return hour && Number(hour) < 24 && Number(minute) < 60 ? `${two(hour)}:${minute}` : "";
}

/** `10.46` for `10:46`. */
export const clockShown = (clock) => (clock ?? "").replace(":", ".");

/** An input whose text is heard once it is whole, and again when it is left: `put("")` where it says nothing. */
function written({ id, value, put, needed = false, ...rest }, { read, shown, whole, kind, how }) {
  const was = value ?? "";
  const heard = (input, left) => {
    const found = read(input.value);
    const empty = !input.value.trim();
    if (found || empty) input.removeAttribute("aria-invalid");
    else if (left) input.setAttribute("aria-invalid", "true");
    if (left && found) input.value = shown(found);
    if (needed && !found) {
      if (left && empty) input.value = shown(was);
    } else if (found !== was && (found || left)) put(found);
  };
  return [
    h("input", { key: "input", id, type: "text", inputmode: "numeric", class: kind, maxlength: 20, autocomplete: "off", spellcheck: "false", placeholder: say(`common.${kind}_form`),
      value: shown(was), "aria-describedby": `${id}-how`, oninput: ({ target }) => { if (whole.test(target.value)) heard(target, false); },
      onchange: ({ target }) => heard(target, true), ...rest }),
    h("small", { key: "how", id: `${id}-how`, class: "how" }, say(how))];
}

/** What opens the browser's own calendar beside a field; `put` hears of the day that was chosen there. */
export const dayPicker = (value, put) => [
  h("input", { key: "native", type: "date", class: "sr", tabindex: "-1", "aria-hidden": "true", value: ISO.test(value ?? "") ? value : "",
    onchange: ({ target }) => target.value && put(target.value) }),
  button({ key: "pick", className: "pick-day", act: ({ currentTarget }) => currentTarget.parentElement.querySelector("[type=date]").showPicker?.(), "aria-label": say("common.pick_day") }, icon("days"))];

/** A field for a day, `value` and `put(day)` as 2026-04-14. `needed`: one that is emptied stays as it was. */
export const dayField = (of) => h("div", { key: `day-${of.id}`, class: "day-field" },
  written(of, { read: dayIn, shown: dayShown, whole: /^(\d{8}|[\d-]{10})$/, kind: "day", how: "common.day_how" }), dayPicker(of.value, of.put));

/** A field for a time of day, `value` and `put(time)` as 10:46. */
export const clockField = (of) => h("div", { key: `clock-${of.id}`, class: "day-field" },
  written(of, { read: clockIn, shown: clockShown, whole: /^\d\d[.:]?\d\d$/, kind: "clock", how: "common.clock_how" }));
