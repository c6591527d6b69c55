// Keeps what floats over the page in order: Escape closes the top one only, Tab stays inside a dialog.

import { focusables } from "./dom.js";

const stack = [];

/** Put a layer on top. `close` is called by Escape; `trap` is the element that keeps the focus, if any. */
export function pushLayer({ close, trap = null }) {
  const layer = { close, trap };
  stack.push(layer);
  return () => {
    const at = stack.indexOf(layer);
    if (at >= 0) stack.splice(at, 1);
  };
}

/** Where layers are put, outside of everything that scrolls or clips. */
export function layerHost() {
  return document.getElementById("layers");
}

document.addEventListener("keydown", (event) => {
  const top = stack[stack.length - 1];
  if (!top) return;
  if (event.key === "Escape") {
    event.preventDefault();
    event.stopPropagation();
    top.close();
  } else if (event.key === "Tab") {
    const trap = [...stack].reverse().find((layer) => layer.trap)?.trap;
    if (trap && stack[stack.length - 1].trap === trap) keepInside(trap, event);
  }
}, true);

function keepInside(root, event) {
  const stops = focusables(root);
  if (!stops.length) return;
  const first = stops[0];
  const last = stops[stops.length - 1];
  const outside = !root.contains(document.activeElement);
  if (event.shiftKey ? document.activeElement === first || outside : document.activeElement === last || outside) {
    event.preventDefault();
    (event.shiftKey ? last : first).focus();
  }
}
