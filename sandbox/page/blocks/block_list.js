// Draws a list of blocks into an element and draws anew only those that changed, so that focus and scroll stay.

import { h, same } from "../dom.js";
import { plainString } from "../mrkdwn_view.js";
import { state } from "../store.js";
import { actionsBlock } from "./actions.js";
import { contextBlock } from "./context.js";
import { fileBlock } from "./file.js";
import { imageBlock } from "./image.js";
import { inputBlock } from "./input.js";
import { markdownBlock } from "./markdown.js";
import { richTextBlock } from "./rich_text.js";
import { sectionBlock } from "./section.js";
import { tableBlock } from "./table.js";
import { videoBlock } from "./video.js";

const DRAW = {
  actions: actionsBlock,
  context: contextBlock,
  divider: () => h("hr", { class: "block block--divider" }),
  file: fileBlock,
  header: (block) => h("h2", { class: "block block--header", dir: "auto" }, plainString(block.text)),
  image: imageBlock,
  input: inputBlock,
  markdown: markdownBlock,
  rich_text: richTextBlock,
  section: sectionBlock,
  table: tableBlock,
  video: videoBlock,
};

export class BlockList {
  /** `ground` is `{surface, place}`, place being "message", "modal" or "home". */
  constructor(host, ground) {
    this.host = host;
    this.ground = ground;
    this.drawn = [];
  }

  /** Show these blocks; `errors` has a sentence for each input block that was refused, `given` the view's state. */
  draw(blocks, errors = {}, given = {}) {
    this.ground.surface.adopt(blocks, given);
    const old = new Map(this.drawn.map((entry) => [entry.key, entry]));
    const focus = focusedField(this.host);
    this.drawn = blocks.map((block, index) => {
      const key = block.block_id ?? `#${index}`;
      const facts = [block, errors[block.block_id] ?? null, readers()];
      const known = old.get(key);
      if (known && same(known.facts, facts)) return known;
      return { key, facts, node: drawBlock(block, { ...this.ground, error: errors[block.block_id] }) };
    });
    const nodes = this.drawn.map((entry) => entry.node);
    const unchanged = nodes.length === this.host.childNodes.length && nodes.every((node, index) => this.host.childNodes[index] === node);
    if (!unchanged) place(this.host, nodes);
    if (focus) refocus(this.host, focus);
  }
}

/** Put nodes into a host without taking out those that stay, which would lose their focus and scroll. */
function place(host, nodes) {
  const wanted = new Set(nodes);
  for (const child of [...host.childNodes]) if (!wanted.has(child)) child.remove();
  nodes.forEach((node, index) => host.childNodes[index] !== node && host.insertBefore(node, host.childNodes[index] ?? null));
}

function drawBlock(block, ground) {
  const draw = DRAW[block.type];
  if (!draw) return h("div", { class: "block block--unknown" }, `This page does not draw the block “${block.type}”.`);
  return draw(block, ground);
}

/** What the drawing of a block depends on beside the block: who is there to be named, and who reads. */
function readers() {
  return [state.as, state.people.size];
}

function focusedField(host) {
  const focused = document.activeElement;
  if (!host.contains(focused) || !focused.id || !focused.dataset.field) return null;
  return { field: focused.dataset.field, start: focused.selectionStart, end: focused.selectionEnd };
}

function refocus(host, { field, start, end }) {
  if (host.contains(document.activeElement)) return;
  const again = host.querySelector(`[data-field="${CSS.escape(field)}"]`);
  again?.focus({ preventScroll: true });
  if (again && start !== null && start !== undefined) again.setSelectionRange?.(start, end);
}
