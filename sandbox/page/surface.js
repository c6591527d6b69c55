// One place that shows blocks (a message, a modal, the Home tab): what its inputs hold, and how it tells the app.

import { api } from "./api.js";
import { askConfirm } from "./confirm.js";
import { initialState } from "./inputs/state.js";
import { attempt } from "./session.js";
import { state } from "./store.js";
import { toast } from "./toast.js";

export class Surface {
  /** `container` is the page API's; `values` holds block_id → action_id → state. */
  constructor(container) {
    this.container = container;
    this.values = new Map();
  }

  /**
   * Take in new blocks: what was entered stays wherever a block and its action remain, the rest begins as `given`
   * (the view's own state) says, or else as the element does.
   */
  adopt(blocks, given = {}) {
    const next = new Map();
    for (const block of blocks) {
      for (const element of elementsOf(block)) {
        const first = initialState(element);
        if (!first) continue;
        const kept = this.values.get(block.block_id)?.get(element.action_id) ?? given[block.block_id]?.[element.action_id];
        if (!next.has(block.block_id)) next.set(block.block_id, new Map());
        next.get(block.block_id).set(element.action_id, kept?.type === element.type ? kept : first);
      }
    }
    this.values = next;
  }

  /** What an element holds now. */
  get(block, element) {
    return this.values.get(block.block_id)?.get(element.action_id) ?? initialState(element);
  }

  /** Keep what was entered into an element. */
  put(block, element, value) {
    if (!this.values.has(block.block_id)) this.values.set(block.block_id, new Map());
    this.values.get(block.block_id).set(element.action_id, { type: element.type, ...value });
  }

  /** Everything entered, as Slack sends it: `{block_id: {action_id: state}}`. */
  entered() {
    return Object.fromEntries([...this.values].map(([block, actions]) => [block, Object.fromEntries(actions)]));
  }

  /** Tell the app of an action, after its confirm dialog if it has one. Gives whether it was carried out. */
  async act(block, element, value = {}, confirm = element.confirm) {
    if (confirm && !(await askConfirm(confirm))) return false;
    const action = { container: this.container, block_id: block.block_id, action_id: element.action_id, value, state: { values: this.entered() } };
    const answer = await attempt(() => api.action(action));
    if (answer && answer.ok === false) this.fail(answer.error ?? "Something went wrong. Try again.");
    return answer?.ok === true;
  }

  /** Show that the app did not answer; a message overrides this with its own mark. */
  fail(sentence) {
    toast(sentence, "error");
  }

  /** The options of an external select for a typed text, as `{options}` or `{option_groups}`; null when they did not come. */
  async suggest(block, element, text) {
    const asked = state.as;
    const answer = await attempt(() => api.suggest({ container: this.container, block_id: block.block_id, action_id: element.action_id, value: text }));
    return asked !== state.as || !answer || answer.error ? null : answer;
  }
}

/** The interactive elements of a block. */
export function elementsOf(block) {
  if (block.type === "section") return block.accessory ? [block.accessory] : [];
  if (block.type === "actions") return block.elements ?? [];
  if (block.type === "input") return [block.element];
  return [];
}
