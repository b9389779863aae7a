// What a page knows, in one place, and the picture drawn from it: the part that all pages share.
import { emptyEntry } from "./entry/entering.js";
import { HubClock } from "./time.js";
import { patch } from "./vdom.js";

/** A page's store gives `draw()`, and calls `show` in it. */
export class Drawn {
  /** `stays` says for how many ms what is said in a band stays, by its name. */
  constructor(root, said, stays = {}) {
    Object.assign(this, { root, said, stays, clock: new HubClock(), entry: emptyEntry(), menu: false, act: null, drawing: false, leaving: false, timers: {} });
    addEventListener("popstate", () => this.wentBack());
    // A key that is held presses once: a browser repeats Enter some thirty times a second.
    addEventListener("keydown", (event) => {
      if (event.repeat && event.key === "Enter" && !event.target.closest?.("textarea")) event.preventDefault();
    }, true);
  }

  /** Change something and draw once, soon. */
  set(changes = {}) {
    Object.assign(this, changes);
    for (const [name, ms] of Object.entries(this.stays)) if (changes[name]) this.forgetLater(name, ms);
    if (this.drawing) return;
    this.drawing = true;
    queueMicrotask(() => {
      this.drawing = false;
      this.draw();
    });
  }

  forgetLater(name, ms) {
    clearTimeout(this.timers[name]);
    this.timers[name] = setTimeout(() => this.set({ [name]: null }), ms);
  }

  /** Show what `view()` gives, with its sheet if it has one (`open`); the keyboard stays where it was. */
  show(view, open = false) {
    const hadFocus = this.root.contains(document.activeElement);
    // Closed before it is taken away: the browser then gives the focus back to where it came from.
    if (!open) this.root.querySelector("dialog[open]")?.close();
    patch(this.root, view());
    this.root.querySelector("dialog:not([open])")?.showModal();
    if (hadFocus && document.activeElement === document.body) this.catchFocus();
    this.markWayBack(open);
  }

  /** The browser's way back closes a sheet instead of leaving the page: an entry of its history stands for the sheet. */
  markWayBack(open) {
    const marked = history.state?.over === true;
    if (this.leaving || open === marked) return;
    if (open) return history.pushState({ over: true }, "");
    this.leaving = true;
    history.back();
  }

  wentBack() {
    const ours = this.leaving;
    this.leaving = false;
    if (!ours && history.state?.over !== true) this.act.closeSheet?.();
    else this.set();
  }

  /** What had the focus is gone: the keyboard goes on at the heading of what came. */
  catchFocus() {
    const heading = this.root.querySelector("h1");
    heading?.setAttribute("tabindex", "-1");
    heading?.focus({ preventScroll: true });
  }

  /** Say it to a screen reader, once. */
  tell(words) {
    if (this.said.textContent !== words) this.said.textContent = words;
  }

  /** Open or close the menu; the keyboard goes back from it to its button. */
  turnMenu(open, more = {}) {
    if (!open && this.root.querySelector(".panel")?.contains(document.activeElement)) this.root.querySelector(".menu-button").focus();
    this.set({ menu: open, ...more });
  }

  /** A tap beside the menu closes it. */
  closeMenuBeside() {
    document.addEventListener("pointerdown", (event) => {
      if (this.menu && !event.target.closest(".menu")) this.act.menu(false);
    });
  }
}
