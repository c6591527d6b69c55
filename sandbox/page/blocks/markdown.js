// The markdown block: the common part of standard Markdown, read line by line and drawn as nodes.

import { h } from "../dom.js";
import { linkNode, plainText } from "../mrkdwn_view.js";

const INLINE = /(`+)(.+?)\1|\*\*(.+?)\*\*|__(.+?)__|\*(.+?)\*|(?<![\p{L}\p{N}])_(.+?)_(?![\p{L}\p{N}])|~~(.+?)~~|!?\[([^\]]*)\]\((https?:[^\s)]+)\)|(https?:\/\/[^\s<>)]+)/u;

/** The node for a markdown block. */
export function markdownBlock(block) {
  return h("div", { class: "block markdown", dir: "auto" }, parts(block.text));
}

function parts(text) {
  const lines = text.split("\n");
  const nodes = [];
  while (lines.length) nodes.push(next(lines));
  return nodes;
}

/** Take the next part off the front of the lines and draw it. */
function next(lines) {
  const line = lines[0];
  if (/^```/.test(line)) {
    lines.shift();
    const code = takeWhile(lines, (one) => !/^```/.test(one));
    lines.shift();
    return h("pre", { class: "pre", tabindex: 0 }, code.join("\n"));
  }
  const heading = /^(#{1,6})\s+(.*)/.exec(line);
  if (heading) return lines.shift(), h(`h${Math.min(6, heading[1].length + 1)}`, { class: `markdown__heading markdown__heading--${heading[1].length}` }, inline(heading[2]));
  if (/^ {0,3}([-*_])( *\1){2,} *$/.test(line)) return lines.shift(), h("hr", { class: "block--divider" });
  if (/^>/.test(line)) return h("blockquote", { class: "quote" }, parts(takeWhile(lines, (one) => /^>/.test(one)).map((one) => one.replace(/^> ?/, "")).join("\n")));
  if (/^\s*([-*+]|\d+[.)])\s/.test(line)) return list(takeWhile(lines, (one) => /^\s*([-*+]|\d+[.)])\s/.test(one) || /^\s{2,}\S/.test(one)));
  if (/^\|.*\|/.test(line) && /^\|?[\s:|-]+\|?$/.test(lines[1] ?? "")) return table(takeWhile(lines, (one) => one.includes("|")));
  if (!line.trim()) return lines.shift(), null;
  return h("p", { class: "markdown__paragraph" }, takeWhile(lines, (one, index) => one.trim() && (index === 0 || !/^(#{1,6}\s|>|```|\s*([-*+]|\d+[.)])\s)/.test(one))).flatMap((one, index) => (index ? [h("br"), ...inline(one)] : inline(one))));
}

function takeWhile(lines, fits) {
  const taken = [];
  while (lines.length && fits(lines[0], taken.length)) taken.push(lines.shift());
  return taken;
}

function list(lines) {
  const ordered = /^\s*\d/.test(lines[0]);
  const items = [];
  for (const line of lines) {
    const [, space, , words] = /^(\s*)([-*+]|\d+[.)])?\s*(.*)/.exec(line);
    const task = /^\[([ xX])\]\s+(.*)/.exec(words);
    const content = task ? [h("input", { type: "checkbox", disabled: true, checked: task[1] !== " " }), " ", ...inline(task[2])] : inline(words);
    items.push(h("li", { style: { "margin-inline-start": `${Math.floor(space.length / 2) * 20}px` } }, content));
  }
  return h(ordered ? "ol" : "ul", { class: `list list--${ordered ? "ordered" : "bullet"}`, start: ordered ? Number.parseInt(lines[0].trim(), 10) : null }, items);
}

function table(lines) {
  const cells = (line) => line.trim().replace(/^\||\|$/g, "").split("|").map((cell) => cell.trim());
  const [head, , ...rows] = lines;
  return h("div", { class: "table-scroll", tabindex: 0 }, h("table", { class: "table" }, h("thead", null, h("tr", null, cells(head).map((cell) => h("th", { class: "table__cell" }, inline(cell))))), h("tbody", null, rows.map((row) => h("tr", null, cells(row).map((cell) => h("td", { class: "table__cell" }, inline(cell))))))));
}

function inline(text) {
  const match = INLINE.exec(text);
  if (!match) return plainText(text);
  const [whole, , code, bold, bold2, italic, italic2, strike, label, url, bare] = match;
  const rest = text.slice(match.index + whole.length);
  let node;
  if (code !== undefined) node = h("code", { class: "code" }, code);
  else if (bold ?? bold2) node = h("strong", null, inline(bold ?? bold2));
  else if (italic ?? italic2) node = h("em", null, inline(italic ?? italic2));
  else if (strike) node = h("s", null, inline(strike));
  else node = linkNode(url ?? bare, [label || url || bare]);
  return [...plainText(text.slice(0, match.index)), node, ...inline(rest)];
}
