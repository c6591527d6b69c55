// The file input of a modal: choose or drop files, see each one upload, take one out again.

import { Attachments } from "../attachments.js";
import { h } from "../dom.js";
import { icon } from "../icons.js";

/** The node for a file input. */
export function fileInput(field) {
  const { element } = field;
  const most = element.max_files ?? 10;
  const kinds = element.filetypes ?? [];
  const paint = () => {
    drop.classList.toggle("file-drop--busy", attachments.busy);
    drop.hidden = attachments.entries.length >= most;
  };
  const keep = () => {
    field.keep({ files: attachments.ready });
    paint();
  };
  const attachments = new Attachments(keep, { most, accept: kinds.length ? kinds.map((kind) => `.${kind}`).join(",") : null });
  attachments.input.id = field.id;
  attachments.input.dataset.field = `${field.block.block_id}/${element.action_id}`;
  if (field.ground.described) attachments.input.setAttribute("aria-describedby", field.ground.described);
  attachments.input.removeAttribute("aria-hidden");
  const rules = [kinds.length && kinds.map((kind) => kind.toUpperCase()).join(", "), most > 1 ? `up to ${most} files` : "one file"].filter(Boolean).join(" · ");
  const drop = h(
    "div",
    { class: "file-drop", on: { dragover: (event) => (event.preventDefault(), drop.classList.add("file-drop--over")), dragleave: () => drop.classList.remove("file-drop--over"), drop: (event) => (event.preventDefault(), drop.classList.remove("file-drop--over"), attachments.add(event.dataTransfer.files)) } },
    h("button", { type: "button", class: "button button--small", on: { click: () => attachments.choose() } }, icon("clip", 16), " Upload files"),
    h("span", { class: "faint" }, "or drop them here"),
    h("span", { class: "file-drop__rules" }, rules),
  );
  attachments.adopt(field.state.files ?? []);
  paint();
  return h("div", { class: "file-input" }, attachments.node, drop);
}
