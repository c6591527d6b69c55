// What is offered above the composer while one types: commands after "/", people after "@", channels after "#", emoji after ":".

import { appAvatar, avatar } from "./avatar.js";
import { classes, fill, freshId, h } from "./dom.js";
import { emojiLike } from "./emoji.js";
import { icon } from "./icons.js";
import { openPopover } from "./popover.js";
import { shownName, state } from "./store.js";

export class Completion {
  /** `changed` is called after something was completed. */
  constructor(text, { commands, changed }) {
    this.text = text;
    this.commands = commands;
    this.changed = changed;
    this.popover = null;
    this.dismissed = null;
    text.addEventListener("blur", () => setTimeout(() => this.close(), 120));
    text.addEventListener("click", () => this.refresh());
  }

  /** Offer what fits the word before the caret. */
  refresh() {
    const found = document.activeElement === this.text ? this.offers() : null;
    if (!found?.items.length || found.key === this.dismissed) return this.close();
    this.found = found;
    this.active = Math.min(this.active ?? 0, found.items.length - 1);
    if (!this.popover) {
      this.active = 0;
      this.id = freshId("completion");
      this.list = h("div", { role: "listbox", id: this.id, "aria-label": "Suggestions" });
      this.heading = h("div", { class: "completion__head" });
      this.popover = openPopover(this.text.closest(".composer__box"), [this.heading, this.list], { side: "above", width: "anchor", className: "completion", keepFocus: true, onClose: (byKey) => this.closed(byKey) });
      this.text.setAttribute("aria-controls", this.id);
    }
    fill(this.heading, found.title);
    this.draw();
    this.popover.place();
    return undefined;
  }

  draw() {
    const rows = this.found.items.map((item, index) =>
      h(
        "div",
        { role: "option", id: `${this.id}-${index}`, "aria-selected": String(index === this.active), class: classes("completion__row", index === this.active && "completion__row--active"), on: { pointermove: () => index !== this.active && this.mark(index), pointerdown: (event) => (event.preventDefault(), this.choose(item)) } },
        item.lead,
        h("span", { class: "completion__words" }, h("strong", { dir: "auto" }, item.name), item.hint && h("span", { class: "faint" }, ` ${item.hint}`)),
        item.note && h("span", { class: "completion__note" }, item.note),
      ),
    );
    fill(this.list, rows);
    rows[this.active]?.scrollIntoView({ block: "nearest" });
    this.text.setAttribute("aria-activedescendant", `${this.id}-${this.active}`);
  }

  mark(index) {
    this.active = index;
    this.draw();
  }

  /** Take a key; gives whether it was meant for the list. */
  key(event) {
    if (!this.popover) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const count = this.found.items.length;
    if (step) this.mark((this.active + step + count) % count);
    else if (event.key === "Tab" || (event.key === "Enter" && !event.shiftKey)) {
      const item = this.found.items[this.active];
      if (event.key === "Enter" && item.exact) return this.close(), false;
      this.choose(item);
    } else return false;
    event.preventDefault();
    return true;
  }

  choose(item) {
    const { selectionStart: at } = this.text;
    this.text.setRangeText(item.words, at - this.found.typed.length, at, "end");
    this.close();
    this.text.focus();
    this.changed();
  }

  close() {
    this.popover?.close();
  }

  closed(byKey) {
    this.dismissed = byKey ? this.found?.key ?? null : null;
    this.popover = null;
    this.active = 0;
    this.text.removeAttribute("aria-activedescendant");
  }

  offers() {
    const before = this.text.value.slice(0, this.text.selectionStart);
    const command = this.commands && /^\/[\w-]*$/.exec(before);
    if (command) return this.offered("Commands", command[0], commandItems(command[0]));
    // A name may follow any sign that is no part of a word, as in "by:@rosa"; an emoji's colon follows fewer.
    const word = /(?:^|[^\p{L}\p{N}.])([@#][^\s@#:]{0,30})$/u.exec(before)?.[1] ?? /(?:^|[\s(*_~])(:[^\s@#:]{0,30})$/.exec(before)?.[1];
    if (!word) return null;
    const typed = word.slice(1).toLowerCase();
    if (word[0] === "@") return this.offered("People and groups", word, mentionItems(typed));
    if (word[0] === "#") return this.offered("Channels", word, channelItems(typed));
    return typed.length < 2 ? null : this.offered("Emoji", word, emojiLike(typed).map(([name, character]) => ({ lead: h("span", { class: "emoji completion__emoji" }, character), name: `:${name}:`, words: `${character} ` })));
  }

  offered(title, typed, items) {
    return { title, typed, items, key: `${this.text.selectionStart}:${typed}` };
  }
}

function commandItems(typed) {
  return (state.app?.commands ?? []).filter((one) => one.command.startsWith(typed)).map((one) => ({ lead: appAvatar(28), name: one.command, hint: one.usage_hint, note: one.description, words: `${one.command} `, exact: one.command === typed }));
}

function mentionItems(typed) {
  const fits = (...words) => words.some((word) => word?.toLowerCase().split(/[\s-]+/).concat(word.toLowerCase()).some((part) => part.startsWith(typed)));
  const people = [...state.people.values()].filter((one) => !one.deleted && fits(shownName(one), one.name)).map((one) => ({ lead: avatar(one.id, 24), name: shownName(one), hint: one.id === state.as ? "(you)" : one.title, words: `@${shownName(one)} ` }));
  const groups = state.usergroups.filter((one) => !one.disabled && fits(one.handle, one.name)).map((one) => ({ lead: h("span", { class: "completion__mark" }, icon("users", 16)), name: `@${one.handle}`, hint: one.name, note: `${one.members?.length ?? 0} members`, words: `@${one.handle} ` }));
  const all = ["here", "channel"].filter((word) => fits(word)).map((word) => ({ lead: h("span", { class: "completion__mark" }, icon("users", 16)), name: `@${word}`, hint: "Notify everyone in this conversation", words: `@${word} ` }));
  return [...people.slice(0, 6), ...groups.slice(0, 5), ...(typed ? all : [])];
}

function channelItems(typed) {
  return state.channels.filter((one) => one.name.includes(typed)).slice(0, 8).map((one) => ({ lead: h("span", { class: "completion__mark" }, icon(one.is_private ? "lock" : "hash", 16)), name: one.name, words: `#${one.name} ` }));
}
