// The narrow strip at the left edge: the workspace's mark, and the ways to what is not a conversation.

import { openAdmin } from "./admin.js";
import { avatar, initialsOf } from "./avatar.js";
import { fill, h } from "./dom.js";
import { isDrawer, turnDrawer } from "./drawer.js";
import { icon } from "./icons.js";
import { showGuide } from "./guide.js";
import { open } from "./places.js";
import { listen, shownName, state } from "./store.js";
import { openSwitcher } from "./switcher.js";
import { isDark, turnTheme } from "./theme.js";

/** The rail's element. */
export function rail() {
  const top = h("div", { class: "rail__group" });
  const foot = h("div", { class: "rail__group" });
  const draw = () => {
    const app = state.dms.find((one) => one.is_app);
    fill(
      top,
      h("div", { class: "rail__team", title: state.team?.name }, initialsOf(state.team?.name).slice(0, 1)),
      item("home", "Home", () => (isDrawer() ? turnDrawer(!state.drawer) : goHome()), state.drawer || !state.dms.some((one) => one.id === state.place?.id)),
      app && item("bolt", "App", () => open(app.id, state.app?.has_home ? "home" : "messages"), app.id === state.place?.id),
      state.guide && item("flag", "Guide", () => (turnDrawer(true), showGuide())),
      item("shield", "Admin", () => openAdmin()),
    );
    const me = h("button", { type: "button", class: "rail__me", "aria-label": `You are ${state.me ? shownName(state.me) : ""}. Act as another person`, on: { click: (event) => openSwitcher(event.currentTarget) } }, state.me && avatar(state.me.id, 36));
    fill(foot, item(isDark() ? "sun" : "moon", isDark() ? "Light" : "Dark", () => (turnTheme(), draw())), me);
  };
  listen(["team", "me", "place", "dms", "guide", "app", "channels", "drawer"], draw);
  draw();
  return h("nav", { class: "rail", "aria-label": "Workspace" }, top, foot);
}

function goHome() {
  const last = state.channels.find((one) => one.id === state.place?.id);
  const first = last ?? state.channels.find((one) => one.is_member);
  if (first) void open(first.id);
}

function item(mark, name, press, on = false) {
  return h("button", { type: "button", class: `rail__item ${on ? "rail__item--on" : ""}`, "aria-current": on ? "true" : null, on: { click: press } }, h("span", { class: "rail__mark" }, icon(mark, 20)), h("span", { class: "rail__name" }, name));
}
