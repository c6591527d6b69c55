// Select menus of every kind: ties an element's state to a combo box.

import { classes, h } from "../dom.js";
import { Combobox } from "./combobox.js";

/** The node for a select; `key` is the state's property, `many` whether it holds a list. */
export function select(field, source, key, many = false) {
  const read = () => {
    const held = field.state[key];
    return (many ? held ?? [] : held ? [held] : []).map(source.known);
  };
  const change = async (choices) => {
    const raw = choices.map((choice) => choice.raw);
    await field.choose({ [key]: many ? raw : raw[0] ?? null });
    box.show(read());
  };
  const box = new Combobox({
    naming: field.naming,
    placeholder: field.placeholder || (many ? "Choose options" : "Choose an option"),
    source,
    many,
    most: field.element.max_selected_items ?? Infinity,
    clearable: field.ground.isInput && field.ground.optional,
    change,
  });
  box.show(read());
  if (field.element.focus_on_load) requestAnimationFrame(() => box.input.focus());
  return h("div", { class: classes("select", !field.ground.isInput && "select--inline") }, box.node);
}
