// Turns what was typed into what is sent. The server escapes it and makes names live; a person's shown name becomes
// the handle by which the server knows them.

import { shownName, state } from "./store.js";

/** A message or a command as it is sent; in a command, names alone are changed: the app wants the words as typed. */
export function outgoing(typed) {
  if (/^\/\w/.test(typed)) return handles(typed);
  return typed.split(/(```[\s\S]*?```|`[^`\n]*`)/).map((piece, index) => (index % 2 ? piece : handles(piece))).join("");
}

function handles(text) {
  const people = [...state.people.values()].filter((one) => !one.deleted);
  const names = new Map(people.map((one) => [shownName(one), one.name]));
  const longestFirst = [...names.keys()].sort((a, b) => b.length - a.length).map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const mention = new RegExp(`(^|[^\\p{L}\\p{N}.])@(${longestFirst.join("|")})(?![\\p{L}\\p{N}_-])`, "gu");
  return text.replace(mention, (_, before, name) => `${before}@${names.get(name)}`);
}
