// The menu behind the composer's plus: the app's global shortcuts and commands, and a file from this computer.

import { api } from "./api.js";
import { appAvatar } from "./avatar.js";
import { icon } from "./icons.js";
import { openMenu } from "./menu.js";
import { attempt } from "./session.js";
import { state } from "./store.js";
import { toast } from "./toast.js";
import { openWorkflow } from "./workflow.js";

/** Open the menu; `attach` opens the file dialog, `command` puts a command into the composer. */
export function openShortcuts(anchor, { channel, attach, command }) {
  const shortcuts = state.app?.shortcuts?.global ?? [];
  const commands = state.app?.commands ?? [];
  const run = async (shortcut) => {
    const answer = await attempt(() => api.shortcut({ callback_id: shortcut.callback_id, channel }));
    if (answer?.ok === false) toast(answer.error ?? "The app did not respond.", "error");
  };
  const workflows = state.app?.workflows ?? [];
  const items = [
    ...(shortcuts.length ? [{ heading: "Shortcuts" }] : []),
    ...shortcuts.map((one) => ({ text: one.name, description: one.description, lead: appAvatar(28), choose: () => run(one) })),
    ...(workflows.length ? [{ heading: "Workflows" }] : []),
    ...workflows.map((one) => ({ text: one.title, description: one.description, lead: icon("bolt", 18), choose: () => openWorkflow(one) })),
    ...(commands.length ? [{ heading: "Commands" }] : []),
    ...commands.map((one) => ({ text: one.command, description: one.description, lead: icon("slash", 18), choose: () => command(`${one.command} `) })),
    { line: true },
    { text: "Upload from your computer", lead: icon("clip", 18), choose: attach },
  ];
  openMenu(anchor, items, { label: "Shortcuts and files", side: "above" });
}
