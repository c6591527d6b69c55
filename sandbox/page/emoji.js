// Turns emoji short names into characters, and offers short names to who types one.

import { EMOJI } from "./emoji_table.js";

const TONES = ["🏻", "🏼", "🏽", "🏾", "🏿"];

/** The character of a short name such as `tada` or `wave::skin-tone-3`; null when it is unknown. */
export function emojiCharacter(name) {
  const [base, tone] = name.split("::");
  const found = EMOJI.get(base);
  if (!found) return null;
  const level = /^skin-tone-([2-6])$/.exec(tone ?? "")?.[1];
  return level ? found.replace("\ufe0f", "") + TONES[Number(level) - 2] : found;
}

/** Up to `most` [name, character] pairs whose short names fit what was typed; those that begin with it first. */
export function emojiLike(typed, most = 8) {
  const starts = [];
  const holds = [];
  for (const entry of EMOJI) {
    if (entry[0].startsWith(typed)) starts.push(entry);
    else if (entry[0].includes(typed)) holds.push(entry);
  }
  return [...starts, ...holds].slice(0, most);
}

const ALONE = /^(?:\s*(?:\p{Extended_Pictographic}|\p{Emoji_Component}|\u200d|\ufe0f|:[a-z0-9_+'-]+(?:::skin-tone-[2-6])?:))+\s*$/u;

/** Whether a message says nothing but emoji, which Slack shows large. */
export function isOnlyEmoji(text) {
  if (!text || text.length > 120 || !ALONE.test(text) || /^[\d\s#*]+$/.test(text)) return false;
  return [...text.matchAll(/:([a-z0-9_+'-]+(?:::skin-tone-[2-6])?):/g)].every((match) => emojiCharacter(match[1]));
}
