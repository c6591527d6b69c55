// The video block: its title and description; the video itself lives elsewhere and is not fetched.

import { h } from "../dom.js";
import { icon } from "../icons.js";
import { linkNode, plainText } from "../mrkdwn_view.js";

/** The node for a video block. */
export function videoBlock(block) {
  const title = plainText(block.title?.text);
  return h("div", { class: "block video" }, h("strong", null, block.title_url ? linkNode(block.title_url, title) : title), block.description && h("div", null, plainText(block.description.text)), h("div", { class: "video__still", role: "img", "aria-label": block.alt_text }, icon("forward", 28)));
}
