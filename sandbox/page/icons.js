// Draws the page's icons as inline SVG, so that they take the colour of the text around them.

const SVG = "http://www.w3.org/2000/svg";

// Each icon is a list of paths in a box of 20 by 20; a path that begins with "!" is filled, the others are stroked.
const PATHS = {
  hash: ["M7.6 3.2 6 16.8M14 3.2l-1.6 13.6M3.4 7.2h13.4M3.2 12.8h13.4"],
  lock: ["M5 8.8h10a1 1 0 0 1 1 1v6a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1v-6a1 1 0 0 1 1-1ZM6.8 8.6V6.4a3.2 3.2 0 0 1 6.4 0v2.2"],
  down: ["M5 7.5 10 12.5 15 7.5"],
  right: ["M7.5 5l5 5-5 5"],
  left: ["M12.5 5l-5 5 5 5"],
  close: ["M5 5l10 10M15 5 5 15"],
  plus: ["M10 4v12M4 10h12"],
  send: ["!M3.2 3.5a.6.6 0 0 1 .84-.7l13.1 6.55a.73.73 0 0 1 0 1.3L4.04 17.2a.6.6 0 0 1-.84-.7l1.4-5.3 6.2-1.2-6.2-1.2Z"],
  reply: ["M3.5 9.6c0-3.5 2.9-6.1 6.5-6.1s6.5 2.6 6.5 6.1-2.9 6.1-6.5 6.1c-.8 0-1.6-.1-2.3-.4L4 16.5l.7-3.2A5.9 5.9 0 0 1 3.5 9.6Z"],
  dots: ["!M4.6 8.6a1.4 1.4 0 1 1 0 2.8 1.4 1.4 0 0 1 0-2.8ZM10 8.6a1.4 1.4 0 1 1 0 2.8 1.4 1.4 0 0 1 0-2.8ZM15.4 8.6a1.4 1.4 0 1 1 0 2.8 1.4 1.4 0 0 1 0-2.8Z"],
  kebab: ["!M10 3.2a1.4 1.4 0 1 1 0 2.8 1.4 1.4 0 0 1 0-2.8ZM10 8.6a1.4 1.4 0 1 1 0 2.8 1.4 1.4 0 0 1 0-2.8ZM10 14a1.4 1.4 0 1 1 0 2.8 1.4 1.4 0 0 1 0-2.8Z"],
  home: ["M3.2 9.2 10 3.4l6.8 5.8M5 8v8.4h3.6v-4.6h2.8v4.6H15V8"],
  check: ["M4.2 10.6 8.2 14.6 16 6"],
  tick: ["!M10 2.6a7.4 7.4 0 1 0 0 14.8 7.4 7.4 0 0 0 0-14.8Zm4.2 5.3-4.9 5.4a.9.9 0 0 1-1.3 0l-2.2-2.2a.9.9 0 0 1 1.3-1.3l1.5 1.5 4.2-4.6a.9.9 0 0 1 1.4 1.2Z"],
  circle: ["M10 3.3a6.7 6.7 0 1 0 0 13.4 6.7 6.7 0 0 0 0-13.4Z"],
  clock: ["M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14ZM10 6v4.2l2.8 1.8"],
  clip: ["M15.6 9.2 9.5 15.3a3.6 3.6 0 0 1-5.1-5.1l6.4-6.4a2.4 2.4 0 0 1 3.4 3.4l-6.1 6.1a1.2 1.2 0 0 1-1.7-1.7l5.4-5.4"],
  file: ["M5.5 2.8h6l3.8 3.8v9.6a1 1 0 0 1-1 1H5.5a1 1 0 0 1-1-1V3.8a1 1 0 0 1 1-1ZM11.3 3v3.8h3.8"],
  image: ["M4 4h12a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1ZM3.2 14l4-4.2 3 3 2.4-2.2 4.2 4", "!M12.8 6.3a1.2 1.2 0 1 1 0 2.4 1.2 1.2 0 0 1 0-2.4Z"],
  calendar: ["M4.2 4.8h11.6a1 1 0 0 1 1 1v9.4a1 1 0 0 1-1 1H4.2a1 1 0 0 1-1-1V5.8a1 1 0 0 1 1-1ZM3.2 8.4h13.6M7 3v3M13 3v3"],
  search: ["M9 3.8a5.2 5.2 0 1 0 0 10.4A5.2 5.2 0 0 0 9 3.8ZM12.9 12.9l3.6 3.6"],
  shield: ["M10 2.8 16 5v4.6c0 3.6-2.4 6.1-6 7.6-3.6-1.5-6-4-6-7.6V5ZM7.3 9.8l2 2 3.5-3.8"],
  flag: ["M5 17V3.6M5 4.2h9.6l-2 3.3 2 3.3H5"],
  sun: ["M10 6.8a3.2 3.2 0 1 0 0 6.4 3.2 3.2 0 0 0 0-6.4ZM10 2.3v1.8M10 15.9v1.8M2.3 10h1.8M15.9 10h1.8M4.6 4.6l1.2 1.2M14.2 14.2l1.2 1.2M4.6 15.4l1.2-1.2M14.2 5.8l1.2-1.2"],
  moon: ["M16.4 11.7A6.7 6.7 0 0 1 8.3 3.6a6.7 6.7 0 1 0 8.1 8.1Z"],
  bolt: ["M11.2 2.8 4.8 11h4.4l-.6 6.2L15.2 9h-4.5Z"],
  warning: ["M10 3.2 17.4 16H2.6ZM10 8v4", "!M10 13a.9.9 0 1 1 0 1.8.9.9 0 0 1 0-1.8Z"],
  info: ["M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14ZM10 9.3v4.2", "!M10 6a.9.9 0 1 1 0 1.8.9.9 0 0 1 0-1.8Z"],
  eye: ["M2.6 10S5.3 5 10 5s7.4 5 7.4 5-2.7 5-7.4 5-7.4-5-7.4-5ZM10 7.8a2.2 2.2 0 1 0 0 4.4 2.2 2.2 0 0 0 0-4.4Z"],
  users: ["M7.6 4a2.7 2.7 0 1 0 0 5.4 2.7 2.7 0 0 0 0-5.4ZM2.8 16c.2-3 2-4.8 4.8-4.8s4.6 1.8 4.8 4.8M12.6 4.4a2.5 2.5 0 0 1 0 4.7M14 11.6c2 .6 3.1 2.2 3.2 4.4"],
  slash: ["M4.5 3.5h11a1 1 0 0 1 1 1v11a1 1 0 0 1-1 1h-11a1 1 0 0 1-1-1v-11a1 1 0 0 1 1-1ZM12 6.5l-4 7"],
  at: ["M10 7a3 3 0 1 0 0 6 3 3 0 0 0 0-6ZM13 7v4.2c0 1.3.8 2 1.8 2s2-.9 2-3.2A6.8 6.8 0 1 0 13.7 15.7"],
  smile: ["M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14ZM6.8 11.5c.6 1.5 1.8 2.3 3.2 2.3s2.6-.8 3.2-2.3", "!M7.6 7.2a1 1 0 1 1 0 2 1 1 0 0 1 0-2ZM12.4 7.2a1 1 0 1 1 0 2 1 1 0 0 1 0-2Z"],
  switch: ["M13.5 3.5 16.5 6.5 13.5 9.5M16 6.5H6M6.5 10.5 3.5 13.5 6.5 16.5M4 13.5h10"],
  back: ["M7 4.5 3.5 8 7 11.5M4 8h7.5a4.5 4.5 0 0 1 0 9H9"],
  forward: ["!M3.5 4.6a.8.8 0 0 1 1.3-.6l6 5.3a.9.9 0 0 1 0 1.4l-6 5.3a.8.8 0 0 1-1.3-.6ZM14.3 4h1.2a.8.8 0 0 1 .8.8v10.4a.8.8 0 0 1-.8.8h-1.2a.8.8 0 0 1-.8-.8V4.8a.8.8 0 0 1 .8-.8Z"],
  offline: ["M2.8 8.2a10.3 10.3 0 0 1 14.4 0M5.4 11a6.6 6.6 0 0 1 9.2 0M3.5 3.5l13 13", "!M10 13.4a1.3 1.3 0 1 1 0 2.6 1.3 1.3 0 0 1 0-2.6Z"],
  download: ["M10 3.5v9M6.2 9 10 12.8 13.8 9M4 16.2h12"],
  link: ["M8.5 11.5a3 3 0 0 0 4.2 0l2.5-2.5a3 3 0 0 0-4.2-4.2L9.8 6M11.5 8.5a3 3 0 0 0-4.2 0l-2.5 2.5a3 3 0 0 0 4.2 4.2l1.2-1.2"],
};

/** An icon by name; `size` in CSS pixels. It is hidden from assistive technology: its button carries the name. */
export function icon(name, size = 18) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("width", size);
  svg.setAttribute("height", size);
  svg.setAttribute("aria-hidden", "true");
  svg.classList.add("icon");
  for (const path of PATHS[name] ?? []) {
    const shape = document.createElementNS(SVG, "path");
    const filled = path.startsWith("!");
    shape.setAttribute("d", filled ? path.slice(1) : path);
    shape.setAttribute("fill", filled ? "currentColor" : "none");
    if (filled) shape.setAttribute("fill-rule", "evenodd");
    else shape.setAttribute("stroke", "currentColor");
    svg.append(shape);
  }
  return svg;
}
