// Checkboxes and radio buttons, each choice with its description.

import { classes, h } from "../dom.js";
import { textObject } from "../mrkdwn_view.js";

/** The node for a group of checkboxes. */
export function checkboxes(field) {
  return group(field, "checkbox", (inputs, options) => ({ selected_options: options.filter((_, index) => inputs[index].checked) }));
}

/** The node for a group of radio buttons. */
export function radioButtons(field) {
  return group(field, "radio", (inputs, options) => ({ selected_option: options.find((_, index) => inputs[index].checked) ?? null }));
}

function group(field, type, read) {
  const { options } = field.element;
  const paint = () => {
    const { selected_options: many, selected_option: one } = field.state;
    const chosen = new Set((many ?? (one ? [one] : [])).map((option) => option.value));
    inputs.forEach((input, index) => (input.checked = chosen.has(options[index].value)));
  };
  const change = async () => {
    await field.choose(read(inputs, options));
    paint();
  };
  const inputs = options.map((_, index) => h("input", { type, class: `choice__input choice__input--${type}`, name: field.id, id: `${field.id}-${index}`, "aria-labelledby": `${field.id}-${index}-text`, "aria-describedby": options[index].description ? `${field.id}-${index}-about` : null, data: { field: `${field.block.block_id}/${field.element.action_id}/${index}` }, on: { change } }));
  const choice = (option, index) => h("label", { class: classes("choice", option.description && "choice--described"), for: `${field.id}-${index}` }, inputs[index], h("span", { class: "choice__words", dir: "auto" }, h("span", { id: `${field.id}-${index}-text` }, textObject(option.text)), option.description && h("span", { class: "choice__description", id: `${field.id}-${index}-about` }, textObject(option.description))));
  const node = h("div", { class: "choices", role: type === "radio" ? "radiogroup" : "group", "aria-labelledby": field.ground.labelId ?? null, "aria-describedby": field.ground.described ?? null }, options.map(choice));
  paint();
  return node;
}
