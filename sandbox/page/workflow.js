// Runs a workflow with one of the app's steps: its inputs as a form, then how the step ended.

import { api } from "./api.js";
import { focusFirst, openDialog } from "./dialog.js";
import { classes, fill, freshId, h } from "./dom.js";
import { icon } from "./icons.js";
import { canAct } from "./profile.js";
import { attempt } from "./session.js";
import { shownName, state } from "./store.js";

/** How long the page waits for the app to say how a step ended, and how often it asks, in milliseconds. */
const WAITS = 20_000;
const ASKS = 250;

/** Open the form of a workflow: `{callback_id, title, description, inputs}`. */
export function openWorkflow(workflow) {
  const dialog = openDialog({ title: workflow.title, lead: icon("bolt", 22), className: "dialog--workflow", onDismiss: () => dialog.close() });
  const fields = workflow.inputs.map(field);
  const wrong = h("p", { class: "field__error", role: "alert", hidden: true });
  const run = h("button", { type: "button", class: "button button--primary", on: { click: () => void begin() } }, "Run workflow");
  const begin = async () => {
    wrong.hidden = true;
    run.disabled = true;
    const inputs = Object.fromEntries(fields.map((one) => [one.name, one.value()]));
    const answer = await attempt(() => api.workflow({ callback_id: workflow.callback_id, inputs }));
    run.disabled = false;
    if (!answer) return;
    if (answer.ok === false) {
      wrong.replaceChildren(icon("warning", 14), h("span", null, answer.error));
      wrong.hidden = false;
      return;
    }
    fill(dialog.body, h("p", { class: "workflow__waits" }, "The step is running …"));
    fill(dialog.footer, close());
    const ended = await outcome(answer.run);
    fill(dialog.body, said(ended));
  };
  const close = () => h("button", { type: "button", class: "button", on: { click: () => dialog.close() } }, "Close");
  fill(dialog.body, h("p", { class: "workflow__about" }, `A workflow with this one step. ${workflow.description}`), fields.map((one) => one.node), wrong);
  fill(dialog.footer, close(), run);
  focusFirst(dialog);
}

function field(input) {
  const id = freshId("workflow");
  const isPerson = input.type === "slack#/types/user_id";
  const element = isPerson
    ? h("select", { id, class: "text-input workflow__select" }, h("option", { value: "" }, "Choose somebody"), [...state.people.values()].filter(canAct).map((one) => h("option", { value: one.id }, shownName(one))))
    : h("input", { id, class: "text-input", type: "text", autocomplete: "off" });
  if (isPerson && input.is_required) element.value = state.me?.id ?? "";
  const typed = { integer: Number, number: Number, boolean: (text) => text === "true" }[input.type] ?? ((text) => text);
  const node = h("div", { class: "field" }, h("label", { class: "field__label", for: id }, input.title, !input.is_required && h("span", { class: "field__optional" }, " (optional)")), element, input.hint && h("p", { class: "field__hint" }, input.hint));
  return { name: input.name, node, value: () => (element.value === "" ? null : typed(element.value)) };
}

async function outcome(run) {
  const until = Date.now() + WAITS;
  let now = run;
  while (now.state === "running" && Date.now() < until) {
    await new Promise((done) => setTimeout(done, ASKS));
    const answer = await attempt(() => api.workflow({ id: run.id }));
    if (!answer?.run) break;
    now = answer.run;
  }
  return now;
}

function said(run) {
  const words = { completed: "The step was completed.", failed: "The step failed.", running: "The app has not said yet how it ended." }[run.state];
  const rows = Object.entries(run.outputs ?? {}).map(([name, value]) => [h("dt", null, name), h("dd", null, String(value))]);
  return h("div", { class: classes("workflow__end", `workflow__end--${run.state}`), role: "status" }, h("h2", null, words), run.error && h("p", null, run.error), rows.length > 0 && h("dl", { class: "about__list" }, rows));
}
