// Finds who draws an element.

import { h } from "../dom.js";
import { button, workflowButton } from "./button.js";
import { checkboxes, radioButtons } from "./choices.js";
import { dateField } from "./date.js";
import { dateTimeField } from "./date_time.js";
import { Field } from "./field.js";
import { fileInput } from "./file.js";
import { overflow } from "./overflow.js";
import { channelSource, conversationSource, externalSource, staticSource, userSource } from "./sources.js";
import { select } from "./select.js";
import { richTextInput } from "./rich_text.js";
import { textInput } from "./text.js";
import { timeField } from "./time.js";
import { picture } from "../blocks/image.js";

const DRAW = {
  button,
  workflow_button: workflowButton,
  overflow,
  checkboxes,
  radio_buttons: radioButtons,
  datepicker: dateField,
  timepicker: timeField,
  datetimepicker: dateTimeField,
  file_input: fileInput,
  rich_text_input: richTextInput,
  plain_text_input: textInput,
  email_text_input: textInput,
  url_text_input: textInput,
  number_input: textInput,
  static_select: (field) => select(field, staticSource(field), "selected_option"),
  external_select: (field) => select(field, externalSource(field), "selected_option"),
  users_select: (field) => select(field, userSource(), "selected_user"),
  channels_select: (field) => select(field, channelSource(), "selected_channel"),
  conversations_select: (field) => select(field, conversationSource(field), "selected_conversation"),
  multi_static_select: (field) => select(field, staticSource(field), "selected_options", true),
  multi_external_select: (field) => select(field, externalSource(field), "selected_options", true),
  multi_users_select: (field) => select(field, userSource(), "selected_users", true),
  multi_channels_select: (field) => select(field, channelSource(), "selected_channels", true),
  multi_conversations_select: (field) => select(field, conversationSource(field), "selected_conversations", true),
};

/** The node for an element of a block. */
export function element(one, block, ground) {
  if (one.type === "image") return picture(one, "section__image");
  const draw = DRAW[one.type];
  if (!draw) return h("span", { class: "block--unknown" }, `This page does not draw the element “${one.type}”.`);
  return draw(new Field(one, block, ground));
}
