// What each event from the server does to the store.

import { clockReading } from "./dates.js";
import { loadMessages, loadThread, markRead } from "./places.js";
import { attempt, refresh } from "./session.js";
import { heard, set, state, touch } from "./store.js";
import { toast } from "./toast.js";

let refreshing = null;

function refreshSoon(options) {
  clearTimeout(refreshing);
  refreshing = setTimeout(() => attempt(() => refresh(options)), 40);
}

/** Messages with this one put in its place by ts. */
function placed(messages, message) {
  const others = messages.filter((one) => one.ts !== message.ts);
  const at = others.findIndex((one) => Number(one.ts) > Number(message.ts));
  others.splice(at < 0 ? others.length : at, 0, message);
  return others;
}

const isReply = (message) => Boolean(message.thread_ts) && message.thread_ts !== message.ts;

function messageCame({ channel, message }) {
  heard.messages += 1;
  const here = channel === state.place?.id && state.messages;
  if (!message._error && state.notices.delete(`${channel}:${message.ts}`)) touch("notices");
  if (state.thread?.channel === channel && state.thread.messages) {
    const { ts, messages } = state.thread;
    if (message.ts === ts || message.thread_ts === ts) set({ thread: { ...state.thread, messages: placed(messages, message) } });
  }
  // A reply stands in its thread alone; the parent's count comes with the parent's own change.
  if (here && (!isReply(message) || message.subtype === "thread_broadcast")) {
    set({ messages: placed(state.messages, message) });
    markRead();
  }
}

function messageWent({ channel, ts }) {
  heard.messages += 1;
  const without = (messages) => messages.filter((one) => one.ts !== ts);
  if (channel === state.place?.id && state.messages) {
    set({ messages: without(state.messages) });
  }
  if (state.thread?.channel === channel && state.thread.messages) {
    if (state.thread.ts === ts) set({ thread: null });
    else set({ thread: { ...state.thread, messages: without(state.thread.messages) } });
  }
}

/** An error goes where it belongs: under its message, else to the composer or modal that hears of it anyway, else to a toast. */
function notice({ text, channel, ts }) {
  const saidElsewhere = channel ? channel === state.place?.id : state.views.length > 0;
  if (!ts) return saidElsewhere ? undefined : toast(text, "error");
  state.notices.set(`${channel}:${ts}`, text);
  return touch("notices");
}

const FACTS = new Set(["clock", "guide", "connected"]);

const HANDLERS = {
  state: () => refreshSoon(),
  message: messageCame,
  message_changed: messageCame,
  message_deleted: messageWent,
  ephemeral: messageCame,
  view_open: ({ stack }) => set({ views: stack }),
  view_push: ({ stack }) => set({ views: stack }),
  view_update: ({ stack }) => set({ views: stack }),
  view_close: ({ stack }) => set({ views: stack ?? [] }),
  home: ({ view }) => set({ home: view ?? null }),
  clock: ({ now, offset_s }) => set({ clock: clockReading({ now, offset_s }) }),
  guide: ({ guide }) => set({ guide }),
  connected: ({ connected }) => set({ connected }),
  notice,
  reconnected: () => {
    refreshSoon({ withViews: true });
    void loadMessages();
    void loadThread();
  },
};

/** Take in one event; a type that this page does not know is passed over. */
export function incoming(event) {
  if (FACTS.has(event.type)) heard.facts += 1;
  HANDLERS[event.type]?.(event);
}
