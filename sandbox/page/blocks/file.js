// The file block: a file that lives elsewhere.

import { h } from "../dom.js";
import { fileCard } from "../files.js";

/** The node for a file block. */
export function fileBlock(block) {
  return h("div", { class: "block" }, fileCard({ name: block.file?.name ?? block.external_id ?? "File", ...block.file }));
}
