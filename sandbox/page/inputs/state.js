// What an element holds before anyone touches it, in the form in which Slack sends it. Buttons and menus hold nothing.

const none = (value) => value ?? null;

const FIRST = {
  plain_text_input: (one) => ({ value: none(one.initial_value) }),
  email_text_input: (one) => ({ value: none(one.initial_value) }),
  url_text_input: (one) => ({ value: none(one.initial_value) }),
  number_input: (one) => ({ value: none(one.initial_value) }),
  static_select: (one) => ({ selected_option: none(one.initial_option) }),
  external_select: (one) => ({ selected_option: none(one.initial_option) }),
  radio_buttons: (one) => ({ selected_option: none(one.initial_option) }),
  multi_static_select: (one) => ({ selected_options: one.initial_options ?? [] }),
  multi_external_select: (one) => ({ selected_options: one.initial_options ?? [] }),
  checkboxes: (one) => ({ selected_options: one.initial_options ?? [] }),
  users_select: (one) => ({ selected_user: none(one.initial_user) }),
  multi_users_select: (one) => ({ selected_users: one.initial_users ?? [] }),
  channels_select: (one) => ({ selected_channel: none(one.initial_channel) }),
  multi_channels_select: (one) => ({ selected_channels: one.initial_channels ?? [] }),
  conversations_select: (one) => ({ selected_conversation: none(one.initial_conversation) }),
  multi_conversations_select: (one) => ({ selected_conversations: one.initial_conversations ?? [] }),
  datepicker: (one) => ({ selected_date: none(one.initial_date) }),
  timepicker: (one) => ({ selected_time: none(one.initial_time) }),
  datetimepicker: (one) => ({ selected_date_time: none(one.initial_date_time) }),
  file_input: () => ({ files: [] }),
  rich_text_input: (one) => ({ rich_text_value: none(one.initial_value) }),
};

/** The first state of an element, or null when it holds none. */
export function initialState(element) {
  const first = FIRST[element.type];
  return first ? { type: element.type, ...first(element) } : null;
}
