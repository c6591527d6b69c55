// The messages of the place, by day, with the line above what is new; it stays at the foot unless one has scrolled up.

import { appAvatar, avatar } from "./avatar.js";
import { fill, h, same } from "./dom.js";
import { dayKey, dividerDay } from "./dates.js";
import { icon } from "./icons.js";
import { messageNode } from "./message.js";
import { textObject } from "./mrkdwn_view.js";
import { conversationName, listen, person, shownName, state } from "./store.js";

const TOGETHER_S = 300; // Messages of one author this close stand under one name.

/** The scrolling list for a conversation. */
export function messageList(here) {
  const inner = h("div", { class: "messages__inner" });
  const jump = h("button", { type: "button", class: "messages__jump", hidden: true }, icon("down", 16), "New messages");
  const scroller = h("div", { class: "messages", role: "log", "aria-label": `Messages in ${conversationName(here)}`, tabindex: 0 }, inner);
  const node = h("div", { class: "messages-host" }, scroller, jump);
  const rows = new Map();
  let atFoot = true;
  let count = -1;
  scroller.addEventListener("scroll", () => {
    atFoot = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 40;
    if (atFoot) jump.hidden = true;
  });
  const toFoot = () => (scroller.scrollTop = scroller.scrollHeight);
  jump.addEventListener("click", toFoot);
  new ResizeObserver(() => atFoot && toFoot()).observe(inner);
  new ResizeObserver(() => atFoot && toFoot()).observe(scroller);
  const draw = () => {
    if (state.place?.id !== here.id) return;
    if (!state.messages) {
      rows.clear();
      count = -1;
      atFoot = true;
      return void fill(inner, skeleton());
    }
    const grew = count >= 0 && state.messages.length > count;
    count = state.messages.length;
    fill(inner, beginning(here), messageRows(state.messages, rows, { channel: here.id, newFrom: state.newFrom }));
    if (atFoot) toFoot();
    else if (grew) jump.hidden = false;
  };
  listen(["messages", "newFrom", "clock", "people", "usergroups", "notices", "channels"], draw, node);
  draw();
  return node;
}

/** The rows of a list of messages; rows whose message did not change are used again. */
export function messageRows(messages, rows, { channel, newFrom = null, inThread = false }) {
  const nodes = [];
  const seen = new Set();
  let before = null;
  for (const message of messages) {
    const seconds = Number(message.ts);
    const newDay = !before || dayKey(Number(before.ts)) !== dayKey(seconds);
    if (newDay && !inThread) nodes.push(dayLine(dividerDay(seconds)));
    if (message.ts === newFrom) nodes.push(h("div", { class: "new-line", role: "separator" }, h("span", null, "New")));
    const joined = !newDay && message.ts !== newFrom && joins(before, message);
    const key = `${channel}:${message.ts}`;
    const facts = [message, joined, state.notices.get(key) ?? null, state.as, state.people.size];
    const known = rows.get(message.ts);
    const row = known && same(known.facts, facts) ? known : { facts, node: messageNode(message, { channel, joined, inThread }) };
    rows.set(message.ts, row);
    seen.add(message.ts);
    nodes.push(row.node);
    before = message;
  }
  for (const ts of rows.keys()) if (!seen.has(ts)) rows.delete(ts);
  return nodes;
}

function joins(before, message) {
  const author = (one) => one.bot_id ?? one.user;
  return Boolean(before) && author(before) === author(message) && (before.username ?? "") === (message.username ?? "") && Number(message.ts) - Number(before.ts) < TOGETHER_S && !message._ephemeral && !before._ephemeral && !message.subtype && !before._reply_count;
}

function dayLine(day) {
  return h("div", { class: "day-line", role: "separator", "aria-label": day }, h("span", null, day));
}

/** What stands before the first message of a conversation. */
function beginning(here) {
  if (here.kind === "channel") {
    const words = here.is_private ? "Only its members can see it." : "Anyone in the workspace can find it.";
    return h("div", { class: "beginning" }, h("div", { class: "beginning__mark" }, icon(here.is_private ? "lock" : "hash", 32)), h("h2", null, here.name), h("p", null, `This is the very beginning of the ${here.name} channel. ${words}`), here.topic && h("p", { class: "faint" }, textObject({ type: "plain_text", text: here.topic })));
  }
  if (here.is_app) return h("div", { class: "beginning" }, appAvatar(56), h("h2", null, state.app?.name), h("p", null, `This is the very beginning of your messages with ${state.app?.name}. What it has to tell you alone arrives here.`));
  const name = shownName(person(here.user));
  const words = here.user === state.as ? "This is your space. Draft messages, list your to-dos, keep links and files at hand." : `This conversation is just between ${name} and you.`;
  return h("div", { class: "beginning" }, avatar(here.user, 56), h("h2", { dir: "auto" }, name), h("p", null, words));
}

function skeleton() {
  const line = (width) => h("div", { class: "skeleton__line", style: { width } });
  const one = (a, b) => h("div", { class: "skeleton" }, h("div", { class: "skeleton__avatar" }), h("div", { class: "skeleton__lines" }, line("120px"), line(a), line(b)));
  return h("div", { "aria-label": "Loading messages", role: "status" }, one("70%", "45%"), one("52%", "64%"), one("66%", "30%"));
}
