// The card that tells who a person is: title, local time, groups; a click away from a message to them or from being them.

import { avatar } from "./avatar.js";
import { clockTime, nowSeconds } from "./dates.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { openDirect, switchTo } from "./places.js";
import { openPopover } from "./popover.js";
import { person, shownName, state } from "./store.js";

/** Open a person's card beside what was clicked. */
export function openProfile(id, anchor) {
  const someone = person(id);
  const isApp = id === state.app?.bot_user_id;
  const groups = state.usergroups.filter((group) => group.members?.includes(id));
  const act = (work) => () => {
    popover.close();
    void work();
  };
  const fact = (name, ...content) => h("div", { class: "profile__fact" }, icon(name, 16), h("span", null, content));
  const card = [
    h("div", { class: "profile__head" }, avatar(id, 72), h("div", { class: "profile__names" }, h("strong", { class: "profile__name", dir: "auto" }, shownName(someone)), (isApp ? state.app.description : someone.title) && h("span", { class: "profile__title" }, isApp ? state.app.description : someone.title), badges(someone))),
    someone.tz && !isApp && fact("clock", `${clockTime(nowSeconds(), someone.tz)} local time`, h("span", { class: "faint" }, ` · ${someone.tz.replaceAll("_", " ")}`)),
    groups.length > 0 && fact("users", groups.map((group) => `@${group.handle}`).join(", ")),
    h(
      "div",
      { class: "profile__buttons" },
      id !== state.as && !someone.deleted && h("button", { type: "button", class: "button button--small", on: { click: act(() => openDirect(id)) } }, "Message"),
      canAct(someone) && id !== state.as && h("button", { type: "button", class: "button button--small", on: { click: act(() => switchTo(id)) } }, `Act as ${firstName(someone)}`),
    ),
  ];
  const popover = openPopover(anchor, card, { className: "profile", role: "dialog", label: `About ${shownName(someone)}`, side: "right" });
}

/** Whether the page can act as this person: not as a bot, not as who was deactivated. */
export function canAct(someone) {
  return !someone.is_bot && !someone.deleted && !someone.unknown && someone.id !== "USLACKBOT";
}

/** The first of a person's names, for "Act as Ada". */
export function firstName(someone) {
  return shownName(someone).split(/\s+/)[0];
}

/** What Slack tells of a person beside the name. */
export function badges(someone) {
  const marks = [];
  if (someone.is_bot) marks.push("App");
  if (someone.is_admin) marks.push("Workspace admin");
  if (someone.is_guest) marks.push("Guest");
  if (someone.is_stranger) marks.push("From another workspace");
  if (someone.deleted) marks.push("Deactivated");
  if (someone.dnd) marks.push("Do not disturb");
  return marks.length ? h("span", { class: "badges" }, marks.map((mark) => h("span", { class: "badge" }, mark))) : null;
}
