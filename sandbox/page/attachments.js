// The files that are about to be sent: each uploads at once and can be taken out again.

import { api } from "./api.js";
import { fileCard } from "./files.js";
import { fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { attempt } from "./session.js";
import { toast } from "./toast.js";

export class Attachments {
  /** `changed` is called whenever a file comes, is there, or goes. */
  constructor(changed, { most = 10, accept = null } = {}) {
    this.changed = changed;
    this.most = most;
    this.entries = [];
    this.input = h("input", { type: "file", multiple: most > 1, accept, class: "unseen", tabindex: -1, "aria-hidden": "true", on: { change: () => (this.add(this.input.files), (this.input.value = "")) } });
    this.list = h("div", { class: "attachments" });
    this.node = h("div", null, this.input, this.list);
  }

  /** The uploaded files. */
  get ready() {
    return this.entries.filter((entry) => entry.file).map((entry) => entry.file);
  }

  /** Whether an upload is under way. */
  get busy() {
    return this.entries.some((entry) => !entry.file);
  }

  /** Open the system's file dialog. */
  choose() {
    this.input.click();
  }

  /** Upload these files, as many as there is room for. */
  add(files) {
    for (const file of files) {
      if (this.entries.length >= this.most) {
        toast(`No more than ${this.most} ${this.most === 1 ? "file" : "files"} can be added here.`, "error");
        break;
      }
      const entry = { name: file.name, size: file.size, mimetype: file.type, file: null };
      this.entries.push(entry);
      void this.upload(entry, file);
    }
    this.draw();
  }

  /** Show files that were uploaded before. */
  adopt(files) {
    this.entries = files.map((file) => ({ ...file, file }));
    this.draw();
  }

  clear() {
    this.entries = [];
    this.draw();
  }

  async upload(entry, file) {
    const answer = await attempt(() => api.upload(file));
    if (answer?.file) entry.file = answer.file;
    else {
      this.entries = this.entries.filter((one) => one !== entry);
      if (answer) toast(answer.error ?? `${entry.name} could not be uploaded.`, "error");
    }
    this.draw();
    this.changed();
  }

  remove(entry) {
    this.entries = this.entries.filter((one) => one !== entry);
    this.draw();
    this.changed();
  }

  draw() {
    const card = (entry) => fileCard(entry, entry.file ? h("button", { type: "button", class: "icon-button icon-button--small", "aria-label": `Remove ${entry.name}`, on: { click: () => this.remove(entry) } }, icon("close", 16)) : h("span", { class: "spinner", role: "status", "aria-label": "Uploading" }));
    fill(this.list, this.entries.map(card));
  }
}
