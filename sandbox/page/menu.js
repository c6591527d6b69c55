// A list of things to do, opened at a button: arrow keys move, Enter chooses.

import { freshId, h } from "./dom.js";
import { openPopover } from "./popover.js";

/**
 * Open a menu. An item is `{text, description?, lead?, danger?, choose}`, `{heading}` or `{line: true}`; `lead` is a node.
 */
export function openMenu(anchor, items, { label, side, align, header, className = "" } = {}) {
  const rows = items.map((item) => row(item, () => popover.close()));
  const menu = h("div", { role: "menu", "aria-label": label }, rows);
  const popover = openPopover(anchor, [header, menu], { side, align, className: `menu ${className}`, onClose: () => anchor.setAttribute("aria-expanded", "false") });
  anchor.setAttribute("aria-expanded", "true");
  const stops = () => [...menu.querySelectorAll("[role=menuitem]")];
  menu.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const all = stops();
    all[(all.indexOf(document.activeElement) + step + all.length) % all.length]?.focus();
  });
  stops()[0]?.focus({ preventScroll: true });
  return popover;
}

function row(item, close) {
  if (item.line) return h("div", { class: "menu__line", role: "separator" });
  if (item.heading) return h("div", { class: "menu__heading" }, item.heading);
  const choose = () => {
    close();
    item.choose();
  };
  const about = item.description ? freshId("about") : null;
  return h(
    "button",
    { type: "button", role: "menuitem", "aria-label": item.text, "aria-describedby": about, class: `menu__item ${item.danger ? "menu__item--danger" : ""}`, on: { click: choose, pointermove: (event) => event.currentTarget.focus({ preventScroll: true }) } },
    item.lead && h("span", { class: "menu__lead" }, item.lead),
    h("span", { class: "menu__words" }, h("span", { class: "menu__text" }, item.text), item.description && h("span", { class: "menu__description", id: about }, item.description)),
    item.trail && h("span", { class: "menu__trail" }, item.trail),
  );
}
