// The image block. Pictures come from this server alone; one that lives elsewhere is named instead of fetched.

import { classes, h } from "../dom.js";
import { icon } from "../icons.js";
import { fileUrl } from "../api.js";
import { plainText } from "../mrkdwn_view.js";

/** The node for an image block. */
export function imageBlock(block) {
  return h("figure", { class: "block image" }, block.title && h("figcaption", { class: "image__title" }, plainText(block.title.text)), picture(block, "image__picture"));
}

/** The picture of an image block or element. */
export function picture(image, className) {
  const url = image.slack_file?.id ? fileUrl({ id: image.slack_file.id, name: "image" }) : image.image_url ?? image.slack_file?.url ?? "";
  const missing = () => h("span", { class: classes(className, "image--missing"), role: "img", "aria-label": image.alt_text, title: image.alt_text }, icon("image", 16), h("span", { class: "image__alt" }, image.alt_text));
  if (!isNear(url)) return missing();
  const node = h("img", { class: className, src: url, alt: image.alt_text });
  node.addEventListener("error", () => node.replaceWith(missing()));
  return node;
}

function isNear(url) {
  try {
    const { protocol, origin } = new URL(url, location.href);
    return protocol === "data:" || origin === location.origin;
  } catch {
    return false;
  }
}
