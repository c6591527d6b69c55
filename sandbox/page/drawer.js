// Holds the sidebar. In a narrow window it is a drawer over the conversation: the rail opens it, going anywhere shuts it.

import { classes, h } from "./dom.js";
import { pushLayer } from "./layers.js";
import { listen, set, state } from "./store.js";

// The same width as in narrow.css.
const narrow = matchMedia("(width < 760px)");
let dropLayer = null;

/** The sidebar's element around its parts. */
export function drawer(...parts) {
  const node = h("div", { class: "side" }, parts);
  const outside = (event) => {
    // What the rail does about the drawer is its own affair, and a menu that was opened here belongs to it.
    if (state.drawer && !node.contains(event.target) && !event.target.closest?.(".rail, #layers")) turnDrawer(false);
  };
  document.addEventListener("pointerdown", outside, true);
  narrow.addEventListener("change", () => turnDrawer(false));
  listen(["place"], () => turnDrawer(false));
  listen(["drawer"], () => (node.className = classes("side", state.drawer && "side--open")));
  return node;
}

/** Whether the sidebar is a drawer just now. */
export function isDrawer() {
  return narrow.matches;
}

/** Open the drawer or shut it. */
export function turnDrawer(open) {
  const opens = open && isDrawer();
  if (opens === state.drawer) return;
  dropLayer?.();
  dropLayer = opens ? pushLayer({ close: () => turnDrawer(false) }) : null;
  set({ drawer: opens });
}
