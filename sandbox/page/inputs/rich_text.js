// The rich text input, as a text field that understands mrkdwn's marks for bold, italic, strike and code.

import { h } from "../dom.js";
import { readMrkdwn } from "../mrkdwn.js";

/** The node for a rich text input. */
export function richTextInput(field) {
  const node = h("textarea", { ...field.naming, class: "text-input text-input--many", rows: 4, dir: "auto", placeholder: field.placeholder || null, value: plain(field.state.rich_text_value), on: { input: () => field.keep({ rich_text_value: rich(node.value) }) } });
  return h("div", { class: "text text--many" }, node, h("span", { class: "text__marks", "aria-hidden": "true" }, "*bold*  _italic_  ~strike~  `code`"));
}

function rich(text) {
  if (!text) return null;
  return { type: "rich_text", elements: [{ type: "rich_text_section", elements: readMrkdwn(text).flatMap((node) => runs(node, {})) }] };
}

function runs(node, style) {
  const styled = (text, more = {}) => {
    const all = { ...style, ...more };
    return { type: "text", text, ...(Object.keys(all).length ? { style: all } : {}) };
  };
  switch (node.type) {
    case "text": return [styled(node.text)];
    case "break": return [styled("\n")];
    case "paragraph": return [styled("\n\n")];
    case "code": case "pre": return [styled(node.text, { code: true })];
    case "emoji": return [{ type: "emoji", name: node.name }];
    case "link": return [{ type: "link", url: node.url }];
    case "quote": return node.children.flatMap((child) => runs(child, style));
    default: return (node.children ?? []).flatMap((child) => runs(child, { ...style, [node.type]: true }));
  }
}

function plain(value) {
  const marks = { bold: "*", italic: "_", strike: "~", code: "`" };
  const one = (run) => {
    const text = run.text ?? run.url ?? (run.name ? `:${run.name}:` : "");
    return Object.keys(run.style ?? {}).reduce((inner, name) => (marks[name] ? marks[name] + inner + marks[name] : inner), text);
  };
  return (value?.elements ?? []).map((part) => (part.elements ?? []).map((run) => (run.elements ? run.elements.map(one).join("") : one(run))).join("")).join("\n");
}
