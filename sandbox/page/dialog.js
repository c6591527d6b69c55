// The box over a dimmed page that modals, confirmations and the page's own dialogs share.

import { append, focusables, freshId, h } from "./dom.js";
import { icon } from "./icons.js";
import { layerHost, pushLayer } from "./layers.js";

/**
 * Make and open a dialog. `lead` stands before the title; `onDismiss` is called when the person closes it by the
 * cross or Escape, and decides itself whether to `close()`. Gives `{node, body, footer, setTitle, close}`.
 */
export function openDialog({ title, lead = null, className = "", onDismiss, dismissName = "Close", role = "dialog" }) {
  const titleId = freshId("dialog-title");
  const heading = h("h1", { class: "dialog__title", id: titleId, dir: "auto" }, title);
  const leadSlot = h("span", { class: "dialog__lead" }, lead);
  const cross = h("button", { type: "button", class: "icon-button dialog__close", "aria-label": dismissName, on: { click: () => onDismiss() } }, icon("close", 20));
  const body = h("div", { class: "dialog__body" });
  const footer = h("footer", { class: "dialog__footer" });
  const node = h("div", { class: `dialog ${className}`, role, "aria-modal": "true", "aria-labelledby": titleId, tabindex: -1 }, h("header", { class: "dialog__head" }, leadSlot, heading, cross), body, footer);
  const dim = h("div", { class: "dim" }, node);
  const before = document.activeElement;
  append(layerHost(), [dim]);
  const dropLayer = pushLayer({ close: () => onDismiss(), trap: node });
  const shadow = () => node.classList.toggle("dialog--more", body.scrollTop + body.clientHeight < body.scrollHeight - 2);
  body.addEventListener("scroll", shadow);
  new ResizeObserver(shadow).observe(body);
  let open = true;
  const close = () => {
    if (!open) return;
    open = false;
    dropLayer();
    dim.remove();
    if (before?.isConnected && before !== document.body) before.focus({ preventScroll: true });
  };
  const setTitle = (text, newLead) => {
    heading.textContent = text;
    if (newLead !== undefined) leadSlot.replaceChildren(...(newLead ? [newLead] : []));
  };
  return { node, body, footer, setTitle, close, shadow };
}

/** Put the focus on the first field of a dialog's body, or on the dialog itself. */
export function focusFirst({ node, body }) {
  const first = focusables(body).find((one) => one.matches("input, textarea, select, [role=combobox]"));
  (first ?? node).focus({ preventScroll: true });
}
