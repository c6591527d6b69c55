// Asks before something is done, in the words of Block Kit's confirm object.

import { fill, h } from "./dom.js";
import { openDialog } from "./dialog.js";
import { plainString, plainText, textObject } from "./mrkdwn_view.js";

/** Show a confirm object; resolves to whether the person confirmed. */
export function askConfirm(confirm) {
  return new Promise((resolve) => {
    const answer = (yes) => {
      dialog.close();
      resolve(yes);
    };
    const dialog = openDialog({ title: plainString(confirm.title), className: "dialog--confirm", role: "alertdialog", onDismiss: () => answer(false) });
    fill(dialog.body, h("div", { class: "dialog__words" }, textObject(confirm.text)));
    const yes = h("button", { type: "button", class: `button ${confirm.style === "danger" ? "button--danger" : "button--primary"}`, on: { click: () => answer(true) } }, plainText(confirm.confirm?.text));
    const no = h("button", { type: "button", class: "button", on: { click: () => answer(false) } }, plainText(confirm.deny?.text));
    fill(dialog.footer, no, yes);
    yes.focus();
  });
}

/** Ask a question of the page's own. */
export function ask(title, text, confirm, { danger = false } = {}) {
  const plain = (words) => ({ type: "plain_text", text: words });
  return askConfirm({ title: plain(title), text: plain(text), confirm: plain(confirm), deny: plain("Cancel"), style: danger ? "danger" : undefined });
}
