// One-line and many-line text, e-mail addresses, addresses of pages, numbers; with a count where there is a limit.

import { classes, h } from "../dom.js";

const TELL_AFTER_MS = 300;
const KINDS = { email_text_input: ["email", "email"], url_text_input: ["url", "url"], number_input: ["text", "decimal"], plain_text_input: ["text", "text"] };

/** The node for a text, e-mail, URL or number input. */
export function textInput(field) {
  const { element } = field;
  const [type, mode] = KINDS[element.type];
  const many = element.multiline === true;
  const triggers = element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  const count = h("span", { class: "text__count", "aria-live": "polite" });
  let telling = null;
  const tell = () => {
    clearTimeout(telling);
    void field.surface.act(field.block, element, { value: field.state.value });
  };
  const read = () => {
    field.keep({ value: node.value === "" ? null : node.value });
    paint();
    if (field.tells && triggers.includes("on_character_entered")) {
      clearTimeout(telling);
      telling = setTimeout(tell, TELL_AFTER_MS);
    }
  };
  const key = (event) => {
    if (event.key !== "Enter" || event.isComposing || (many && event.shiftKey)) return;
    if (field.tells && triggers.includes("on_enter_pressed")) {
      event.preventDefault();
      event.stopPropagation();
      tell();
    }
  };
  const node = h(many ? "textarea" : "input", {
    ...field.naming,
    class: classes("text-input", many && "text-input--many"),
    type: many ? null : type,
    rows: many ? 3 : null,
    inputmode: mode,
    placeholder: field.placeholder || (element.type === "url_text_input" ? "https://" : null),
    dir: "auto",
    autocomplete: "off",
    spellcheck: element.type === "plain_text_input" ? "true" : "false",
    value: field.state.value ?? "",
    on: { input: read, keydown: key },
  });
  const paint = () => {
    const { length } = [...node.value];
    const left = element.max_length ? element.max_length - length : null;
    const short = element.min_length && length > 0 && length < element.min_length;
    const near = left !== null && (left <= 0.25 * element.max_length || left < 50);
    count.textContent = short ? `${element.min_length - length} more` : near && (length > 0 || many) ? String(left) : "";
    count.className = classes("text__count", left !== null && left < 0 && "text__count--over");
    if (many && node.isConnected) {
      node.style.setProperty("height", "auto");
      node.style.setProperty("height", `${Math.min(320, Math.max(84, node.scrollHeight + 2))}px`);
    }
  };
  requestAnimationFrame(paint);
  if (element.focus_on_load) requestAnimationFrame(() => node.focus());
  return h("div", { class: classes("text", many && "text--many") }, node, count);
}
