// Keys of a keyboard for what is done again and again. Function keys only: no letter that somebody speaks or types by mistake.

/** What a key presses, by the name that its button has here and its sentence in the list of keys. */
export const KEYS = { main: "F2", recall: "F4", finish: "F8", park: "F9", transfer: "F10" };

/** Press what a key stands for, as if it were tapped: while no sheet is open, once for each press. */
export function listenForKeys({ root }) {
  document.addEventListener("keydown", (event) => {
    if (event.repeat || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    if (!Object.values(KEYS).includes(event.key) || root.querySelector("dialog[open]")) return;
    const meant = root.querySelector(`[aria-keyshortcuts="${event.key}"]`);
    if (!meant) return;
    event.preventDefault();
    meant.click();
  });
}
