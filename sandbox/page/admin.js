// The administration of the workspace: who is in which group, who is deactivated, which channels are archived or without the app.

import { avatar } from "./avatar.js";
import { api } from "./api.js";
import { ask } from "./confirm.js";
import { openDialog } from "./dialog.js";
import { classes, fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { switchTo } from "./places.js";
import { badges } from "./profile.js";
import { attempt } from "./session.js";
import { listen, shownName, state } from "./store.js";
import { toast } from "./toast.js";

const TABS = [["groups", "User groups"], ["people", "People"], ["channels", "Channels"]];

/** Open the administration dialog. */
export function openAdmin(first = "groups") {
  let tab = first;
  let group = null;
  const dialog = openDialog({ title: "Workspace administration", lead: icon("shield", 22), className: "dialog--admin", onDismiss: () => dialog.close() });
  const draw = () => {
    if (!state.me?.is_admin) return void fill(dialog.body, notAdmin(() => dialog.close()));
    const picks = h("div", { class: "tabs tabs--dialog", role: "tablist" }, TABS.map(([id, name]) => h("button", { type: "button", role: "tab", "aria-selected": String(id === tab), class: classes("tabs__tab", id === tab && "tabs__tab--on"), on: { click: () => ((tab = id), (group = null), draw()) } }, name)));
    const top = dialog.body.scrollTop;
    const panels = { groups: () => (group ? membersOf(group, (next) => ((group = next), draw())) : groups((id) => ((group = id), draw()))), people, channels };
    fill(dialog.body, picks, h("div", { class: "admin", role: "tabpanel" }, panels[tab]()));
    dialog.body.scrollTop = top;
    return undefined;
  };
  listen(["usergroups", "people", "channels", "me"], () => !dialog.body.querySelector("[data-editing]") && draw(), dialog.node);
  draw();
}

async function carryOut(op, done) {
  const answer = await attempt(() => api.admin(op));
  if (!answer) return false;
  if (answer.ok === false || answer.error) toast(answer.error ?? "That did not work.", "error");
  else toast(done);
  return answer.ok !== false && !answer.error;
}

function notAdmin(close) {
  const admin = [...state.people.values()].find((one) => one.is_admin && !one.deleted);
  const act = () => {
    close();
    void switchTo(admin.id).then(() => openAdmin());
  };
  return h("div", { class: "empty empty--small" }, icon("lock", 32), h("h2", null, "Only an administrator can change the workspace"), h("p", null, `${shownName(state.me)} is not one.`), admin && h("button", { type: "button", class: "button button--primary", on: { click: act } }, `Act as ${shownName(admin)}`));
}

function groups(choose) {
  const row = (one) => {
    const names = (one.members ?? []).map((id) => state.people.get(id)).filter(Boolean).map(shownName);
    return h("button", { type: "button", class: "admin__row admin__row--button", on: { click: () => choose(one.id) } }, h("span", { class: "admin__mark" }, icon("users", 18)), h("span", { class: "admin__words" }, h("strong", null, `@${one.handle}`, one.disabled && h("span", { class: "badges" }, h("span", { class: "badge" }, "Disabled"))), h("span", { class: "faint" }, names.join(", ") || "Nobody")), h("span", { class: "admin__count" }, one.members?.length ?? 0), icon("right", 16));
  };
  return [h("p", { class: "admin__about" }, "A change is told to the app at once, as Slack tells it."), state.usergroups.map(row)];
}

function membersOf(id, choose) {
  const group = state.usergroups.find((one) => one.id === id);
  if (!group) return groups(choose);
  const boxes = [...state.people.values()].filter((one) => !one.is_bot && (!one.deleted || group.members.includes(one.id))).map((one) => {
    const input = h("input", { type: "checkbox", class: "choice__input choice__input--checkbox", id: `member-${one.id}`, value: one.id, checked: group.members.includes(one.id) });
    return { input, row: h("label", { class: "admin__row", for: input.id }, input, avatar(one.id, 28), h("span", { class: "admin__words" }, h("span", { dir: "auto" }, shownName(one), badges(one)), h("span", { class: "faint" }, one.title))) };
  });
  const save = async () => {
    const members = boxes.filter((box) => box.input.checked).map((box) => box.input.value);
    if (await carryOut({ op: "group_members", group: id, members }, `@${group.handle} has ${members.length} ${members.length === 1 ? "member" : "members"} now.`)) choose(null);
  };
  return h("div", { data: { editing: "true" } }, h("div", { class: "admin__bar" }, h("button", { type: "button", class: "button button--small", on: { click: () => choose(null) } }, icon("left", 16), " All groups"), h("h2", { class: "admin__title" }, `Members of @${group.handle}`), h("button", { type: "button", class: "button button--small button--primary", on: { click: save } }, "Save members")), boxes.map((box) => box.row));
}

function people() {
  const change = async (one) => {
    const op = one.deleted ? "reactivate" : "deactivate";
    if (op === "deactivate" && !(await ask(`Deactivate ${shownName(one)}?`, "They can no longer sign in, and the app is told at once. You can reactivate them here.", "Deactivate", { danger: true }))) return;
    await carryOut({ op, user: one.id }, `${shownName(one)} was ${op}d.`);
  };
  const quiet = (one) => carryOut({ op: one.dnd ? "take_messages" : "do_not_disturb", user: one.id }, one.dnd ? `${shownName(one)} can be disturbed again.` : `${shownName(one)} is in do-not-disturb now.`);
  const row = (one) => h("div", { class: "admin__row" }, avatar(one.id, 28), h("span", { class: "admin__words" }, h("span", { dir: "auto" }, shownName(one), badges(one)), h("span", { class: "faint" }, one.title)), !one.deleted && h("button", { type: "button", class: "button button--small", "aria-label": one.dnd ? `Let ${shownName(one)} be disturbed` : `Do not disturb ${shownName(one)}`, on: { click: () => quiet(one) } }, one.dnd ? "Can be disturbed" : "Do not disturb"), one.id !== state.as && h("button", { type: "button", class: "button button--small", "aria-label": `${one.deleted ? "Reactivate" : "Deactivate"} ${shownName(one)}`, on: { click: () => change(one) } }, one.deleted ? "Reactivate" : "Deactivate"));
  return [...state.people.values()].filter((one) => !one.is_bot).map(row);
}

function channels() {
  const app = state.app?.name ?? "the app";
  const run = (op, one, done) => carryOut({ op, channel: one.id }, done);
  const archive = async (one) => (await ask(`Archive #${one.name}?`, "Nobody can post there any more, and the app is told.", "Archive", { danger: true })) && run("archive", one, `#${one.name} was archived.`);
  const back = (one) => h("button", { type: "button", class: "button button--small", "aria-label": `Unarchive #${one.name}`, on: { click: () => run("unarchive", one, `#${one.name} is out of the archive.`) } }, "Unarchive");
  const row = (one) => {
    const within = one.app_is_member !== false;
    const press = () => run(within ? "remove_app" : "add_app", one, within ? `${app} was removed from #${one.name}.` : `${app} was added to #${one.name}.`);
    const buttons = one.is_archived ? back(one) : [h("button", { type: "button", class: "button button--small", "aria-label": `${within ? "Remove" : "Add"} ${app} ${within ? "from" : "to"} #${one.name}`, on: { click: press } }, within ? "Remove app" : "Add app"), h("button", { type: "button", class: "button button--small", "aria-label": `Archive #${one.name}`, on: { click: () => archive(one) } }, "Archive")];
    return h("div", { class: "admin__row" }, h("span", { class: "admin__mark" }, icon(one.is_private ? "lock" : "hash", 18)), h("span", { class: "admin__words" }, h("span", null, one.name, one.is_archived && h("span", { class: "badges" }, h("span", { class: "badge" }, "Archived"))), h("span", { class: "faint" }, `${one.num_members ?? 0} members`)), buttons);
  };
  return state.channels.map(row);
}
