// Listens to the server's events for the acting person and hands each to who receives them.

import { set, state } from "./store.js";

let socket = null;
let wait = 0;
let receive = () => {};

/** Name the function that takes in every event. */
export function receiveWith(receiver) {
  receive = receiver;
}

/** Listen as this person from now on. Resolves once it does, or once the first try has failed; it then tries again. */
export function connect(id) {
  return new Promise((settled) => listenAs(id, settled));
}

function listenAs(id, settled) {
  const old = socket;
  socket = null;
  old?.close();
  const url = new URL("/page/api/events", location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  url.searchParams.set("as", id);
  const mine = new WebSocket(url);
  socket = mine;
  mine.addEventListener("open", () => {
    const again = !state.online;
    wait = 0;
    set({ online: true });
    if (again) receive({ type: "reconnected" });
    settled();
  });
  mine.addEventListener("message", ({ data }) => {
    if (socket !== mine) return;
    for (const line of String(data).split("\n")) if (line.trim()) receive(JSON.parse(line));
  });
  mine.addEventListener("close", () => {
    settled();
    if (socket !== mine) return;
    set({ online: false });
    wait = Math.min(5000, wait ? wait * 2 : 250);
    setTimeout(() => socket === mine && connect(state.as), wait);
  });
}
