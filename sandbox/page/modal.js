// The app's modals: a stack of up to three over the page, the top one shown. Keeps what is entered while views change.

import { api } from "./api.js";
import { appAvatar } from "./avatar.js";
import { BlockList } from "./blocks/block_list.js";
import { focusFirst, openDialog } from "./dialog.js";
import { fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { plainString, plainText } from "./mrkdwn_view.js";
import { attempt, refresh } from "./session.js";
import { listen, state } from "./store.js";
import { Surface } from "./surface.js";

const TROUBLE = "We had some trouble connecting. Try again?";

let open = []; // One Modal for each view on the stack, the top one last.

/** Follow the acting person's stack of views. */
export function watchViews() {
  listen(["views"], follow);
  follow();
}

function follow() {
  const views = state.views ?? [];
  const kept = new Set(views.map((view) => view.id));
  for (const modal of open.filter((one) => !kept.has(one.view.id))) modal.drop();
  open = views.map((view) => {
    const known = open.find((one) => one.view.id === view.id);
    if (!known) return new Modal(view);
    known.update(view);
    return known;
  });
  open.forEach((modal, index) => (index === open.length - 1 ? modal.show(index) : modal.hide()));
}

class Modal {
  constructor(view) {
    this.view = view;
    this.surface = new Surface({ type: "view", view_id: view.id });
    this.surface.fail = (sentence) => this.trouble(sentence);
    this.surface.adopt(view.blocks, view.state?.values);
    this.errors = {};
    this.dialog = null;
  }

  /** Take in the view's newer version; errors belong to the older one and go. */
  update(view) {
    if (view === this.view || (view.hash && view.hash === this.view.hash)) return;
    this.view = view;
    this.errors = {};
    this.failure = this.detail = null;
    if (this.dialog) this.draw();
    else this.surface.adopt(view.blocks, view.state?.values);
  }

  show(depth) {
    this.depth = depth;
    if (this.dialog) return void this.draw();
    this.dialog = openDialog({ title: "", lead: appAvatar(28), className: "dialog--modal", onDismiss: () => this.close(true) });
    this.failureSlot = h("div", { class: "dialog__failure" });
    this.list = new BlockList(h("div", { class: "blocks blocks--modal" }), { surface: this.surface, place: "modal" });
    fill(this.dialog.body, this.failureSlot, this.list.host);
    this.dialog.node.addEventListener("keydown", (event) => this.key(event));
    this.draw();
    focusFirst(this.dialog);
  }

  hide() {
    this.dialog?.close();
    this.dialog = null;
  }

  drop() {
    this.hide();
  }

  draw() {
    const { view } = this;
    const back = this.depth > 0 && h("button", { type: "button", class: "icon-button icon-button--small", "aria-label": "Back", on: { click: () => this.close(false) } }, icon("left", 20));
    this.dialog.setTitle(plainString(view.title), back || appAvatar(28));
    this.list.draw(view.blocks, this.errors, view.state?.values);
    fill(this.failureSlot, this.failure && h("div", { class: "dialog__trouble", role: "alert" }, icon("warning", 18), h("span", null, this.failure, this.detail && h("small", null, this.detail))));
    const close = h("button", { type: "button", class: "button", on: { click: () => this.close(false) } }, view.close ? plainText(view.close.text) : view.submit ? "Cancel" : "Close");
    const submit = view.submit && h("button", { type: "button", class: "button button--primary", disabled: view.submit_disabled === true, "aria-busy": this.busy ? "true" : null, on: { click: () => this.submit() } }, h("span", { class: "button__text" }, plainText(view.submit.text)));
    fill(this.dialog.footer, close, submit);
    this.dialog.shadow();
  }

  key(event) {
    const plainEnter = event.key === "Enter" && event.target.matches("input[type=text], input[type=email], input[type=url]");
    const sent = event.key === "Enter" && (event.metaKey || event.ctrlKey);
    if (this.view.submit && (plainEnter || sent) && !event.isComposing && !event.defaultPrevented) {
      event.preventDefault();
      void this.submit();
    }
  }

  async submit() {
    if (this.busy) return;
    this.busy = true;
    this.errors = {};
    this.failure = this.detail = null;
    document.activeElement?.blur();
    await new Promise((resolve) => setTimeout(resolve, 0)); // A field that commits on blur does so first.
    if (this.dialog) this.draw();
    const answer = await attempt(() => api.submitView(this.view.id, this.surface.entered()));
    this.busy = false;
    const result = answer?.result;
    if (result === "errors") this.errors = answer.errors ?? {};
    else if (!result || result === "failed") [this.failure, this.detail] = [answer?.error ?? TROUBLE, answer?.detail];
    if (this.dialog?.node.isConnected) {
      this.draw();
      if (result === "errors") this.faceErrors();
      else if (this.failure) this.dialog.body.scrollTop = 0;
    }
    if (result === "closed") setTimeout(() => open.includes(this) && attempt(() => refresh({ withViews: true })), 1000);
  }

  /** Bring the first refused field into sight and put the focus there. */
  faceErrors() {
    const field = this.dialog.body.querySelector(".field--wrong");
    if (!field) return;
    field.scrollIntoView({ block: "nearest" });
    field.querySelector("input:not([tabindex='-1']), textarea, button")?.focus({ preventScroll: true });
  }

  trouble(sentence) {
    this.failure = sentence;
    if (this.dialog) this.draw();
  }

  async close(all) {
    const id = this.view.id;
    const answer = await attempt(() => api.closeView(id, all));
    if (answer) setTimeout(() => open.includes(this) && attempt(() => refresh({ withViews: true })), 1000);
  }
}
