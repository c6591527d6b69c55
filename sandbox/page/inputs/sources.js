// Where a select's choices come from: its own options, the app, the workspace's people and conversations.
// A choice is `{key, text, description?, lead?, raw}`: `lead` makes a node, `raw` is what Slack sends.

import { avatar } from "../avatar.js";
import { icon } from "../icons.js";
import { plainString } from "../mrkdwn_view.js";
import { conversation, conversationName, person, shownName, state } from "../store.js";

const WAIT_MS = 250;
const TYPED_AT_LEAST = 3;

const ofOption = (option) => ({ key: option.value, text: plainString(option.text), description: option.description ? plainString(option.description) : "", raw: option });
const fits = (choice, typed) => `${choice.text} ${choice.description ?? ""}`.toLowerCase().includes(typed.trim().toLowerCase());

function groupsOf({ options, option_groups: groups }) {
  if (groups) return groups.map((group) => ({ label: plainString(group.label), choices: group.options.map(ofOption) }));
  return [{ label: null, choices: (options ?? []).map(ofOption) }];
}

function narrowed(groups, typed) {
  return groups.map((group) => ({ ...group, choices: group.choices.filter((choice) => fits(choice, typed)) })).filter((group) => group.choices.length);
}

/** The options that the element itself lists. */
export function staticSource(field) {
  return { find: (typed) => narrowed(groupsOf(field.element), typed), known: ofOption };
}

/** Options that the app is asked for while one types. */
export function externalSource(field) {
  const least = field.element.min_query_length ?? TYPED_AT_LEAST;
  return {
    least,
    wait: WAIT_MS,
    known: ofOption,
    find: async (typed) => {
      const answer = await field.surface.suggest(field.block, field.element, typed);
      return answer && groupsOf(answer).filter((group) => group.choices.length);
    },
  };
}

const ofPerson = (id) => ({ key: id, text: shownName(person(id)), description: person(id).title, lead: () => avatar(id, 20), raw: id });

/** The workspace's people. */
export function userSource() {
  const all = () => [...state.people.values()].filter((one) => !one.deleted).map((one) => ofPerson(one.id));
  return { find: (typed) => narrowed([{ label: null, choices: all() }], typed), known: ofPerson };
}

function ofConversation(id) {
  const one = conversation(id);
  if (!one) return { key: id, text: id, raw: id };
  const name = conversationName(one);
  return { key: id, text: one.kind === "channel" ? `#${name}` : name, lead: () => (one.kind === "channel" ? icon(one.is_private ? "lock" : "hash", 16) : avatar(one.user, 20)), raw: id };
}

/** Public channels. */
export function channelSource() {
  const all = () => state.channels.filter((one) => !one.is_private && !one.is_archived).map((one) => ofConversation(one.id));
  return { find: (typed) => narrowed([{ label: null, choices: all() }], typed), known: ofConversation };
}

/** Channels and direct messages, as the element's filter allows. */
export function conversationSource(field) {
  const { include, exclude_bot_users: withoutBots } = field.element.filter ?? {};
  const wanted = (kind) => !include || include.includes(kind);
  const all = () => [
    ...state.channels.filter((one) => !one.is_archived && wanted(one.is_private ? "private" : "public") && (one.is_member || !one.is_private)),
    ...state.dms.filter((one) => wanted("im") && !(withoutBots && (one.is_app || person(one.user).is_bot))),
  ].map((one) => ofConversation(one.id));
  return { find: (typed) => narrowed([{ label: null, choices: all() }], typed), known: ofConversation };
}
