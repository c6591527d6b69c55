// The context block: small grey text and little pictures in a row.

import { h } from "../dom.js";
import { textObject } from "../mrkdwn_view.js";
import { picture } from "./image.js";

/** The node for a context block. */
export function contextBlock(block) {
  return h(
    "div",
    { class: "block context" },
    block.elements.map((one) => (one.type === "image" ? picture(one, "context__image") : h("span", { class: "context__text", dir: "auto" }, textObject(one)))),
  );
}
