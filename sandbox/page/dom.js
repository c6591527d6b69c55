// Builds DOM nodes. Text always becomes a text node: nothing here parses markup.

const PROPERTIES = new Set(["value", "checked", "disabled", "hidden", "selected", "multiple", "readOnly", "indeterminate"]);

/**
 * Make an element. `props.on` holds listeners, `props.style` CSS properties, `props.data` data attributes;
 * the rest are attributes (null, undefined and false leave them out). Children may be nested arrays.
 */
export function h(tag, props = null, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === null || value === undefined) continue;
    if (name === "on") {
      for (const [event, listener] of Object.entries(value)) if (listener) element.addEventListener(event, listener);
    } else if (name === "style") {
      for (const [property, setting] of Object.entries(value)) element.style.setProperty(property, setting);
    } else if (name === "data") {
      for (const [key, setting] of Object.entries(value)) if (setting !== undefined) element.dataset[key] = setting;
    } else if (PROPERTIES.has(name)) {
      element[name] = value;
    } else if (value !== false) {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  }
  append(element, children);
  return element;
}

/** Append children to a node: nodes, texts, nested arrays; null, undefined and false are passed over. */
export function append(element, children) {
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    if (Array.isArray(child)) append(element, child);
    else element.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
  return element;
}

/** Put these children in the place of all that the element holds. */
export function fill(element, ...children) {
  element.replaceChildren();
  return append(element, children);
}

let counter = 0;

/** A fresh id for `for`, `aria-controls` and the like. */
export function freshId(stem) {
  counter += 1;
  return `${stem}-${counter}`;
}

/** Whether two JSON values say the same. */
export function same(a, b) {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

/** Class names joined, the falsy ones left out. */
export function classes(...names) {
  return names.filter(Boolean).join(" ");
}

/** What can take the keyboard focus inside an element, in order. */
export function focusables(root) {
  const wanted = "a[href], button, input, select, textarea, [tabindex='0']";
  return [...root.querySelectorAll(wanted)].filter((node) => !node.disabled && node.offsetParent !== null);
}
