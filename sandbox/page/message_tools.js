// The small bar that appears over a message under the pointer: reply, and the app's message shortcuts.

import { api } from "./api.js";
import { appAvatar } from "./avatar.js";
import { h } from "./dom.js";
import { openEmojiPicker } from "./emoji_picker.js";
import { icon } from "./icons.js";
import { openMenu } from "./menu.js";
import { openThread } from "./places.js";
import { attempt } from "./session.js";
import { state } from "./store.js";
import { toast } from "./toast.js";

/** The bar for a message; an ephemeral one has none, as nothing can be done with it. */
export function messageTools(message, { channel, inThread }) {
  if (message._ephemeral) return null;
  const root = message.thread_ts ?? message.ts;
  const tool = (mark, name, press, more = {}) => h("button", { type: "button", class: "tools__tool", "aria-label": name, title: name, ...more, on: { click: press } }, icon(mark, 18));
  return h(
    "div",
    { class: "tools", role: "toolbar", "aria-label": "Message actions" },
    tool("smile", "Add reaction", (event) => openEmojiPicker(event.currentTarget, (name) => attempt(() => api.react(channel, message.ts, name, true))), { "aria-expanded": "false" }),
    !inThread && tool("reply", "Reply in thread", () => openThread(channel, root)),
    tool("link", "Copy link", () => copyLink(channel, message)),
    tool("kebab", "More actions", (event) => openActions(event.currentTarget, message, channel), { "aria-haspopup": "menu", "aria-expanded": "false" }),
  );
}

function openActions(anchor, message, channel) {
  const shortcuts = state.app?.shortcuts?.message ?? [];
  const run = async (shortcut) => {
    const answer = await attempt(() => api.shortcut({ callback_id: shortcut.callback_id, channel, message: { channel, ts: message.ts } }));
    if (answer?.ok === false) toast(answer.error ?? "The app did not respond.", "error");
  };
  const items = [
    { text: "Reply in thread", lead: icon("reply", 18), choose: () => openThread(channel, message.thread_ts ?? message.ts) },
    { text: "Copy text", lead: icon("file", 18), choose: () => copy(message.text ?? "", "The text was copied.") },
    ...(shortcuts.length ? [{ line: true }, { heading: "Message shortcuts" }] : []),
    ...shortcuts.map((shortcut) => ({ text: shortcut.name, description: state.app.name, lead: appAvatar(28), choose: () => run(shortcut) })),
  ];
  openMenu(anchor, items, { label: "More actions", align: "end" });
}

function copyLink(channel, message) {
  const url = new URL(`/archives/${channel}/p${message.ts.replace(".", "")}`, location.origin);
  if (message.thread_ts && message.thread_ts !== message.ts) url.searchParams.set("thread_ts", message.thread_ts);
  return copy(url.href, "The link was copied.");
}

async function copy(text, done) {
  try {
    await navigator.clipboard.writeText(text);
    toast(done);
  } catch {
    toast("The browser does not let this page write to the clipboard.", "error");
  }
}
