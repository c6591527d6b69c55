// Draws what `mrkdwn.js` has read, and plain text. Everything becomes text nodes and elements, never markup.

import { fileUrl } from "./api.js";
import { classes, h } from "./dom.js";
import { filledDate, fullMoment } from "./dates.js";
import { emojiCharacter } from "./emoji.js";
import { openProfile } from "./profile.js";
import { open, openThread } from "./places.js";
import { readMrkdwn, unescaped } from "./mrkdwn.js";
import { conversation, person, shownName, state } from "./store.js";

/** The nodes for a mrkdwn text. */
export function mrkdwn(text, options) {
  return drawn(readMrkdwn(text ?? "", options));
}

/** The nodes for a list of read nodes. */
export function drawn(nodes) {
  return nodes.map(draw);
}

const TAGS = { bold: "strong", italic: "em", strike: "s" };

function draw(node) {
  switch (node.type) {
    case "text": return document.createTextNode(node.text);
    case "break": return h("br");
    case "paragraph": return h("span", { class: "paragraph-gap" });
    case "code": return h("code", { class: "code" }, node.text);
    case "pre": return h("pre", { class: "pre", tabindex: 0 }, node.text);
    case "quote": return h("blockquote", { class: "quote", dir: "auto" }, drawn(node.children));
    case "emoji": return emojiNode(node.name, node.character);
    case "link": return linkNode(node.url, drawn(node.children));
    case "user": return userMention(node.id, node.label);
    case "channel": return channelMention(node.id, node.label);
    case "usergroup": return groupMention(node.id, node.label);
    case "broadcast": return h("span", { class: "mention mention--me" }, `@${node.range}`);
    case "date": return dateNode(node);
    default: return h(TAGS[node.type], null, drawn(node.children));
  }
}

/** The nodes for plain text: line breaks and emoji short names, nothing else. */
export function plainText(text, { emoji = true } = {}) {
  const nodes = [];
  for (const [index, line] of unescaped(text ?? "").split("\n").entries()) {
    if (index) nodes.push(h("br"));
    if (!emoji) nodes.push(line);
    else nodes.push(...line.split(/(:[a-z0-9_+'-]+(?:::skin-tone-[2-6])?:)/).map(characterFor));
  }
  return nodes;
}

/** Plain text as one string, for attributes such as `aria-label` and `placeholder`. */
export function plainString(object) {
  return unescaped(object?.text ?? "").replace(/:([a-z0-9_+'-]+):/g, (token, name) => emojiCharacter(name) ?? token);
}

function characterFor(piece) {
  const character = /^:.+:$/.test(piece) ? emojiCharacter(piece.slice(1, -1)) : null;
  return character ? emojiNode(piece.slice(1, -1), character) : piece;
}

/** The nodes for a text object of Block Kit. */
export function textObject(object) {
  if (!object) return [];
  return object.type === "mrkdwn" ? mrkdwn(object.text, { verbatim: object.verbatim }) : plainText(object.text, { emoji: object.emoji !== false });
}

/** One emoji with its short name as its tooltip. */
export function emojiNode(name, character) {
  return h("span", { class: "emoji", title: `:${name}:` }, character);
}

/** A link; one to a message of this workspace opens it here. */
export function linkNode(url, children) {
  const link = h("a", { class: "link", href: fileHere(url) ?? url, target: "_blank", rel: "noopener noreferrer" }, children);
  const inside = /\/archives\/([CDG][A-Z0-9]+)(?:\/p(\d{10})(\d{6}))?(?:\?.*?thread_ts=([\d.]+))?/.exec(url);
  if (inside && (url.startsWith(location.origin) || url.includes(`//${state.team?.domain}.`))) {
    link.addEventListener("click", (event) => {
      if (!conversation(inside[1])) return;
      event.preventDefault();
      void open(inside[1]);
      if (inside[4] || inside[2]) void openThread(inside[1], inside[4] ?? `${inside[2]}.${inside[3]}`);
    });
  }
  return link;
}

/** The address of a file of this workspace, as the acting person opens it; null when the address is another. */
function fileHere(url) {
  const file = /^https?:\/\/([^/]+)\/files\/([A-Z0-9]+)\/([^?#]+)/.exec(url);
  const here = file && [location.host, `127.0.0.1:${location.port}`].includes(file[1]);
  return here ? fileUrl({ id: file[2], name: decodeURIComponent(file[3]) }) : null;
}

/** `@Name`; a click shows who that is. */
export function userMention(id, label) {
  const someone = person(id);
  const name = someone.unknown ? label ?? id : shownName(someone);
  const mine = id === state.as;
  const click = someone.unknown ? null : (event) => openProfile(id, event.currentTarget);
  return h("button", { type: "button", class: classes("mention", mine && "mention--me"), on: { click } }, `@${name}`);
}

/** `#name`; a click goes there. */
export function channelMention(id, label) {
  const target = conversation(id);
  const name = target?.name ?? label;
  if (!name) return h("span", { class: "mention mention--dead" }, "#private channel");
  return h("button", { type: "button", class: "mention", on: { click: () => open(id) } }, `#${name}`);
}

/** `@handle` of a user group; it is bright for its members. */
export function groupMention(id, label) {
  const group = state.usergroups.find((one) => one.id === id);
  const mine = group?.members?.includes(state.as);
  const handle = group?.handle ?? label?.replace(/^@/, "") ?? id;
  const members = (group?.members ?? []).map((one) => shownName(person(one))).join(", ");
  return h("span", { class: classes("mention", mine && "mention--me"), title: members || null }, `@${handle}`);
}

/** A date in the reader's own zone, kept current by `refreshDates`. */
export function dateNode({ timestamp, format, url, fallback }) {
  if (!Number.isFinite(timestamp)) return document.createTextNode(fallback ?? "");
  const time = h("time", { class: "date", datetime: new Date(timestamp * 1000).toISOString(), title: fullMoment(timestamp), data: { ts: timestamp, format } }, filledDate(format, timestamp));
  return url && /^https?:/i.test(url) ? linkNode(unescaped(url), [time]) : time;
}

/** Write every shown date anew: time has passed or the clock was moved. */
export function refreshDates(root = document) {
  for (const node of root.querySelectorAll("time[data-format]")) {
    const text = filledDate(node.dataset.format, Number(node.dataset.ts));
    if (node.textContent !== text) node.textContent = text;
  }
}
