// Shows something small beside the thing that opened it, inside the window whatever its size.

import { h } from "./dom.js";
import { layerHost, pushLayer } from "./layers.js";

const GAP = 6;
const EDGE = 8;

/**
 * Open a popover at an anchor. `side` is "below", "above" or "right"; `align` "start" or "end"; `width` "anchor"
 * makes it as wide as its anchor. Gives `{node, close, place}`; a click elsewhere, Escape or the anchor going away closes it.
 */
export function openPopover(anchor, content, { side = "below", align = "start", width, className = "", role, label, onClose, keepFocus = false } = {}) {
  const node = h("div", { class: `popover ${className}`, role, "aria-label": label }, content);
  const before = document.activeElement;
  layerHost().append(node);

  const place = () => {
    if (!anchor.isConnected) return void close();
    const box = anchor.getBoundingClientRect();
    if (width === "anchor") node.style.setProperty("width", `${Math.max(box.width, 160)}px`);
    const { offsetWidth: wide, offsetHeight: high } = node;
    let left = align === "end" ? box.right - wide : box.left;
    let top = side === "above" ? box.top - high - GAP : box.bottom + GAP;
    if (side === "right") [left, top] = [box.right + GAP, align === "end" ? box.bottom - high : box.top];
    if (side !== "right" && side !== "above" && top + high > innerHeight - EDGE && box.top - high - GAP >= EDGE) top = box.top - high - GAP;
    if (side === "above" && top < EDGE) top = Math.min(box.bottom + GAP, innerHeight - high - EDGE);
    node.style.setProperty("left", `${Math.max(EDGE, Math.min(left, innerWidth - wide - EDGE))}px`);
    node.style.setProperty("top", `${Math.max(EDGE, Math.min(top, innerHeight - high - EDGE))}px`);
  };
  const outside = (event) => {
    if (!node.contains(event.target) && !anchor.contains(event.target)) close();
  };
  const scrolled = (event) => {
    if (!node.contains(event.target)) place();
  };
  let open = true;
  const dropLayer = pushLayer({ close: () => close(true) });
  function close(byKey = false) {
    if (!open) return;
    open = false;
    dropLayer();
    node.remove();
    document.removeEventListener("pointerdown", outside, true);
    document.removeEventListener("scroll", scrolled, true);
    removeEventListener("resize", place);
    if (!keepFocus && (byKey || node.contains(document.activeElement)) && before?.isConnected) before.focus();
    onClose?.(byKey);
  }
  document.addEventListener("pointerdown", outside, true);
  document.addEventListener("scroll", scrolled, true);
  addEventListener("resize", place);
  place();
  return { node, close, place };
}
