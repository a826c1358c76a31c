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

/** What the Tab key stops at, in the order in which it does. */
const stops = (box) => [...box.querySelectorAll("button, a[href], input, textarea, select, [tabindex='0']")].filter((n) => !n.disabled && n.checkVisibility({ visibilityProperty: true }));

/** What tells a control from the others of its box. */
const nameOf = (n) => [n.dataset.action, n.ariaLabel, n.href, n.matches("button, a") ? n.textContent : n.matches("[type=radio], [type=checkbox]") && n.value].join("|");

/**
 * Remembers where in a box the keyboard is: answers how to find that place again in a box that was drawn in its stead. It is
 * the same control; where that is gone, as the buttons of a card that was logged, the next one that is left, else the last before;
 * asked for it alone, none.
 */
export function placeOf(box, node = document.activeElement) {
  const all = stops(box);
  const at = all.indexOf(node);
  if (at < 0) return null;
  const names = all.map(nameOf);
  const order = [...names.keys()];
  return (fresh, alone = false) => {
    const now = stops(fresh);
    const left = now.map(nameOf);
    for (const i of alone ? [at] : [...order.slice(at), ...order.slice(0, at).reverse()]) {
      const [before, after] = [names, left].map((list) => [...list.keys()].filter((k) => list[k] === names[i]));
      if (after.length === before.length) return now[after[before.indexOf(i)]];
    }
    return alone ? null : now[0];
  };
}
