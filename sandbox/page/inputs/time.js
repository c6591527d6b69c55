// The time picker: every half hour to choose from, any time to be typed.

import { h } from "../dom.js";
import { writtenTime } from "../dates.js";
import { Combobox } from "./combobox.js";

const HALF_HOURS = Array.from({ length: 48 }, (_, index) => `${String(Math.floor(index / 2)).padStart(2, "0")}:${index % 2 ? "30" : "00"}`);
const choiceOf = (key) => ({ key, text: writtenTime(key), raw: key });

/** The node for a time picker. */
export function timeField(field) {
  return timePicker({ naming: field.naming, placeholder: field.placeholder || "Select a time", clearable: field.ground.isInput && field.ground.optional, read: () => field.state.selected_time, choose: (time) => field.choose({ selected_time: time }), inline: !field.ground.isInput });
}

/** A time as it was typed ("14:05", "2:05 pm", "2pm"), as HH:MM; null when it is none. */
export function typedTime(text) {
  const match = /^\s*(\d{1,2})(?:[:.](\d{2}))?\s*([ap])?\.?m?\.?\s*$/i.exec(text);
  if (!match) return null;
  const half = match[3]?.toLowerCase();
  const hour = half ? (Number(match[1]) % 12) + (half === "p" ? 12 : 0) : Number(match[1]);
  const minute = Number(match[2] ?? 0);
  return hour < 24 && minute < 60 ? `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}` : null;
}

/** A field for a time of day; `read` gives HH:MM or null, `choose` takes it. */
export function timePicker({ naming, placeholder, clearable, read, choose, inline }) {
  const find = (typed) => {
    const exact = typedTime(typed);
    const fitting = HALF_HOURS.filter((key) => !typed || key === exact || writtenTime(key).toLowerCase().startsWith(typed.trim().toLowerCase()));
    const all = exact && !fitting.includes(exact) ? [exact, ...fitting] : fitting;
    return all.length ? [{ label: null, choices: all.map(choiceOf) }] : [];
  };
  const held = () => (read() ? [choiceOf(read())] : []);
  const change = async ([choice]) => {
    await choose(choice?.raw ?? null);
    box.show(held());
  };
  const box = new Combobox({ naming, placeholder, source: { find }, many: false, clearable, change });
  box.input.addEventListener("change", () => {
    const exact = typedTime(box.input.value);
    if (exact && exact !== read()) box.commit([choiceOf(exact)]);
  });
  box.show(held());
  return h("div", { class: inline ? "select select--inline select--time" : "select select--time" }, box.node);
}
