// Folds a long text behind "See more", as Slack does in messages.

import { h } from "../dom.js";

const LONG_CHARACTERS = 700;
const LONG_LINES = 8;

/** The text, folded when it is long. */
export function folded(node, text) {
  if (text.length < LONG_CHARACTERS && text.split("\n").length <= LONG_LINES) return node;
  const button = h("button", { type: "button", class: "link-button", "aria-expanded": "false" }, "See more");
  const host = h("div", { class: "folded folded--shut" }, node, button);
  button.addEventListener("click", () => {
    const shut = host.classList.toggle("folded--shut");
    button.textContent = shut ? "See more" : "See less";
    button.setAttribute("aria-expanded", String(!shut));
  });
  return host;
}
