// Reads Slack's mrkdwn into a tree of plain objects. It knows no DOM; `mrkdwn_view.js` draws the tree.

import { emojiCharacter } from "./emoji.js";

const STYLES = { "*": "bold", _: "italic", "~": "strike" };
const WORD = /[\p{L}\p{N}]/u;
const BARE_LINK = /^https?:\/\/[^\s<>|`]*[^\s<>|`.,;:!?'")\]*_~]/i;
const EMOJI_NAME = /^:([a-z0-9_+'-]+(?:::skin-tone-[2-6])?):/;

/** The three entities that Slack's text has, as the characters they stand for. */
export function unescaped(text) {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

/** The three characters that Slack wants escaped in a text. */
export function escaped(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** Read a mrkdwn text: a list of `pre`, `quote` and inline nodes; `verbatim` leaves bare addresses alone. */
export function readMrkdwn(text, { verbatim = false } = {}) {
  const nodes = [];
  const fence = /```([\s\S]+?)```/g;
  let from = 0;
  for (const match of text.matchAll(fence)) {
    readLines(text.slice(from, match.index).replace(/\n$/, ""), nodes, verbatim);
    nodes.push({ type: "pre", text: codeText(match[1].replace(/^\n|\n$/g, "")) });
    from = match.index + match[0].length;
    if (text[from] === "\n") from += 1;
  }
  readLines(text.slice(from), nodes, verbatim);
  return nodes;
}

function readLines(text, nodes, verbatim) {
  if (!text) return;
  let plain = [];
  let quoted = [];
  const endPlain = () => {
    if (plain.length) nodes.push(...readInline(plain.join("\n"), verbatim));
    plain = [];
  };
  const endQuote = () => {
    if (quoted.length) nodes.push({ type: "quote", children: readInline(quoted.join("\n"), verbatim) });
    quoted = [];
  };
  const lines = text.split("\n");
  for (const [index, line] of lines.entries()) {
    const whole = /^(?:&gt;|>){3} ?/.exec(line);
    if (whole) {
      endPlain();
      endQuote();
      quoted = [line.slice(whole[0].length), ...lines.slice(index + 1)];
      break;
    }
    const mark = /^(?:&gt;|>) ?/.exec(line);
    if (mark) {
      endPlain();
      quoted.push(line.slice(mark[0].length));
    } else {
      endQuote();
      plain.push(line);
    }
  }
  endPlain();
  endQuote();
}

/** Read what stands within a line or paragraph. */
export function readInline(text, verbatim = false) {
  const nodes = [];
  let run = "";
  const endRun = () => {
    if (run) nodes.push({ type: "text", text: unescaped(run) });
    run = "";
  };
  const add = (node, length) => {
    endRun();
    nodes.push(node);
    return length;
  };
  let at = 0;
  while (at < text.length) {
    const taken = readSpan(text, at, verbatim, add);
    if (taken) at += taken;
    else {
      run += text[at];
      at += 1;
    }
  }
  endRun();
  return nodes;
}

/** Read the span that begins at `at`; gives how many characters it took, 0 when none begins there. */
function readSpan(text, at, verbatim, add) {
  const mark = text[at];
  const rest = text.slice(at);
  if (mark === "\n") {
    const breaks = /^\n+/.exec(rest)[0].length;
    return add({ type: breaks > 1 ? "paragraph" : "break" }, breaks);
  }
  if (mark === "`") {
    const code = /^`([^`\n]+)`/.exec(rest);
    return code ? add({ type: "code", text: codeText(code[1]) }, code[0].length) : 0;
  }
  if (mark === "<") {
    const token = /^<([^<>\n]+)>/.exec(rest);
    const node = token && readToken(token[1]);
    return node ? add(node, token[0].length) : 0;
  }
  if (mark === ":") {
    const name = EMOJI_NAME.exec(rest);
    const character = name && emojiCharacter(name[1]);
    return character ? add({ type: "emoji", name: name[1], character }, name[0].length) : 0;
  }
  if (STYLES[mark]) {
    const end = closing(text, at);
    if (end < 0) return 0;
    return add({ type: STYLES[mark], children: readInline(text.slice(at + 1, end), verbatim) }, end + 1 - at);
  }
  if (!verbatim && (mark === "h" || mark === "H") && !WORD.test(text[at - 1] ?? "")) {
    const link = BARE_LINK.exec(rest);
    return link ? add({ type: "link", url: unescaped(link[0]), children: [{ type: "text", text: unescaped(link[0]) }] }, link[0].length) : 0;
  }
  return 0;
}

/** Where the style that opens at `at` closes, or -1: markers count only at the edges of words, within a line. */
function closing(text, at) {
  const mark = text[at];
  const before = text[at - 1] ?? " ";
  if (WORD.test(before) || before === mark || /[\s]/.test(text[at + 1] ?? " ") || text[at + 1] === mark) return -1;
  for (let end = at + 1; end < text.length; end += 1) {
    const here = text[end];
    if (here === "\n") return -1;
    if (here === "`" || here === "<") {
      const skipped = (here === "`" ? /^`[^`\n]+`/ : /^<[^<>\n]+>/).exec(text.slice(end));
      if (skipped) end += skipped[0].length - 1;
    } else if (here === mark && !/\s/.test(text[end - 1]) && !WORD.test(text[end + 1] ?? " ") && text[end + 1] !== mark) {
      return end;
    }
  }
  return -1;
}

/** What `<…>` stands for; null when it is none of Slack's tokens and is shown as it was written. */
function readToken(body) {
  const bar = body.indexOf("|");
  const target = bar < 0 ? body : body.slice(0, bar);
  const label = bar < 0 ? null : body.slice(bar + 1);
  if (/^@[UWB][A-Z0-9]+$/.test(target)) return { type: "user", id: target.slice(1), label };
  if (/^#[CGD][A-Z0-9]+$/.test(target)) return { type: "channel", id: target.slice(1), label };
  const group = /^!subteam\^(S[A-Z0-9]+)$/.exec(target);
  if (group) return { type: "usergroup", id: group[1], label };
  if (/^!(?:here|channel|everyone)$/.test(target)) return { type: "broadcast", range: target.slice(1) };
  const date = /^!date\^(-?\d+)\^([^^]+)(?:\^(.+))?$/.exec(target);
  if (date) return { type: "date", timestamp: Number(date[1]), format: unescaped(date[2]), url: date[3], fallback: label };
  if (target.startsWith("!")) return label ? { type: "text", text: unescaped(label) } : null;
  if (/^(?:https?:\/\/|mailto:|tel:)/i.test(target)) {
    const children = label ? readInline(label, true) : [{ type: "text", text: unescaped(target).replace(/^(?:mailto|tel):/, "") }];
    return { type: "link", url: unescaped(target), children };
  }
  return null;
}

/** Text inside code: tokens are not carried out there, links show their address or label. */
function codeText(text) {
  return unescaped(text.replace(/<(https?:\/\/[^<>|\n]+)(?:\|([^<>\n]+))?>/g, (_, url, label) => label ?? url));
}
