// The overflow menu: up to five choices behind three dots.

import { h } from "../dom.js";
import { icon } from "../icons.js";
import { openMenu } from "../menu.js";
import { plainString } from "../mrkdwn_view.js";

/** The node for an overflow menu. */
export function overflow(field) {
  const { element, surface, block } = field;
  const choose = (option) => {
    if (option.url && /^https?:/i.test(option.url)) window.open(option.url, "_blank", "noopener");
    void surface.act(block, element, { selected_option: option });
  };
  const open = () => openMenu(node, element.options.map((option) => ({ text: plainString(option.text), description: option.description && plainString(option.description), choose: () => choose(option) })), { label: "More options", align: "end" });
  const node = h("button", { type: "button", class: "button button--small button--icon", "aria-label": "More options", "aria-haspopup": "menu", "aria-expanded": "false", data: { field: `${block.block_id}/${element.action_id}` }, on: { click: open } }, icon("dots", 18));
  return node;
}
