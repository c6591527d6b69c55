// The input block: a label, an element that holds what is entered, a hint, and what was wrong with it.

import { classes, freshId, h } from "../dom.js";
import { icon } from "../icons.js";
import { element } from "../inputs/element.js";
import { plainText } from "../mrkdwn_view.js";

const GROUPS = new Set(["checkboxes", "radio_buttons", "datetimepicker"]);

/** The node for an input block. */
export function inputBlock(block, ground) {
  const id = freshId("field");
  const labelId = freshId("label");
  const group = GROUPS.has(block.element.type);
  const words = [plainText(block.label.text), block.optional && h("span", { class: "field__optional" }, " (optional)")];
  const label = group ? h("div", { class: "field__label", id: labelId, dir: "auto" }, words) : h("label", { class: "field__label", id: labelId, for: id, dir: "auto" }, words);
  const error = !ground.error ? null : h("div", { class: "field__error", id: `${id}-error`, role: "alert" }, icon("warning", 16), h("span", { dir: "auto" }, ground.error));
  const hint = block.hint && h("div", { class: "field__hint", id: `${id}-hint`, dir: "auto" }, plainText(block.hint.text));
  const described = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(" ") || null;
  // What was refused is no longer there once something else is entered.
  const entered = () => {
    error?.remove();
    node.classList.remove("field--wrong");
  };
  const field = element(block.element, block, { ...ground, id, labelId, described, entered, isInput: true, optional: block.optional === true });
  const node = h("div", { class: classes("block", "field", ground.error && "field--wrong"), data: { block: block.block_id } }, label, field, error, hint);
  return node;
}
