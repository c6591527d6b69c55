// A small emoji picker for the composer.

import { EMOJI } from "./emoji_table.js";
import { emojiLike } from "./emoji.js";
import { fill, h } from "./dom.js";
import { openPopover } from "./popover.js";

/** Open the picker at a button; `choose` gets the short name. */
export function openEmojiPicker(anchor, choose) {
  const search = h("input", { class: "text-input", type: "search", placeholder: "Search emoji", "aria-label": "Search emoji", autocomplete: "off" });
  const grid = h("div", { class: "emoji-grid" });
  const pick = (name) => {
    popover.close();
    choose(name);
  };
  const draw = () => {
    const typed = search.value.trim().toLowerCase();
    const seen = new Set();
    const found = (typed ? emojiLike(typed, 80) : [...EMOJI]).filter(([, character]) => !seen.has(character) && seen.add(character));
    fill(grid, found.length ? found.map(([name, character]) => h("button", { type: "button", class: "emoji-grid__one", title: `:${name}:`, "aria-label": name.replaceAll("_", " "), on: { click: () => pick(name) } }, character)) : h("p", { class: "people__none" }, "No emoji by that name."));
  };
  search.addEventListener("input", draw);
  search.addEventListener("keydown", (event) => event.key === "Enter" && grid.querySelector("button")?.click());
  draw();
  const popover = openPopover(anchor, [search, grid], { side: "above", className: "emoji-popover", role: "dialog", label: "Emoji" });
  search.focus();
}
