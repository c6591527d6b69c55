// The date and time picker: a day and a time side by side, in the acting person's zone.

import { h } from "../dom.js";
import { dayKey, momentOf, timeKey, zoneOffset } from "../dates.js";
import { state } from "../store.js";
import { dayPicker } from "./date.js";
import { timePicker } from "./time.js";

/** The node for a date and time picker. */
export function dateTimeField(field) {
  const held = field.state.selected_date_time;
  let day = held ? dayKey(held) : null;
  let time = held ? timeKey(held) : null;
  const choose = () => (day && time ? field.choose({ selected_date_time: momentOf(day, time) }) : field.keep({ selected_date_time: null }));
  const naming = (what, extra) => ({ ...field.naming, id: `${field.id}-${extra}`, "aria-label": what, data: { field: `${field.block.block_id}/${field.element.action_id}/${extra}` } });
  const days = dayPicker({ naming: naming("Date", "day"), placeholder: "Select a date", clearable: false, read: () => day, choose: (next) => ((day = next), choose()) });
  const times = timePicker({ naming: naming("Time", "time"), placeholder: "Select a time", clearable: false, read: () => time, choose: (next) => ((time = next), choose()) });
  return h("div", { class: "date-time", role: "group", "aria-labelledby": field.ground.labelId ?? null, "aria-describedby": field.ground.described ?? null }, days, times, h("span", { class: "date-time__zone", title: state.me?.tz }, zoneOffset(state.me?.tz)));
}
