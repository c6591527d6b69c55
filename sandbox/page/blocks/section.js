// The section block: text, fields in two columns, something at the right. Long text folds.

import { element } from "../inputs/element.js";
import { classes, h } from "../dom.js";
import { textObject } from "../mrkdwn_view.js";
import { folded } from "./folded.js";

const WIDE = new Set(["checkboxes", "radio_buttons", "plain_text_input", "multi_static_select", "multi_external_select", "multi_users_select", "multi_conversations_select", "multi_channels_select"]);

/** The node for a section block. */
export function sectionBlock(block, ground) {
  const text = block.text && h("div", { class: "section__text", dir: "auto" }, textObject(block.text));
  const words = text && ground.place === "message" && !block.expand ? folded(text, block.text.text) : text;
  const fields = block.fields?.length && h("div", { class: "fields" }, block.fields.map((field) => h("div", { class: "fields__field", dir: "auto" }, textObject(field))));
  const accessory = block.accessory && h("div", { class: classes("section__accessory", WIDE.has(block.accessory.type) && "section__accessory--wide") }, element(block.accessory, block, ground));
  return h("div", { class: "block section" }, h("div", { class: "section__words" }, words, fields), accessory);
}
