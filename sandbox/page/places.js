// Moves the acting person about: into a channel, a direct message, the app's tabs, a thread.

import { api } from "./api.js";
import { attempt, become, refresh, rememberInAddress } from "./session.js";
import { conversation, heard, set, state, touch } from "./store.js";

/** Open a conversation; for the app's, `tab` is "home", "messages" or "about". */
export async function open(id, tab = "messages") {
  const target = conversation(id);
  if (!target) return;
  const moved = state.place?.id !== id;
  const unread = moved ? target.unread ?? 0 : 0;
  set({ place: { id, tab } });
  if (moved) set({ messages: null, thread: null, newFrom: null });
  rememberInAddress();
  if (target.is_app && tab !== "about") void loadHome(tab);
  if (tab === "messages") await loadMessages({ unread, lastRead: target.last_read });
}

/** Fetch the place's messages; `unread` is how many of the last ones were new on entering, all after `lastRead`. */
export async function loadMessages({ unread = 0, lastRead = null } = {}) {
  const { id } = state.place ?? {};
  const asked = state.as;
  if (!id) return;
  const answer = await whole(() => api.messages(id));
  if (!answer || state.place?.id !== id || state.as !== asked) return;
  const messages = answer.messages ?? [];
  const patch = { messages };
  if (unread > 0) patch.newFrom = messages.find((one) => lastRead && one.ts > lastRead && one.user !== asked)?.ts ?? messages[Math.max(0, messages.length - unread)]?.ts ?? null;
  set(patch);
  markRead();
}

/** Messages as they are once no event has overtaken the answer. */
async function whole(fetchMessages, tries = 4) {
  const before = heard.messages;
  const answer = await attempt(fetchMessages);
  return answer && heard.messages !== before && tries > 1 ? whole(fetchMessages, tries - 1) : answer;
}

/** Tell the server that the acting person has seen what is here. */
export function markRead() {
  const { id, tab } = state.place ?? {};
  const here = conversation(id);
  if (!here || tab !== "messages" || document.hidden) return;
  if (here.unread || here.mentions) {
    for (const list of [state.channels, state.dms]) {
      for (const one of list) if (one.id === id) Object.assign(one, { unread: 0, mentions: 0 });
    }
    touch("channels", "dms");
  }
  void attempt(() => api.read(id));
}

async function loadHome(tab) {
  const { as: asked, home: before } = state;
  const answer = await attempt(() => api.home(tab));
  // The app may have published a newer view before the answer came.
  if (answer && asked === state.as && tab === "home" && state.home === before) set({ home: answer.view ?? null });
}

/** Open a thread beside the conversation. */
export async function openThread(channel, ts) {
  if (state.thread?.channel !== channel || state.thread.ts !== ts) set({ thread: { channel, ts, messages: null } });
  await loadThread();
}

/** Fetch the open thread's messages again. */
export async function loadThread() {
  const { channel, ts } = state.thread ?? {};
  if (!ts) return;
  const answer = await whole(() => api.messages(channel, ts));
  if (answer && state.thread?.ts === ts) set({ thread: { channel, ts, messages: answer.messages ?? [] } });
}

/** Close the thread pane. */
export function closeThread() {
  set({ thread: null });
}

/** Open the direct message with a person, making it when there is none yet. */
export async function openDirect(user) {
  const known = state.dms.find((one) => one.user === user);
  if (known) return open(known.id);
  const answer = await attempt(() => api.openDm(user));
  const id = answer?.channel?.id ?? answer?.channel ?? answer?.id;
  if (!id) return undefined;
  await attempt(refresh);
  return open(id);
}

/** Act as another person and stay in the same place when they can see it. */
export async function switchTo(id) {
  if (id === state.as) return;
  const { place } = state;
  const wasApp = conversation(place?.id)?.is_app;
  if ((await attempt(async () => (await become(id), true))) !== true) return;
  const target = (wasApp ? state.dms.find((one) => one.is_app)?.id : null) ?? place?.id;
  await settle(target, place?.tab);
}

/** Open a conversation if the acting person has it, else the first that they have. */
export async function settle(id, tab) {
  const target = conversation(id);
  const visible = target && (target.kind === "dm" || target.is_member || !target.is_private);
  if (visible) return open(id, target.is_app ? tab ?? "messages" : "messages");
  const first = state.channels.find((one) => one.is_member && !one.is_archived) ?? state.channels[0] ?? state.dms[0];
  return first ? open(first.id) : undefined;
}
