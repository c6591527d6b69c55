// The actions block: buttons, selects and the like in a row that wraps.

import { h } from "../dom.js";
import { element } from "../inputs/element.js";

/** The node for an actions block. */
export function actionsBlock(block, ground) {
  return h("div", { class: "block actions" }, block.elements.map((one) => element(one, block, ground)));
}
