// The list of conversations: channels, direct messages, the app; bold where something is unread, a badge where one is named.

import { appAvatar, avatar } from "./avatar.js";
import { classes, fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { openMenu } from "./menu.js";
import { open, openDirect } from "./places.js";
import { conversationName, listen, person, shownName, state } from "./store.js";

const folded = new Set();

/** The sidebar's element. */
export function sidebar() {
  const head = h("div", { class: "sidebar__head" });
  const list = h("div", { class: "sidebar__list" });
  const draw = () => {
    fill(head, h("span", { class: "sidebar__me", dir: "auto" }, state.me && shownName(state.me)), h("span", { class: "sidebar__title" }, state.me?.title ?? ""));
    const channels = state.channels.filter((one) => one.is_member || !one.is_private);
    const mine = channels.filter((one) => one.is_member && !one.is_archived);
    const others = channels.filter((one) => !one.is_member || one.is_archived);
    const people = state.dms.filter((one) => !one.is_app);
    fill(
      list,
      section("Channels", mine.map(channelRow)),
      section("Direct messages", people.map(directRow), h("button", { type: "button", class: "sidebar__add", "aria-haspopup": "menu", on: { click: (event) => choosePerson(event.currentTarget) } }, icon("plus", 16), "Message someone")),
      section("Apps", state.dms.filter((one) => one.is_app).map(appRow)),
      others.length > 0 && section("Other channels", others.map(channelRow)),
    );
  };
  const section = (name, rows, tail) => {
    const shut = folded.has(name);
    const turn = () => {
      if (shut) folded.delete(name);
      else folded.add(name);
      draw();
    };
    const kept = shut ? rows.filter((row) => row.classList.contains("row--here") || row.classList.contains("row--unread")) : rows;
    return h("section", { class: "sidebar__section", "aria-label": name }, h("button", { type: "button", class: "sidebar__fold", "aria-expanded": String(!shut), on: { click: turn } }, icon(shut ? "right" : "down", 14), name), kept, !shut && tail);
  };
  listen(["me", "channels", "dms", "place", "people", "app"], draw);
  draw();
  return h("nav", { class: "sidebar", "aria-label": "Conversations" }, head, list);
}

function row(one, lead, trail, extra = "") {
  const here = one.id === state.place?.id;
  const unread = !here && (one.unread > 0 || one.mentions > 0);
  const name = conversationName({ kind: one.user ? "dm" : "channel", ...one });
  const count = here ? 0 : one.user && !one.is_app ? one.unread : one.mentions;
  return h(
    "button",
    { type: "button", class: classes("row", here && "row--here", unread && "row--unread", extra), "aria-current": here ? "page" : null, data: { conversation: one.id }, on: { click: () => open(one.id, one.is_app ? appTab(one) : "messages") } },
    h("span", { class: "row__lead" }, lead),
    h("span", { class: "row__name", dir: "auto", title: name }, name),
    trail,
    count > 0 && h("span", { class: "row__badge", "aria-label": `${count} unread mention${count === 1 ? "" : "s"}` }, count),
  );
}

/** The app's messages when something there is unread, else its Home. */
function appTab(one) {
  if (one.id === state.place?.id) return state.place.tab;
  return one.unread > 0 || !state.app?.has_home ? "messages" : "home";
}

function channelRow(one) {
  return row(one, icon(one.is_private ? "lock" : "hash", 16), one.is_archived && h("span", { class: "row__note" }, "archived"), one.is_member ? "" : "row--faint");
}

function directRow(one) {
  const mine = one.user === state.as;
  return row(one, avatar(one.user, 20), mine && h("span", { class: "row__note" }, "you"));
}

function appRow(one) {
  return row(one, appAvatar(20));
}

function choosePerson(anchor) {
  const known = new Set(state.dms.map((one) => one.user));
  const people = [...state.people.values()].filter((one) => !one.deleted && !known.has(one.id) && one.id !== state.as && !one.is_bot);
  const items = people.map((one) => ({ text: shownName(one), description: person(one.id).title, lead: avatar(one.id, 28), choose: () => openDirect(one.id) }));
  openMenu(anchor, items.length ? items : [{ heading: "You have a conversation with everyone." }], { label: "Message someone", className: "menu--people" });
}
