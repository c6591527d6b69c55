// Time as a person reads it: the workspace's moved clock, time zones, Slack's date tokens.

import { state } from "./store.js";

const DAY = 86400;

/** The clock as the store keeps it, from the server's `{now, offset_s}`: `skew` is server minus browser in ms. */
export function clockReading({ now, offset_s: offset = 0 } = {}) {
  return { offset, skew: now ? new Date(now).getTime() - Date.now() : 0 };
}

/** The workspace's time, in seconds since 1970. */
export function nowSeconds() {
  return (Date.now() + state.clock.skew) / 1000;
}

const formats = new Map();

function format(options, zone = state.me?.tz) {
  const key = JSON.stringify([options, zone]);
  if (!formats.has(key)) {
    let made;
    try {
      made = new Intl.DateTimeFormat("en-US", { ...options, timeZone: zone || undefined });
    } catch {
      made = new Intl.DateTimeFormat("en-US", { ...options, timeZone: "UTC" });
    }
    formats.set(key, made);
  }
  return formats.get(key);
}

/** The named parts of a moment in a zone, such as `{year, month, day}`; `seconds` since 1970. */
function parts(seconds, options, zone) {
  const found = {};
  for (const { type, value } of format(options, zone).formatToParts(new Date(seconds * 1000))) found[type] = value;
  return found;
}

/** YYYY-MM-DD of a moment for the acting person. */
export function dayKey(seconds, zone) {
  const { year, month, day } = parts(seconds, { year: "numeric", month: "2-digit", day: "2-digit" }, zone);
  return `${year}-${month}-${day}`;
}

/** HH:MM (24 hours) of a moment for the acting person. */
export function timeKey(seconds, zone) {
  const { hour, minute } = parts(seconds, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }, zone);
  return `${hour}:${minute}`;
}

/** 9:41 AM */
export function clockTime(seconds, zone) {
  return said(seconds, { hour: "numeric", minute: "2-digit" }, zone);
}

/** A moment in words, with plain spaces where the browser's data has narrow ones. */
function said(seconds, options, zone) {
  return format(options, zone).format(new Date(seconds * 1000)).replaceAll("\u202f", " ");
}

function ordinal(day) {
  const n = Number(day);
  const tail = n % 100 > 10 && n % 100 < 14 ? "th" : { 1: "st", 2: "nd", 3: "rd" }[n % 10] ?? "th";
  return `${n}${tail}`;
}

function written(seconds, { month = "long", weekday = false, year = true, plain = false }, zone) {
  const found = parts(seconds, { year: "numeric", month, day: "numeric", weekday: "long" }, zone);
  const date = `${found.month} ${plain ? found.day : ordinal(found.day)}${year ? `, ${found.year}` : ""}`;
  return weekday ? `${found.weekday}, ${date}` : date;
}

/** "Today", "Yesterday", "Tomorrow", or null for every other day. */
export function nearDay(seconds) {
  const now = nowSeconds();
  const key = dayKey(seconds);
  if (key === dayKey(now)) return "Today";
  if (key === dayKey(now - DAY)) return "Yesterday";
  if (key === dayKey(now + DAY)) return "Tomorrow";
  return null;
}

/** What stands on the line between two days of messages. */
export function dividerDay(seconds) {
  const thisYear = dayKey(seconds).slice(0, 4) === dayKey(nowSeconds()).slice(0, 4);
  return nearDay(seconds) ?? written(seconds, { weekday: true, year: !thisYear });
}

/** "3 minutes ago", "in 2 hours", by the workspace's clock. */
export function ago(seconds) {
  const away = seconds - nowSeconds();
  const size = Math.abs(away);
  if (size < 45) return away < 5 ? "just now" : "in less than a minute";
  const [unit, length] = size < 3570 ? ["minute", 60] : size < 84600 ? ["hour", 3600] : size < 30 * DAY ? ["day", DAY] : size < 350 * DAY ? ["month", 30.44 * DAY] : ["year", 365.25 * DAY];
  const count = Math.max(1, Math.round(size / length));
  const words = `${count} ${unit}${count === 1 ? "" : "s"}`;
  return away < 0 ? `${words} ago` : `in ${words}`;
}

/** A moment in full, for a tooltip: Friday, November 20th, 2026 at 9:41 AM. */
export function fullMoment(seconds, zone) {
  return `${written(seconds, { weekday: true }, zone)} at ${clockTime(seconds, zone)}`;
}

/** Slack's {tokens} in a date format filled in, for the acting person's zone. */
export function filledDate(template, seconds) {
  const near = (at0, otherwise) => {
    const word = nearDay(seconds);
    return word ? (at0 ? word : word.toLowerCase()) : otherwise;
  };
  return template.replace(/\{(\w+)\}/g, (token, name, position) => {
    const first = position === 0;
    switch (name) {
      case "date_num": return dayKey(seconds);
      case "date_slash": return said(seconds, { year: "numeric", month: "2-digit", day: "2-digit" });
      case "date": return written(seconds, {});
      case "date_short": return written(seconds, { month: "short", plain: true });
      case "date_long": return written(seconds, { weekday: true });
      case "date_long_full": return written(seconds, { plain: true });
      case "date_pretty": return near(first, written(seconds, {}));
      case "date_short_pretty": return near(first, written(seconds, { month: "short", plain: true }));
      case "date_long_pretty": return near(first, written(seconds, { weekday: true }));
      case "day_divider_pretty": return near(first, dividerDay(seconds));
      case "time": return clockTime(seconds);
      case "time_secs": return said(seconds, { hour: "numeric", minute: "2-digit", second: "2-digit" });
      case "ago": return ago(seconds);
      default: return token;
    }
  });
}

/** A calendar day (YYYY-MM-DD) as Slack's date picker shows it: November 20th, 2026. */
export function writtenDay(key) {
  const seconds = Date.parse(`${key}T12:00:00Z`) / 1000;
  return Number.isFinite(seconds) ? written(seconds, {}, "UTC") : key;
}

/** A time of day (HH:MM, 24 hours) as Slack's time picker shows it: 2:05 PM. */
export function writtenTime(key) {
  const [hour, minute] = key.split(":").map(Number);
  return `${hour % 12 || 12}:${String(minute).padStart(2, "0")} ${hour < 12 ? "AM" : "PM"}`;
}

/** Seconds since 1970 of a day and time of day in a zone. */
export function momentOf(day, time, zone = state.me?.tz) {
  const wanted = Date.parse(`${day}T${time}:00Z`) / 1000;
  let guess = wanted;
  for (let round = 0; round < 3; round += 1) {
    const shown = Date.parse(`${dayKey(guess, zone)}T${timeKey(guess, zone)}:00Z`) / 1000;
    guess += wanted - shown;
  }
  return Math.round(guess);
}

/** How far a zone is from UTC just now, as "UTC+1". */
export function zoneOffset(zone) {
  return parts(nowSeconds(), { timeZoneName: "shortOffset" }, zone).timeZoneName?.replace("GMT", "UTC").replace(/^UTC[+]0$/, "UTC") ?? "UTC";
}
