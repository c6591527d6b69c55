// The table block: rows of plain or rich text cells.

import { h } from "../dom.js";
import { plainText } from "../mrkdwn_view.js";
import { richTextBlock } from "./rich_text.js";

/** The node for a table block; the first row is its head. */
export function tableBlock(block) {
  const settings = block.column_settings ?? [];
  const cell = (tag) => (one, column) => h(tag, { class: `table__cell ${settings[column]?.is_wrapped ? "table__cell--wrapped" : ""}`, style: settings[column]?.align ? { "text-align": settings[column].align } : {}, dir: "auto" }, content(one));
  const [head, ...rows] = block.rows ?? [];
  return h("div", { class: "block table-scroll", tabindex: 0 }, h("table", { class: "table" }, h("thead", null, h("tr", null, (head ?? []).map(cell("th")))), h("tbody", null, rows.map((row) => h("tr", null, row.map(cell("td")))))));
}

function content(one) {
  if (one.type === "rich_text") return richTextBlock(one);
  return plainText(one.text ?? String(one.value ?? ""));
}
