// The image block. Pictures come from this server alone; one that lives elsewhere is named instead of fetched.

import { classes, h } from "../dom.js";
import { icon } from "../icons.js";
import { fileUrl } from "../api.js";
import { plainText } from "../mrkdwn_view.js";

/** The node for an image block. */
export function imageBlock(block) {
  const shown = picture(block, "image__picture");
  // As in Slack, a click shows the picture in its own size.
  const node = shown.src ? h("a", { class: "image__link", href: shown.getAttribute("src"), target: "_blank", rel: "noopener" }, shown) : shown;
  return h("figure", { class: "block image" }, block.title && h("figcaption", { class: "image__title" }, plainText(block.title.text)), node);
}

/** The picture of an image block or element. */
export function picture(image, className) {
  const file = image.slack_file?.id ?? /F[A-Z0-9]{8,}/.exec(image.slack_file?.url ?? "")?.[0];
  const url = file ? fileUrl({ id: file, name: "image" }) : image.image_url ?? "";
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
