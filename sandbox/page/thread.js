// The thread at the right: the message it hangs from, its replies, and a composer of its own.

import { composer } from "./composer.js";
import { fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { messageRows } from "./message_list.js";
import { closeThread, open } from "./places.js";
import { conversation, conversationName, listen, state } from "./store.js";

/** The thread pane's element; it is hidden while no thread is open. */
export function thread() {
  const node = h("aside", { class: "thread", "aria-label": "Thread", hidden: true });
  const inner = h("div", { class: "messages__inner" });
  const scroller = h("div", { class: "messages", role: "log", "aria-label": "Messages in this thread", tabindex: 0 }, inner);
  let rows = new Map();
  let shown = null;
  let count = 0;
  const draw = () => {
    const here = state.thread && conversation(state.thread.channel);
    node.hidden = !here;
    if (!here) return void (shown = null);
    const key = `${state.as} ${state.thread.channel} ${state.thread.ts}`;
    if (key !== shown) {
      shown = key;
      rows = new Map();
      count = 0;
      const name = conversationName(here);
      const head = h("header", { class: "pane__head" }, h("div", { class: "pane__title" }, h("h2", { class: "thread__title" }, "Thread"), h("button", { type: "button", class: "thread__place", on: { click: () => open(here.id) } }, here.kind === "channel" ? `#${name}` : name), h("button", { type: "button", class: "icon-button thread__close", "aria-label": "Close thread", on: { click: closeThread } }, icon("close", 20))));
      fill(node, head, h("div", { class: "pane__body" }, h("div", { class: "messages-host" }, scroller), composer(here, { threadTs: state.thread.ts })));
      node.querySelector("textarea")?.focus({ preventScroll: true });
    }
    const messages = state.thread.messages;
    if (!messages) return void fill(inner, h("div", { class: "loading" }, h("span", { class: "spinner" }), "Loading the thread…"));
    const nodes = messageRows(messages, rows, { channel: here.id, inThread: true });
    const replies = messages.length - 1;
    if (nodes.length) nodes.splice(1, 0, h("div", { class: "thread__line", role: "separator" }, h("span", null, replies > 0 ? `${replies} ${replies === 1 ? "reply" : "replies"}` : "No replies yet")));
    fill(inner, nodes);
    if (messages.length !== count) scroller.scrollTop = scroller.scrollHeight;
    count = messages.length;
  };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && state.thread && node.contains(document.activeElement)) closeThread();
  });
  listen(["thread", "people", "usergroups", "notices", "place", "as"], draw);
  return node;
}
