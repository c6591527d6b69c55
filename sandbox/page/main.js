// Starts the page: puts its parts together, then acts as the person and opens the place that the address names.

import { api } from "./api.js";
import { banner } from "./banner.js";
import { drawer } from "./drawer.js";
import { refreshDates } from "./mrkdwn_view.js";
import { fill, h } from "./dom.js";
import { receiveWith } from "./events.js";
import { guide } from "./guide.js";
import { incoming } from "./incoming.js";
import { pane } from "./pane.js";
import { settle } from "./places.js";
import { keepPressed } from "./press.js";
import { rail } from "./rail.js";
import { become } from "./session.js";
import { sidebar } from "./sidebar.js";
import { listen, state } from "./store.js";
import { startTheme } from "./theme.js";
import { thread } from "./thread.js";
import { topbar } from "./topbar.js";
import { watchViews } from "./modal.js";

const root = document.getElementById("app");

async function start() {
  startTheme();
  keepPressed();
  receiveWith(incoming);
  const address = new URLSearchParams(location.search);
  const id = address.get("as") ?? (await api.state(null)).me?.id;
  await become(id);
  fill(root, topbar(), h("div", { class: "shell" }, rail(), drawer(sidebar(), guide()), h("div", { class: "stage" }, banner(), h("div", { class: "panes" }, pane(), thread()))));
  watchViews();
  listen(["clock", "me"], () => refreshDates());
  setInterval(refreshDates, 10_000);
  listen(["team", "channels", "dms"], title);
  title();
  await settle(address.get("channel"), address.get("tab"));
}

function title() {
  const unread = [...state.channels, ...state.dms].reduce((sum, one) => sum + (one.mentions ?? 0), 0);
  document.title = `${unread ? `(${unread}) ` : ""}${state.team?.name ?? "Workspace"} – Local Slack`;
}

start().catch((error) => {
  const again = h("button", { type: "button", class: "button button--primary", on: { click: () => location.assign("/") } }, "Try again");
  fill(root, h("main", { class: "stranded" }, h("h1", null, "The workspace could not be opened"), h("p", null, error.message), again));
});
