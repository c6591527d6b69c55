// The rich text block: sections, lists, quotes and preformatted text, with styled runs inside.

import { classes, h } from "../dom.js";
import { emojiCharacter } from "../emoji.js";
import { channelMention, dateNode, emojiNode, groupMention, linkNode, userMention } from "../mrkdwn_view.js";

const BULLETS = 3;
const MARKS = [["bold", "strong"], ["italic", "em"], ["strike", "s"], ["underline", "u"], ["code", "code"]];

/** The node for a rich text block. */
export function richTextBlock(block) {
  return h("div", { class: "block rich-text" }, block.elements.map(part));
}

function part(element) {
  switch (element.type) {
    case "rich_text_list": return list(element);
    case "rich_text_quote": return h("blockquote", { class: "quote", dir: "auto" }, element.elements.map(run));
    case "rich_text_preformatted": return h("pre", { class: "pre", tabindex: 0 }, element.elements.map((one) => one.text ?? one.url ?? ""));
    default: return h("div", { class: "rich-text__section", dir: "auto" }, element.elements.map(run));
  }
}

function list(element) {
  const indent = element.indent ?? 0;
  const items = element.elements.map((one) => h("li", { dir: "auto" }, one.elements.map(run)));
  const style = { "--indent": indent };
  const className = `list list--${element.style === "ordered" ? "ordered" : "bullet"} list--level-${indent % BULLETS}`;
  return h(element.style === "ordered" ? "ol" : "ul", { class: className, style, start: element.style === "ordered" ? (element.offset ?? 0) + 1 : null }, items);
}

function run(element) {
  switch (element.type) {
    case "text": return styled(broken(element.text), element.style);
    case "link": return styled([linkNode(element.url, [element.text || element.url])], element.style);
    case "emoji": return emojiNode(element.name, emojiCharacter(element.skin_tone ? `${element.name}::skin-tone-${element.skin_tone}` : element.name) ?? fromCode(element.unicode) ?? `:${element.name}:`);
    case "user": return styled([userMention(element.user_id)], element.style);
    case "usergroup": return styled([groupMention(element.usergroup_id)], element.style);
    case "channel": return styled([channelMention(element.channel_id)], element.style);
    case "broadcast": return h("span", { class: "mention mention--me" }, `@${element.range}`);
    case "date": return styled([dateNode({ ...element, timestamp: Number(element.timestamp) })], element.style);
    case "color": return h("span", { class: "code color" }, h("span", { class: "color__dot", style: /^#[0-9a-f]{3,8}$/i.test(element.value) ? { background: element.value } : {} }), element.value);
    default: return element.text ?? "";
  }
}

function broken(text) {
  return text.split("\n").flatMap((line, index) => (index ? [h("br"), line] : [line]));
}

function styled(nodes, style = {}) {
  return MARKS.reduce((inner, [name, tag]) => (style[name] ? h(tag, { class: classes(name === "code" && "code") || null }, inner) : inner), nodes);
}

function fromCode(code) {
  return code ? String.fromCodePoint(...code.split("-").map((part) => Number.parseInt(part, 16))) : null;
}
