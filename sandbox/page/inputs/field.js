// Ties one element to its surface: what it holds, whom it tells, what it is called.

import { freshId } from "../dom.js";
import { plainString } from "../mrkdwn_view.js";

export class Field {
  /** `ground` says where the element stands: `{surface, place, isInput, id, labelId, described, error, optional}`. */
  constructor(element, block, ground) {
    this.element = element;
    this.block = block;
    this.ground = ground;
    this.surface = ground.surface;
    this.id = ground.id ?? freshId("field");
    this.tells = !ground.isInput || block.dispatch_action === true;
  }

  /** What the element holds. */
  get state() {
    return this.surface.get(this.block, this.element);
  }

  get placeholder() {
    return this.element.placeholder ? plainString(this.element.placeholder) : "";
  }

  /** Attributes that name the element for people and machines. */
  get naming() {
    const { described, error, isInput } = this.ground;
    return {
      id: this.id,
      data: { field: `${this.block.block_id}/${this.element.action_id}` },
      "aria-label": isInput ? null : this.placeholder || this.element.type.replaceAll("_", " "),
      "aria-describedby": described ?? null,
      "aria-invalid": error ? "true" : null,
      "aria-required": isInput && !this.ground.optional ? "true" : null,
    };
  }

  /** Keep what was entered without telling the app. */
  keep(value) {
    this.surface.put(this.block, this.element, value);
    this.ground.entered?.();
  }

  /** Keep what was chosen and tell the app if it wants to know. Gives false when the person thought better of it. */
  async choose(value) {
    const before = this.state;
    this.keep(value);
    if (!this.tells) return true;
    const done = await this.surface.act(this.block, this.element, value);
    if (!done && this.element.confirm) this.surface.put(this.block, this.element, before);
    return done || !this.element.confirm;
  }
}
