// Knows who acts: switches the person, keeps what the sidebar shows current, and remembers both in the address.

import { api, UnreachableError } from "./api.js";
import { clockReading } from "./dates.js";
import { connect } from "./events.js";
import { heard, set, state } from "./store.js";
import { toast } from "./toast.js";

/** Act as this person from now on. Their own DMs, modals and ephemeral messages replace those of the last one. */
export async function become(id) {
  const before = state.as;
  state.as = id;
  // Listening comes first: what happens between an answer and the first event would be lost otherwise.
  await connect(id);
  try {
    apply(await api.state(id));
  } catch (error) {
    state.as = before;
    if (before) void connect(before);
    throw error;
  }
  set({ as: id, messages: null, thread: null, home: undefined, newFrom: null, notices: new Map() });
  rememberInAddress();
}

/** Fetch again what the sidebar shows. */
export async function refresh({ withViews = false } = {}) {
  const asked = state.as;
  const before = heard.facts;
  const answer = await api.state(asked);
  if (asked === state.as) apply(answer, { withViews, withFacts: heard.facts === before });
}

function apply(answer, { withViews = true, withFacts = true } = {}) {
  if (answer.error || !answer.me) throw new UnreachableError(answer.error ?? "This person is not in the workspace.");
  set({
    me: answer.me,
    team: answer.team,
    people: new Map(answer.people.map((one) => [one.id, one])),
    channels: answer.channels,
    dms: answer.dms,
    app: answer.app,
    usergroups: answer.usergroups ?? [],
  });
  if (withFacts) set({ guide: answer.guide ?? null, connected: answer.connected !== false, clock: clockReading(answer.clock) });
  if (withViews) set({ views: answer.view_stack ?? [] });
}

/** Put the acting person and the place into the address, so that a reload or a copied link comes back here. */
export function rememberInAddress() {
  const url = new URL(location.href);
  url.search = "";
  if (state.as) url.searchParams.set("as", state.as);
  if (state.place) url.searchParams.set("channel", state.place.id);
  if (state.place?.tab && state.place.tab !== "messages") url.searchParams.set("tab", state.place.tab);
  history.replaceState(null, "", url);
}

/** Run something that talks to the server; when that cannot be reached, say so instead of failing silently. */
export async function attempt(work) {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof UnreachableError)) throw error;
    toast(error.message, "error");
    return null;
  }
}
