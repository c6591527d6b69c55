// Buttons: plain, primary or danger; some open an address; all tell the app.

import { classes, h } from "../dom.js";
import { plainText } from "../mrkdwn_view.js";

const STYLES = { primary: "button--primary", danger: "button--danger" };

/** The node for a button. */
export function button(field) {
  const { element, surface, block } = field;
  const press = async () => {
    if (node.getAttribute("aria-busy") === "true") return;
    if (element.url && /^https?:/i.test(element.url)) window.open(element.url, "_blank", "noopener");
    node.setAttribute("aria-busy", "true");
    await surface.act(block, element);
    node.removeAttribute("aria-busy");
  };
  const node = h(
    "button",
    { type: "button", class: classes("button", "button--small", STYLES[element.style]), "aria-label": element.accessibility_label ?? null, data: { field: `${block.block_id}/${element.action_id}`, action: element.action_id }, on: { click: press } },
    h("span", { class: "button__text" }, plainText(element.text?.text)),
  );
  return node;
}

/** A workflow button is shown, but workflows live in Slack alone. */
export function workflowButton(field) {
  return h("button", { type: "button", class: "button button--small", disabled: true, title: "Workflows run in Slack only" }, plainText(field.element.text?.text));
}
