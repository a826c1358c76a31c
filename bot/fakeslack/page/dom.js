// Building nodes. Nothing in this page ever sets markup from a string: text always arrives as a text node, and the
// page's security policy refuses innerHTML altogether.

function fill(node, props, kids) {
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "data") Object.assign(node.dataset, value);
    else if (name === "value") node.value = value;
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...kids.flat(Infinity).filter((k) => k !== undefined && k !== null && k !== false));
  return node;
}

/** An HTML element. Props starting with "on" are listeners; false, null and undefined are left out. */
export function h(tag, props, ...kids) {
  return fill(document.createElement(tag), props, kids);
}

/** An SVG element, with the same rules as h. */
export function svg(tag, props, ...kids) {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", tag), props, kids);
}

let count = 0;

/** An id unique on this page, to tie labels, hints and errors to their inputs. */
export function freshID(prefix) {
  count += 1;
  return `${prefix}-${count}`;
}

/** Text for screen readers only. */
export function spoken(text) {
  return h("span", { class: "spoken" }, text);
}
