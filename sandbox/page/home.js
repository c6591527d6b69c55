// The app's Home and About tabs.

import { appAvatar } from "./avatar.js";
import { BlockList } from "./blocks/block_list.js";
import { fill, h } from "./dom.js";
import { plainText } from "./mrkdwn_view.js";
import { listen, state } from "./store.js";
import { Surface } from "./surface.js";

/** The Home tab: the view that the app published for the acting person. */
export function homeTab() {
  const host = h("div", { class: "home" });
  const surface = new Surface({ type: "home" });
  const blocks = new BlockList(h("div", { class: "home__view" }), { surface, place: "home" });
  const draw = () => {
    if (state.home === undefined) return void fill(host, h("div", { class: "loading" }, h("span", { class: "spinner" }), "Loading…"));
    if (!state.home?.blocks?.length) return void fill(host, nothingYet());
    surface.container.view_id = state.home.id;
    blocks.draw(state.home.blocks, {}, state.home.state?.values);
    if (blocks.host.parentNode !== host) fill(host, blocks.host);
    return undefined;
  };
  listen(["home", "people", "usergroups"], draw, host);
  draw();
  return host;
}

function nothingYet() {
  const name = state.app?.name ?? "This app";
  return h("div", { class: "empty" }, appAvatar(72), h("h2", null, `This is ${name}’s home`), h("p", null, "It has put nothing here for you yet. What concerns you will show up as soon as the app publishes it."));
}

/** The About tab: what the app says of itself and what one can type. */
export function aboutApp() {
  const app = state.app ?? {};
  const commands = app.commands ?? [];
  const shortcuts = [...(app.shortcuts?.global ?? []), ...(app.shortcuts?.message ?? [])];
  return h(
    "div",
    { class: "about" },
    h("div", { class: "about__head" }, appAvatar(72), h("div", null, h("h2", null, app.name), h("p", { class: "faint" }, plainText(app.description ?? "")))),
    commands.length > 0 && h("section", null, h("h3", null, "Slash commands"), h("dl", { class: "about__list" }, commands.map((one) => [h("dt", null, h("code", { class: "code" }, one.command), one.usage_hint && h("span", { class: "faint" }, ` ${one.usage_hint}`)), h("dd", null, one.description)]))),
    shortcuts.length > 0 && h("section", null, h("h3", null, "Shortcuts"), h("dl", { class: "about__list" }, shortcuts.map((one) => [h("dt", null, one.name), h("dd", null, one.description)]))),
  );
}
