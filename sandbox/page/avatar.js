// Draws the square picture of a person or an app: their initials on their colour.

import { h } from "./dom.js";
import { person, shownName, state } from "./store.js";

/** The avatar of a person; `size` in CSS pixels. */
export function avatar(id, size = 36) {
  if (state.app && id === state.app.bot_user_id) return appAvatar(size);
  const someone = person(id);
  return square(someone.initials || initialsOf(shownName(someone)), someone.color, size, someone.deleted);
}

/** The app's own avatar. */
export function appAvatar(size = 36) {
  return square(initialsOf(state.app?.name ?? "App"), state.app?.color, size, false, "avatar--app");
}

/** An avatar for a name that is no person of this workspace, such as a message's own `username`. */
export function namedAvatar(name, size = 36) {
  return square(initialsOf(name), null, size, false, "avatar--app");
}

/** The first letters of the first and last word. */
export function initialsOf(name) {
  const words = (name || "?").trim().split(/\s+/);
  const letters = words.length > 1 ? [words[0], words[words.length - 1]] : [words[0]];
  return letters.map((word) => [...word][0]?.toUpperCase() ?? "").join("");
}

function square(initials, color, size, faded, extra = "") {
  const style = { "--size": `${size}px`, "--shade": /^#?[0-9a-f]{6}$/i.test(color ?? "") ? `#${color.replace("#", "")}` : "#616061" };
  return h("span", { class: `avatar ${extra} ${faded ? "avatar--faded" : ""}`.trim(), style, "aria-hidden": "true" }, initials);
}
