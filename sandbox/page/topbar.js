// The bar over everything: the workspace's name, its clock, and who one acts as.

import { clockControl } from "./clock.js";
import { fill, h } from "./dom.js";
import { listen, state } from "./store.js";
import { switcher } from "./switcher.js";

/** The top bar's element. */
export function topbar() {
  const name = h("strong", { class: "topbar__name" });
  const draw = () => fill(name, state.team?.name ?? "");
  listen(["team"], draw);
  draw();
  return h("header", { class: "topbar" }, h("div", { class: "topbar__team" }, name, h("span", { class: "topbar__local" }, "Local Slack")), clockControl(), switcher());
}
