// A text field with a list under it: narrows as one types, works by keyboard, holds one choice or several.

import { classes, fill, freshId, h } from "../dom.js";
import { icon } from "../icons.js";
import { openPopover } from "../popover.js";

export class Combobox {
  /** `source.find(typed)` gives groups of choices or a promise of them, null when they did not come. */
  constructor({ naming, placeholder, source, many, most, clearable, change }) {
    Object.assign(this, { source, many, most, clearable, change, placeholder });
    this.chosen = [];
    this.listId = freshId("options");
    this.tokens = h("span", { class: "combobox__tokens" });
    this.lead = h("span", { class: "combobox__lead" });
    this.clear = h("button", { type: "button", class: "combobox__clear", "aria-label": "Clear", hidden: true, tabindex: -1, on: { click: () => this.commit([]) } }, icon("close", 14));
    this.input = h("input", { ...naming, class: "combobox__input", type: "text", role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.listId, "aria-haspopup": "listbox", autocomplete: "off", spellcheck: "false", dir: "auto", on: { input: () => this.typed(), keydown: (event) => this.key(event), click: () => this.open(), blur: () => this.left() } });
    this.node = h("div", { class: classes("combobox", many && "combobox--many"), on: { click: (event) => this.pressed(event) } }, this.tokens, this.lead, this.input, this.clear, h("span", { class: "combobox__arrow" }, icon("down", 16)));
  }

  /** Show what is chosen. */
  show(chosen) {
    this.chosen = chosen;
    this.clear.hidden = !(this.clearable && !this.many && chosen.length);
    const [first] = chosen;
    if (this.many) {
      fill(this.tokens, chosen.map((choice) => this.token(choice)));
      if (document.activeElement !== this.input) this.input.value = "";
    } else {
      this.input.value = first?.text ?? "";
      this.input.title = first?.text ?? "";
      fill(this.lead, first?.lead?.());
    }
    this.input.placeholder = this.many && chosen.length ? "" : this.placeholder;
    this.popover?.place();
  }

  token(choice) {
    const drop = (event) => {
      event.stopPropagation();
      this.commit(this.chosen.filter((one) => one.key !== choice.key));
    };
    return h("span", { class: "token" }, choice.lead?.(), h("span", { class: "token__text", dir: "auto" }, choice.text), h("button", { type: "button", class: "token__drop", "aria-label": `Remove ${choice.text}`, on: { click: drop } }, icon("close", 12)));
  }

  commit(chosen) {
    this.show(chosen);
    void this.change(chosen);
  }

  pressed(event) {
    if (event.target.closest("button")) return;
    if (document.activeElement !== this.input) this.input.focus();
    this.open();
  }

  open({ select = true } = {}) {
    if (this.popover) return;
    this.list = h("div", { role: "listbox", id: this.listId, class: "options", "aria-multiselectable": this.many ? "true" : null });
    this.popover = openPopover(this.node, this.list, { width: "anchor", className: "options-popover", keepFocus: true, onClose: () => this.closed() });
    this.popover.node.addEventListener("pointerdown", (event) => event.preventDefault());
    this.input.setAttribute("aria-expanded", "true");
    this.node.classList.add("combobox--open");
    if (!this.many && select) this.input.select();
    this.query = "";
    void this.search();
  }

  closed() {
    this.popover = null;
    clearTimeout(this.waiting);
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
    this.node.classList.remove("combobox--open");
    if (this.many) this.input.value = "";
    else this.input.value = this.chosen[0]?.text ?? "";
  }

  left() {
    setTimeout(() => document.activeElement !== this.input && this.popover?.close(), 0);
  }

  typed() {
    this.open({ select: false });
    const { value } = this.input;
    this.query = value;
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.search(), this.source.wait ?? 0);
    if (this.source.wait && value.length >= (this.source.least ?? 0)) this.say(h("span", { class: "spinner" }), "Looking…");
  }

  async search() {
    const typed = this.query;
    const { least = 0 } = this.source;
    if (typed.length < least) return this.say(`Type at least ${least} ${least === 1 ? "character" : "characters"} to see options`);
    const found = this.source.find(typed);
    if (found instanceof Promise) this.say(h("span", { class: "spinner" }), "Looking…");
    const groups = await found;
    if (!this.popover || typed !== this.query) return undefined;
    if (!groups) return this.say("The options could not be loaded. Try again in a moment.");
    if (!groups.some((group) => group.choices.length)) return this.say(typed ? `Nothing matches “${typed}”` : "There is nothing to choose from");
    return this.offer(groups);
  }

  say(...words) {
    this.choices = [];
    fill(this.list, h("div", { class: "options__words", role: "status" }, words));
    this.popover?.place();
  }

  offer(groups) {
    const keys = new Set(this.chosen.map((choice) => choice.key));
    this.choices = groups.flatMap((group) => group.choices);
    const start = this.choices.findIndex((choice) => keys.has(choice.key));
    let index = -1;
    const rows = groups.map((group) => {
      const options = group.choices.map((choice) => ((index += 1), this.option(choice, index, keys.has(choice.key))));
      return group.label ? h("div", { role: "group", "aria-label": group.label }, h("div", { class: "options__group", "aria-hidden": "true", dir: "auto" }, group.label), options) : options;
    });
    fill(this.list, rows);
    this.popover.place();
    this.mark(Math.max(0, this.many ? 0 : start));
  }

  option(choice, index, on) {
    const about = choice.description ? `${this.listId}-${index}-about` : null;
    return h("div", { role: "option", "aria-label": choice.text, "aria-describedby": about, id: `${this.listId}-${index}`, class: "options__option", "aria-selected": String(on), data: { index }, on: { click: () => this.pick(choice), pointermove: () => this.active !== index && this.mark(index, false) } }, choice.lead && h("span", { class: "options__lead" }, choice.lead()), h("span", { class: "options__words-of", dir: "auto" }, h("span", null, choice.text), choice.description && h("span", { class: "options__description", id: about }, choice.description)), on && icon("check", 16));
  }

  mark(index, scroll = true) {
    this.list.querySelector(".options__option--active")?.classList.remove("options__option--active");
    this.active = index;
    const row = this.list.querySelector(`[data-index="${index}"]`);
    row?.classList.add("options__option--active");
    this.input.setAttribute("aria-activedescendant", `${this.listId}-${index}`);
    if (scroll) row?.scrollIntoView({ block: "nearest" });
  }

  pick(choice) {
    const held = this.chosen.some((one) => one.key === choice.key);
    if (!this.many) {
      this.popover.close();
      return this.commit([choice]);
    }
    this.input.value = "";
    this.query = "";
    if (held) this.commit(this.chosen.filter((one) => one.key !== choice.key));
    else if (this.chosen.length < this.most) this.commit([...this.chosen, choice]);
    return this.chosen.length >= this.most ? this.popover.close() : void this.search();
  }

  key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      if (!this.popover) return this.open();
      const count = this.choices?.length ?? 0;
      if (count) this.mark((this.active + step + count) % count);
    } else if (event.key === "Enter") {
      event.preventDefault();
      event.stopPropagation();
      if (!this.popover) this.open();
      else if (this.choices?.[this.active]) this.pick(this.choices[this.active]);
    } else if (event.key === "Tab" && this.popover) this.popover.close();
    else if (event.key === "Backspace" && this.many && !this.input.value && this.chosen.length) this.commit(this.chosen.slice(0, -1));
    return undefined;
  }
}
