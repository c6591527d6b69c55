// Holds what the page knows of the workspace and tells who listens what changed. It must not fetch or draw.

export const state = {
  as: null, // The acting person's id.
  me: null,
  team: null,
  people: new Map(),
  channels: [],
  dms: [],
  app: null,
  usergroups: [],
  guide: null,
  connected: true, // Whether an app is connected to the workspace.
  online: true, // Whether the page hears from its server.
  clock: { offset: 0, skew: 0 },
  views: [], // The acting person's open modals, the top one last.
  drawer: false, // Whether the sidebar is open where it is a drawer.
  place: null, // Where the person looks: {id, tab}.
  messages: null, // Of the place; null while they are fetched.
  newFrom: null, // The ts of the first message that was unread on entering the place.
  thread: null, // {channel, ts, messages}
  home: undefined, // The app's Home view for this person; undefined while it is fetched.
  notices: new Map(), // "channel:ts" → the sentence that stands under that message.
  drafts: new Map(), // "person:channel[:thread]" → text
};

/** How many events have come, so that an answer that was overtaken by one is not taken for the newest. */
export const heard = { messages: 0, facts: 0 };

const listeners = new Set();
const changed = new Set();
let scheduled = false;
let held = false; // Whether nothing is told to the listeners for now.

/** Change the state; listeners to these keys are called once, after the current task. */
export function set(patch) {
  for (const [key, value] of Object.entries(patch)) {
    state[key] = value;
    changed.add(key);
  }
  schedule();
}

function schedule() {
  if (scheduled || held) return;
  scheduled = true;
  queueMicrotask(flush);
}

/** Keep changes from the listeners, or let them hear of all that came meanwhile. */
export function hold(on) {
  held = on;
  if (!held && changed.size > 0) schedule();
}

/** Say that something inside a key's value changed. */
export function touch(...keys) {
  set(Object.fromEntries(keys.map((key) => [key, state[key]])));
}

/** Call `listener` after each change of one of these keys, for as long as `owner` is on the page (no owner: always). */
export function listen(keys, listener, owner = null) {
  listeners.add({ keys: new Set(keys), listener, owner });
}

function flush() {
  scheduled = false;
  if (held) return;
  const keys = [...changed];
  changed.clear();
  for (const entry of [...listeners]) {
    if (entry.owner && !entry.owner.isConnected) listeners.delete(entry);
    else if (keys.some((key) => entry.keys.has(key))) entry.listener();
  }
}

/** A person by id; an unknown one gets a stand-in, so that a name can always be shown. */
export function person(id) {
  return state.people.get(id) ?? { id, name: id ?? "unknown", real_name: id ?? "Unknown", initials: "?", color: "#868686", title: "", unknown: true };
}

/** The name that Slack shows for a person. */
export function shownName(someone) {
  return someone.display_name || someone.real_name || someone.name;
}

/** A conversation by id, with `kind` "channel" or "dm"; null when the acting person has no such one. */
export function conversation(id) {
  const channel = state.channels.find((one) => one.id === id);
  if (channel) return { kind: "channel", ...channel };
  const dm = state.dms.find((one) => one.id === id);
  return dm ? { kind: "dm", ...dm } : null;
}

/** What a conversation is called in the sidebar and in headings. */
export function conversationName(one) {
  if (one.kind === "channel" || one.name) return one.name;
  if (one.is_app) return state.app?.name ?? "App";
  return shownName(person(one.user));
}
