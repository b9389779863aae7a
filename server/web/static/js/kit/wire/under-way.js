// What was tapped shows that it is under way, from the tap on and until the hub has answered what it started.
const CONTROLS = "button, select, input, textarea, a, summary";
// What cannot draw a bar of its own lets the one around it do so.
const BARE = new Set(["select", "input", "textarea"]);
const counts = new WeakMap();
let tapped = null;

/** A person's act is being handled: what is asked for until all of it has run belongs to that control. */
function remember(event) {
  const control = event.submitter ?? event.target.closest?.(CONTROLS) ?? null;
  tapped = control && BARE.has(control.localName) ? control.parentElement : control;
  const mine = tapped;
  setTimeout(() => { if (tapped === mine) tapped = null; });
}

for (const kind of ["click", "change", "submit", "keydown", "drop"]) addEventListener(kind, remember, true);

/** Something is asked for: mark what was tapped for it, if anything was, until the function that this gives is called. */
export function underWay() {
  const control = tapped;
  if (!control) return () => {};
  counts.set(control, (counts.get(control) ?? 0) + 1);
  control.setAttribute("aria-busy", "true");
  return () => {
    counts.set(control, counts.get(control) - 1);
    // A page that says itself what is under way at this control goes on saying so.
    if (!counts.get(control) && !control.vnode?.props["aria-busy"]) control.removeAttribute("aria-busy");
  };
}
