// A month to choose a day from; arrow keys move by day and week.

import { classes, fill, h } from "../dom.js";
import { dayKey, nowSeconds, writtenDay } from "../dates.js";
import { icon } from "../icons.js";

const DAY_MS = 86_400_000;
const dateOf = (key) => new Date(`${key}T00:00:00Z`);
const keyOf = (date) => date.toISOString().slice(0, 10);
const monthName = new Intl.DateTimeFormat("en-US", { month: "long", year: "numeric", timeZone: "UTC" });
const longDay = new Intl.DateTimeFormat("en-US", { weekday: "long", timeZone: "UTC" });

/** A calendar that shows `chosen` (YYYY-MM-DD or null); `choose` gets the day; `onShape` is called when its size changes. */
export function calendar(chosen, choose, onShape = () => {}) {
  const node = h("div", { class: "calendar" });
  const today = dayKey(nowSeconds());
  let focus = chosen ?? today;
  const turn = (months) => {
    const date = dateOf(focus);
    const day = date.getUTCDate();
    date.setUTCDate(1);
    date.setUTCMonth(date.getUTCMonth() + months);
    const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
    date.setUTCDate(Math.min(day, last));
    focus = keyOf(date);
    draw();
    onShape();
  };
  const move = (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }[event.key];
    if (!step) return;
    event.preventDefault();
    focus = keyOf(new Date(dateOf(focus).getTime() + step * DAY_MS));
    draw();
    node.querySelector("[tabindex='0']")?.focus();
  };
  const draw = () => {
    const first = dateOf(`${focus.slice(0, 7)}-01`);
    const start = first.getTime() - first.getUTCDay() * DAY_MS;
    const days = Array.from({ length: 42 }, (_, index) => keyOf(new Date(start + index * DAY_MS)));
    if (days[35].slice(0, 7) !== focus.slice(0, 7)) days.length = 35;
    const day = (key) => h("button", { type: "button", class: classes("calendar__day", key.slice(0, 7) !== focus.slice(0, 7) && "calendar__day--other", key === today && "calendar__day--today", key === chosen && "calendar__day--chosen"), "aria-label": `${longDay.format(dateOf(key))}, ${writtenDay(key)}`, "aria-pressed": String(key === chosen), tabindex: key === focus ? 0 : -1, on: { click: () => choose(key) } }, Number(key.slice(8)));
    fill(
      node,
      h("div", { class: "calendar__head" }, h("button", { type: "button", class: "icon-button icon-button--small", "aria-label": "Previous month", on: { click: () => turn(-1) } }, icon("left", 18)), h("strong", { "aria-live": "polite" }, monthName.format(first)), h("button", { type: "button", class: "icon-button icon-button--small", "aria-label": "Next month", on: { click: () => turn(1) } }, icon("right", 18))),
      h("div", { class: "calendar__grid calendar__grid--names", "aria-hidden": "true" }, ["S", "M", "T", "W", "T", "F", "S"].map((name) => h("span", null, name))),
      h("div", { class: "calendar__grid", on: { keydown: move } }, days.map(day)),
    );
  };
  draw();
  return node;
}
