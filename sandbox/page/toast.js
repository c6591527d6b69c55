// Short sentences that appear at the foot of the page and go again.

import { h } from "./dom.js";
import { icon } from "./icons.js";

const LIFE_MS = 7000;

/** Show a sentence; `kind` is "info" or "error". The same sentence is not stacked. */
export function toast(text, kind = "info") {
  const host = document.getElementById("toasts");
  for (const old of host.children) if (old.dataset.text === text) old.remove();
  const close = h("button", { class: "icon-button icon-button--small", type: "button", "aria-label": "Dismiss" }, icon("close", 16));
  const node = h("div", { class: `toast toast--${kind}`, data: { text } }, icon(kind === "error" ? "warning" : "info", 20), h("span", { class: "toast__text" }, text), close);
  const leave = () => {
    node.classList.add("toast--leaving");
    setTimeout(() => node.remove(), 180);
  };
  close.addEventListener("click", leave);
  host.append(node);
  while (host.children.length > 3) host.firstChild.remove();
  setTimeout(leave, LIFE_MS);
}
