// Files as messages and file blocks show them: pictures open, everything else as a card with name, kind and size.

import { fileUrl } from "./api.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";

/** The nodes for a message's files, or null when it has none. */
export function fileNodes(files) {
  return files?.length ? h("div", { class: "files" }, files.map(fileNode)) : null;
}

/** One file. */
export function fileNode(file) {
  if (/^image\/(png|jpeg|gif|webp)$/.test(file.mimetype ?? "")) {
    return h("a", { class: "file-image", href: fileUrl(file), target: "_blank", rel: "noopener", title: file.name }, h("span", { class: "file-image__name" }, file.title || file.name), h("img", { src: fileUrl(file), alt: file.alt_txt || file.title || file.name }));
  }
  return fileCard(file, h("a", { class: "icon-button icon-button--small", href: fileUrl(file), download: file.name, "aria-label": `Download ${file.name}` }, icon("download", 16)));
}

/** The card of a file, with something to do at its end. */
export function fileCard(file, tail = null) {
  return h("div", { class: "file-card" }, h("span", { class: "file-card__mark", data: { kind: kindOf(file) } }, icon("file", 20)), h("span", { class: "file-card__words" }, h("span", { class: "file-card__name", dir: "auto", title: file.name }, file.title || file.name), h("span", { class: "file-card__about" }, [kindName(file), sizeName(file.size)].filter(Boolean).join(" · "))), tail);
}

function kindOf(file) {
  return (/\.([a-z0-9]{1,5})$/i.exec(file.name ?? "")?.[1] ?? file.filetype ?? "file").toLowerCase();
}

function kindName(file) {
  return file.pretty_type || kindOf(file).toUpperCase();
}

/** A number of bytes in words: 3 kB. */
export function sizeName(bytes) {
  if (!Number.isFinite(bytes)) return "";
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1e6 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
