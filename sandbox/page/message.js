// One message: who, when, what it says, what hangs below it.

import { api } from "./api.js";
import { appAvatar, avatar, namedAvatar } from "./avatar.js";
import { BlockList } from "./blocks/block_list.js";
import { classes, h } from "./dom.js";
import { clockTime, fullMoment } from "./dates.js";
import { emojiCharacter, isOnlyEmoji } from "./emoji.js";
import { fileNodes } from "./files.js";
import { icon } from "./icons.js";
import { messageTools } from "./message_tools.js";
import { dateNode, mrkdwn } from "./mrkdwn_view.js";
import { openThread } from "./places.js";
import { openProfile } from "./profile.js";
import { attempt } from "./session.js";
import { person, shownName, state, touch } from "./store.js";
import { Surface } from "./surface.js";

const surfaces = new Map(); // What is entered into a message's inputs outlives its being drawn anew.

/** The row for a message; `joined` leaves out the name because the row above is of the same author. */
export function messageNode(message, { channel, joined, inThread = false }) {
  const seconds = Number(message.ts);
  const author = authorOf(message);
  const time = h("time", { class: "message__time", datetime: new Date(seconds * 1000).toISOString(), title: fullMoment(seconds) }, clockTime(seconds));
  const press = author.id ? (event) => openProfile(author.id, event.currentTarget) : null;
  const gutter = joined ? h("div", { class: "message__gutter message__gutter--time" }, time) : h("div", { class: "message__gutter" }, author.picture);
  const head = !joined && h("div", { class: "message__head" }, h("button", { type: "button", class: "message__author", dir: "auto", on: { click: press } }, author.name), author.isApp && h("span", { class: "badge" }, "App"), author.away && h("span", { class: "message__away" }, author.away), time);
  const failure = state.notices.get(`${channel}:${message.ts}`) ?? message._error;
  const content = h(
    "div",
    { class: "message__content" },
    message._ephemeral && h("div", { class: "message__only-you" }, icon("eye", 14), "Only visible to you"),
    message.subtype === "thread_broadcast" && h("div", { class: "message__only-you" }, icon("reply", 14), "Replied to a thread"),
    head,
    bodyOf(message, channel),
    fileNodes(message.files),
    reactions(message, channel),
    failure && failureLine(failure),
    !inThread && message._reply_count > 0 && replyBar(message, channel),
  );
  return h(
    "div",
    { role: "article", class: classes("message", joined && "message--joined", message._ephemeral && "message--ephemeral"), "aria-label": `${author.name}, ${clockTime(seconds)}`, data: { ts: message.ts } },
    gutter,
    content,
    messageTools(message, { channel, inThread }),
  );
}

function authorOf(message) {
  const bot = message.bot_id || message.subtype === "bot_message";
  if (bot) {
    const mine = !message.user || message.user === state.app?.bot_user_id;
    const name = message.username ?? (mine ? state.app?.name : null) ?? message.bot_profile?.name ?? shownName(person(message.user));
    const picture = message.username && message.username !== state.app?.name ? namedAvatar(message.username) : mine ? appAvatar() : avatar(message.user);
    return { id: message.user ?? state.app?.bot_user_id, name, picture, isApp: true };
  }
  const someone = person(message.user);
  const away = someone.is_stranger ? "another workspace" : someone.deleted ? "deactivated" : null;
  return { id: someone.unknown ? null : someone.id, name: shownName(someone), picture: avatar(message.user), isApp: someone.is_bot, away };
}

function bodyOf(message, channel) {
  const edited = message.edited && h("span", { class: "message__edited", title: fullMoment(Number(message.edited.ts)) }, " (edited)");
  const parts = [];
  if (message.blocks?.length) parts.push(blocksOf(message, channel, message.blocks, "message"), edited);
  else if (message.text) parts.push(h("div", { class: classes("message__text", isOnlyEmoji(message.text) && "message__text--emoji"), dir: "auto" }, mrkdwn(message.text), edited));
  for (const [index, attachment] of (message.attachments ?? []).entries()) parts.push(attachmentNode(attachment, message, channel, index));
  return parts;
}

function blocksOf(message, channel, blocks, part) {
  const key = `${state.as}:${channel}:${message.ts}:${part}`;
  if (!surfaces.has(key)) {
    const container = { type: "message", channel, ts: message.ts, thread_ts: message.thread_ts, ephemeral: message._ephemeral || undefined };
    const surface = new Surface(container);
    surface.fail = (sentence) => {
      state.notices.set(`${channel}:${message.ts}`, sentence);
      touch("notices");
    };
    surfaces.set(key, surface);
  }
  const list = new BlockList(h("div", { class: "blocks" }), { surface: surfaces.get(key), place: "message" });
  list.draw(blocks);
  return list.host;
}

function attachmentNode(attachment, message, channel, index) {
  const color = { good: "#2eb886", warning: "#daa038", danger: "#a30200" }[attachment.color] ?? (/^#?[0-9a-f]{6}$/i.test(attachment.color ?? "") ? `#${attachment.color.replace("#", "")}` : null);
  const words = [attachment.pretext && h("div", { class: "attachment__pretext", dir: "auto" }, mrkdwn(attachment.pretext))];
  const inside = [
    attachment.author_name && h("div", { class: "attachment__author" }, attachment.author_name),
    attachment.title && h("div", { class: "attachment__title", dir: "auto" }, mrkdwn(attachment.title_link ? `<${attachment.title_link}|${attachment.title}>` : attachment.title)),
    attachment.text && h("div", { dir: "auto" }, mrkdwn(attachment.text)),
    attachment.blocks?.length && blocksOf(message, channel, attachment.blocks, `attachment-${index}`),
    attachment.fields?.length && h("div", { class: "fields" }, attachment.fields.map((field) => h("div", { class: "fields__field", dir: "auto" }, h("strong", null, field.title), h("div", null, mrkdwn(field.value))))),
    attachment.footer && h("div", { class: "attachment__footer" }, attachment.footer),
  ];
  return h("div", null, words, h("div", { class: "attachment", style: color ? { "--bar": color } : {} }, inside));
}

function reactions(message, channel) {
  if (!message.reactions?.length) return null;
  const pill = (one) => {
    const names = (one.users ?? []).map((id) => shownName(person(id))).join(", ");
    const mine = one.users?.includes(state.as) === true;
    const press = () => attempt(() => api.react(channel, message.ts, one.name, !mine));
    return h("button", { type: "button", class: classes("reaction", mine && "reaction--mine"), "aria-pressed": String(mine), title: `${names} reacted with :${one.name}:`, on: { click: press } }, emojiCharacter(one.name) ?? `:${one.name}:`, h("span", null, one.count ?? one.users?.length ?? 1));
  };
  return h("div", { class: "reactions" }, message.reactions.map(pill));
}

function failureLine(sentence) {
  return h("div", { class: "message__failure", role: "alert" }, icon("warning", 16), h("span", null, sentence));
}

function replyBar(message, channel) {
  const people = (message._reply_users ?? []).slice(0, 4);
  const count = message._reply_count;
  const last = message._latest_reply && dateNode({ timestamp: Number(message._latest_reply), format: "{ago}" });
  return h(
    "button",
    { type: "button", class: "replies", on: { click: () => openThread(channel, message.ts) } },
    h("span", { class: "replies__people" }, people.map((id) => (state.people.has(id) || id === state.app?.bot_user_id ? avatar(id, 24) : appAvatar(24)))),
    h("span", { class: "replies__count" }, `${count} ${count === 1 ? "reply" : "replies"}`),
    last && h("span", { class: "replies__last" }, h("span", { class: "replies__when" }, "Last reply ", last), h("span", { class: "replies__view" }, "View thread")),
    icon("right", 16),
  );
}
