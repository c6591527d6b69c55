// The middle of the page: the heading of the place, its tabs when it is the app's, and what is in it.

import { appAvatar, avatar } from "./avatar.js";
import { composer } from "./composer.js";
import { classes, fill, h } from "./dom.js";
import { aboutApp, homeTab } from "./home.js";
import { icon } from "./icons.js";
import { messageList } from "./message_list.js";
import { plainText } from "./mrkdwn_view.js";
import { open } from "./places.js";
import { openProfile } from "./profile.js";
import { conversation, conversationName, listen, state } from "./store.js";

/** The pane's element. */
export function pane() {
  const head = h("header", { class: "pane__head" });
  const body = h("div", { class: "pane__body" });
  const node = h("main", { class: "pane" }, head, body);
  let shown = null;
  const draw = () => {
    const here = conversation(state.place?.id);
    if (!here) return;
    node.setAttribute("aria-label", conversationName(here));
    fill(head, heading(here), here.is_app && tabs(here));
    const key = `${state.as} ${here.id} ${state.place.tab} ${here.is_archived}`;
    if (key === shown) return;
    shown = key;
    if (here.is_app && state.place.tab === "home") fill(body, homeTab());
    else if (here.is_app && state.place.tab === "about") fill(body, aboutApp());
    else fill(body, messageList(here), composer(here));
  };
  listen(["place", "channels", "dms", "people", "app", "as"], draw);
  return node;
}

function heading(here) {
  const name = conversationName(here);
  if (here.kind === "dm") {
    const picture = here.is_app ? appAvatar(24) : avatar(here.user, 24);
    const press = (event) => openProfile(here.user, event.currentTarget);
    return h("div", { class: "pane__title" }, h("button", { type: "button", class: "pane__name", on: { click: press } }, picture, h("h1", { dir: "auto" }, name), here.is_app && h("span", { class: "badge" }, "App")));
  }
  return h(
    "div",
    { class: "pane__title" },
    h("div", { class: "pane__name pane__name--still" }, icon(here.is_private ? "lock" : "hash", 18), h("h1", null, name)),
    here.topic && h("div", { class: "pane__topic", title: here.topic }, plainText(here.topic)),
    h("div", { class: "pane__members", title: "Members of this channel" }, icon("users", 16), h("span", null, here.num_members ?? 0), h("span", { class: "unseen" }, " members")),
  );
}

function tabs(here) {
  const names = [state.app?.has_home !== false && ["home", "Home"], state.app?.has_messages_tab !== false && ["messages", "Messages"], ["about", "About"]].filter(Boolean);
  return h(
    "div",
    { class: "tabs", role: "tablist" },
    names.map(([tab, name]) => h("button", { type: "button", role: "tab", class: classes("tabs__tab", state.place.tab === tab && "tabs__tab--on"), "aria-selected": String(state.place.tab === tab), on: { click: () => open(here.id, tab) } }, name)),
  );
}
