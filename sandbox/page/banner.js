// The line above the conversation when something is missing: the app, or the server itself.

import { fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { listen, state } from "./store.js";

/** The banner's element; it is empty while all is well. */
export function banner() {
  const host = h("div", { role: "status", class: "banner-host" });
  const draw = () => {
    if (!state.online) fill(host, line("offline", "offline", "The page has lost its workspace. Trying to reconnect…"));
    else if (!state.connected) fill(host, line("warning", "app", h("strong", null, `${state.app?.name ?? "The app"} is not connected. `), "Commands and buttons will not be answered until it starts."));
    else fill(host);
  };
  listen(["online", "connected", "app"], draw);
  draw();
  return host;
}

function line(mark, kind, ...words) {
  return h("div", { class: `banner banner--${kind}` }, icon(mark, 18), h("span", null, words));
}
