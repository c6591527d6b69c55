// Speaks the page's HTTP API, always in the name of the acting person. It must not touch the DOM.

import { state } from "./store.js";

/** The server could not be reached, or answered with something that is no answer. */
export class UnreachableError extends Error {}

async function call(method, path, { query = {}, body, raw } = {}) {
  const url = new URL(`/page/api/${path}`, location.origin);
  for (const [name, value] of Object.entries(query)) if (value !== undefined && value !== null) url.searchParams.set(name, value);
  const options = { method, headers: {} };
  if (raw) options.body = raw;
  else if (body) {
    options.headers["Content-Type"] = "application/json";
    options.body = JSON.stringify(body);
  }
  let response;
  try {
    response = await fetch(url, options);
  } catch {
    throw new UnreachableError("The local Slack does not answer. Is it still running?");
  }
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    throw new UnreachableError(`The local Slack answered ${response.status} without saying more.`);
  }
}

const get = (path, query = {}) => call("GET", path, { query: { as: state.as, ...query } });
const post = (path, body = {}) => call("POST", path, { body: { as: state.as, ...body } });

export const api = {
  state: (as) => call("GET", "state", { query: { as } }),
  messages: (channel, threadTs) => get("messages", { channel, thread_ts: threadTs }),
  read: (channel) => post("read", { channel }),
  send: (message) => post("send", message),
  action: (action) => post("action", action),
  suggest: (query) => post("suggest", query),
  submitView: (viewId, values) => post("view/submit", { view_id: viewId, values }),
  closeView: (viewId, all) => post("view/close", { view_id: viewId, all }),
  shortcut: (shortcut) => post("shortcut", shortcut),
  workflow: (run) => post("workflow", run),
  home: (tab) => post("home", { tab }),
  upload: (file) => call("POST", "upload", { query: { as: state.as, name: file.name }, raw: file }),
  react: (channel, ts, name, add) => post("react", { channel, ts, name, add }),
  openDm: (user) => post("open_dm", { user }),
  clock: (move) => post("clock", move),
  admin: (op) => post("admin", op),
};

/** Where a file's content is, for the acting person. */
export function fileUrl(file) {
  return `/files/${encodeURIComponent(file.id)}/${encodeURIComponent(file.name ?? "file")}?as=${encodeURIComponent(state.as ?? "")}`;
}
