// Where one writes: a growing text field, files, the app's shortcuts and commands, and what is offered while typing.

import { api } from "./api.js";
import { Attachments } from "./attachments.js";
import { Completion } from "./completion.js";
import { classes, fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { openEmojiPicker } from "./emoji_picker.js";
import { outgoing } from "./outgoing.js";
import { attempt } from "./session.js";
import { openShortcuts } from "./shortcuts.js";
import { conversationName, listen, state } from "./store.js";

/** The composer of a conversation or, with `threadTs`, of a thread in it. */
export function composer(here, { threadTs } = {}) {
  if (here.is_archived) return closed("You are viewing an archived channel. Nothing can be sent here any more.");
  if (here.kind === "channel" && !here.is_member) return closed(`You are not a member of #${here.name}, so you can read but not write here.`);
  if (here.is_app && state.app?.messages_tab_read_only && !threadTs) return closed("Sending messages to this app has been turned off. Its commands work in every other conversation.");
  return new Composer(here, threadTs).node;
}

function closed(words) {
  return h("div", { class: "composer-closed" }, icon("info", 18), words);
}

class Composer {
  constructor(here, threadTs) {
    this.here = here;
    this.threadTs = threadTs;
    this.draft = `${state.as}:${here.id}:${threadTs ?? ""}`;
    const name = conversationName(here);
    const label = threadTs ? "Reply…" : `Message ${here.kind === "channel" ? "#" : ""}${name}`;
    this.failure = h("div", { class: "composer__failure", role: "alert" });
    this.text = h("textarea", { class: "composer__text", rows: 1, placeholder: label, "aria-label": threadTs ? "Reply in thread" : label, dir: "auto", value: state.drafts.get(this.draft) ?? "", on: { input: () => this.changed(), keydown: (event) => this.key(event), paste: (event) => this.paste(event) } });
    this.send = h("button", { type: "button", class: "composer__send", "aria-label": "Send now", title: "Send now", on: { click: () => this.submit() } }, icon("send", 18));
    this.attachments = new Attachments(() => this.changed());
    this.completion = new Completion(this.text, { commands: !threadTs, changed: () => this.changed() });
    const tool = (mark, title, press, more = {}) => h("button", { type: "button", class: "icon-button composer__tool", "aria-label": title, title, ...more, on: { click: press } }, icon(mark, 18));
    this.box = h(
      "div",
      { class: "composer__box" },
      this.text,
      this.attachments.node,
      h("div", { class: "composer__bar" }, tool("plus", "Shortcuts and files", (event) => openShortcuts(event.currentTarget, { channel: here.id, attach: () => this.attachments.choose(), command: (words) => this.insert(words, true) }), { "aria-haspopup": "menu", "aria-expanded": "false" }), tool("smile", "Emoji", (event) => openEmojiPicker(event.currentTarget, (short) => this.insert(`:${short}: `))), tool("at", "Mention someone", () => this.insert("@")), !threadTs && tool("slash", "Run a command", () => this.insert("/", true)), h("span", { class: "composer__space" }), this.send),
    );
    this.box.addEventListener("click", (event) => event.target === this.box && this.text.focus());
    this.box.addEventListener("dragover", (event) => (event.preventDefault(), this.box.classList.add("composer__box--drop")));
    this.box.addEventListener("dragleave", () => this.box.classList.remove("composer__box--drop"));
    this.box.addEventListener("drop", (event) => this.drop(event));
    this.hint = h("div", { class: "composer__hint" }, h("span", null, h("strong", null, "Shift + Enter"), " to add a new line"));
    this.node = h("div", { class: "composer" }, this.failure, this.box, this.hint);
    requestAnimationFrame(() => {
      this.changed();
      if (!threadTs && !document.querySelector(".dialog")) this.text.focus({ preventScroll: true });
    });
    listen(["people"], () => this.completion.refresh(), this.node);
  }

  changed() {
    state.drafts.set(this.draft, this.text.value);
    this.text.style.setProperty("height", "auto");
    this.text.style.setProperty("height", `${Math.min(this.text.scrollHeight, innerHeight * 0.4)}px`);
    const ready = (this.text.value.trim() !== "" || this.attachments.ready.length > 0) && !this.attachments.busy;
    this.send.disabled = !ready;
    this.send.className = classes("composer__send", ready && "composer__send--ready");
    this.hint.classList.toggle("composer__hint--shown", this.text.value.length > 0);
    this.completion.refresh();
  }

  insert(words, fromStart = false) {
    const { selectionStart: at, value } = this.text;
    if (fromStart) this.text.value = words;
    else this.text.setRangeText(words, at, this.text.selectionEnd, "end");
    if (!fromStart && words === "@" && at > 0 && /[\p{L}\p{N}.]/u.test(value[at - 1])) this.text.setRangeText(" @", at, at + 1, "end");
    this.text.focus();
    this.changed();
  }

  key(event) {
    if (this.completion.key(event)) return;
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      void this.submit();
    }
  }

  paste(event) {
    if (event.clipboardData?.files?.length) {
      event.preventDefault();
      this.attachments.add(event.clipboardData.files);
    }
  }

  drop(event) {
    event.preventDefault();
    this.box.classList.remove("composer__box--drop");
    this.attachments.add(event.dataTransfer.files);
  }

  async submit() {
    const typed = this.text.value;
    const files = this.attachments.ready;
    if ((!typed.trim() && !files.length) || this.attachments.busy) return;
    fill(this.failure);
    if (this.threadTs && /^\/\w/.test(typed)) return this.refuse(`${typed.trim().split(/\s/)[0]} is not supported in threads. Sorry!`);
    this.text.value = "";
    this.changed();
    const message = { channel: this.here.id, text: outgoing(typed.trimEnd()), thread_ts: this.threadTs };
    if (files.length) message.file_ids = files.map((file) => file.id);
    const answer = await attempt(() => api.send(message));
    if (answer?.ok) {
      this.attachments.clear();
      this.changed();
    } else {
      if (!this.text.value) this.text.value = typed;
      this.changed();
      if (answer) this.refuse(answer.error ?? "The message was not sent. Try again.");
    }
    return undefined;
  }

  refuse(sentence) {
    fill(this.failure, icon("warning", 16), h("span", null, sentence));
  }
}
