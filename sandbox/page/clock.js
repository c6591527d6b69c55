// The workspace's clock: shows the time in the acting person's zone, and moves it.

import { api } from "./api.js";
import { classes, fill, h } from "./dom.js";
import { clockReading, clockTime, dayKey, fullMoment, nowSeconds, zoneOffset } from "./dates.js";
import { icon } from "./icons.js";
import { attempt } from "./session.js";
import { listen, set, state } from "./store.js";
import { toast } from "./toast.js";

const HOUR = 3600;
const WEEKDAY = { weekday: "short", month: "short", day: "numeric" };

/** The clock with its buttons. */
export function clockControl() {
  const face = h("div", { class: "clock__face", role: "timer", "aria-label": "Workspace time", "aria-live": "off" });
  const reset = mover("Back to now", { reset: true }, icon("back", 16));
  const node = h(
    "div",
    { class: "clock", role: "group", "aria-label": "Clock" },
    face,
    h("div", { class: "clock__moves" }, mover("+1 h", { shift_s: HOUR }), mover("+1 day", { shift_s: 24 * HOUR }), mover("+1 week", { shift_s: 7 * 24 * HOUR }), mover("Next deadline", { to_next: true }, icon("forward", 14)), reset),
  );
  const draw = () => {
    const now = nowSeconds();
    const moved = Math.abs(state.clock.offset) >= 1;
    node.className = classes("clock", moved && "clock--moved");
    reset.hidden = !moved;
    face.title = `${fullMoment(now)} (${state.me?.tz ?? "UTC"})`;
    fill(face, icon("clock", 16), h("span", { class: "clock__day" }, shortDay(now)), h("span", { class: "clock__time" }, clockTime(now)), h("span", { class: "clock__zone" }, zoneOffset(state.me?.tz)), moved && h("span", { class: "clock__moved" }, movedBy(state.clock.offset)));
  };
  listen(["clock", "me"], draw);
  setInterval(draw, 5000);
  draw();
  return node;
}

function mover(name, move, lead) {
  const press = async () => {
    button.disabled = true;
    const answer = await attempt(() => api.clock(move));
    button.disabled = false;
    if (!answer) return;
    if (answer.now) set({ clock: clockReading(answer) });
    if (answer.error || answer.note) toast(answer.error ?? answer.note, answer.error ? "error" : "info");
  };
  const button = h("button", { type: "button", class: "clock__move", "aria-label": name, title: lead ? name : null, on: { click: press } }, lead, h("span", { class: "clock__word" }, name));
  return button;
}

function shortDay(seconds) {
  const [year, month, day] = dayKey(seconds).split("-").map(Number);
  return new Intl.DateTimeFormat("en-US", { ...WEEKDAY, timeZone: "UTC" }).format(new Date(Date.UTC(year, month - 1, day)));
}

/** How far the clock was moved, in words: "1 day 3 h ahead". */
export function movedBy(seconds) {
  const minutes = Math.round(Math.abs(seconds) / 60);
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60];
  const words = [days && `${days} day${days === 1 ? "" : "s"}`, hours && `${hours} h`, rest && `${rest} min`].filter(Boolean);
  return `${words.join(" ") || "under a minute"} ${seconds < 0 ? "behind" : "ahead"}`;
}
