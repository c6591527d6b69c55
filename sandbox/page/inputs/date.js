// The date picker: a field that shows the day in words, takes one typed as YYYY-MM-DD, and opens a calendar.

import { h } from "../dom.js";
import { writtenDay } from "../dates.js";
import { icon } from "../icons.js";
import { openPopover } from "../popover.js";
import { calendar } from "./calendar.js";

/** The node for a date picker. */
export function dateField(field) {
  return dayPicker({ naming: field.naming, placeholder: field.placeholder || "Select a date", clearable: field.ground.isInput && field.ground.optional, read: () => field.state.selected_date, choose: (day) => field.choose({ selected_date: day }), inline: !field.ground.isInput });
}

/** A day as it was typed, as YYYY-MM-DD; null when it is none. */
export function typedDay(text) {
  const match = /^\s*(\d{4})-(\d{1,2})-(\d{1,2})\s*$/.exec(text);
  const key = match ? `${match[1]}-${match[2].padStart(2, "0")}-${match[3].padStart(2, "0")}` : wordedDay(text);
  return key && !Number.isNaN(Date.parse(`${key}T00:00:00Z`)) ? key : null;
}

function wordedDay(text) {
  const plain = text.replace(/(\d)(?:st|nd|rd|th)\b/g, "$1").trim();
  const parsed = /\d{4}/.test(plain) ? Date.parse(`${plain} UTC`) : Number.NaN;
  return Number.isNaN(parsed) ? null : new Date(parsed).toISOString().slice(0, 10);
}

/** A field for a day; `read` gives YYYY-MM-DD or null, `choose` takes it and may be asynchronous. */
export function dayPicker({ naming, placeholder, clearable, read, choose, inline }) {
  let popover = null;
  const paint = () => {
    input.value = read() ? writtenDay(read()) : "";
    clear.hidden = !clearable || !read();
  };
  const take = async (day) => {
    popover?.close();
    if (day !== read()) await choose(day);
    paint();
  };
  const open = () => {
    if (popover) return;
    popover = openPopover(node, [], { className: "calendar-popover", role: "dialog", label: "Choose a day", keepFocus: true, onClose: () => (popover = null) });
    popover.node.append(calendar(read(), take, () => popover.place()));
    popover.place();
  };
  const leave = () => {
    if (popover?.node.contains(document.activeElement)) return;
    const day = typedDay(input.value);
    if (input.value.trim() === "" && read()) void take(null);
    else if (day && day !== read()) void take(day);
    else paint();
  };
  const key = (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      event.stopPropagation();
      leave();
      popover?.close();
    } else if (event.key === "ArrowDown") {
      event.preventDefault();
      open();
      popover.node.querySelector("[tabindex='0']")?.focus();
    } else if (event.key === "Tab") popover?.close();
  };
  const input = h("input", { ...naming, class: "combobox__input", type: "text", placeholder, autocomplete: "off", spellcheck: "false", title: "Choose a day, or type one as 2026-11-20", on: { click: open, keydown: key, blur: () => setTimeout(leave, 0) } });
  const clear = h("button", { type: "button", class: "combobox__clear", "aria-label": "Clear", tabindex: -1, on: { click: () => take(null) } }, icon("close", 14));
  const node = h("div", { class: "combobox combobox--picker", on: { click: (event) => event.target !== input && !event.target.closest("button") && (input.focus(), open()) } }, icon("calendar", 16), input, clear);
  paint();
  return inline ? h("div", { class: "select select--inline" }, node) : node;
}
