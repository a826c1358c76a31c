// Short notes at the foot of the page; failures stay until they are dismissed or 12 s have passed.

import { h } from "./dom.js";

export function toast(text, kind = "failure") {
  const region = document.getElementById("toasts");
  const note = h("div", { class: `toast ${kind}`, role: kind === "failure" ? "alert" : "status" },
    h("span", null, text), h("button", { class: "icon", type: "button", "aria-label": "Dismiss", onclick: () => note.remove() }, "✕"));
  region.append(note);
  while (region.children.length > 3) region.firstChild.remove();
  setTimeout(() => note.remove(), kind === "failure" ? 12000 : 5000);
}
