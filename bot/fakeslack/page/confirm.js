// The small dialog that asks before an action with a confirm object is sent.

import { h, freshID } from "./dom.js";
import { textObject, words } from "./mrkdwn.js";

/** Asks when there is something to ask; answers whether to go on. Escape and a click on the deny button mean no. */
export function confirmed(confirm, ctx) {
  if (!confirm) return Promise.resolve(true);
  return new Promise((resolve) => {
    const titleID = freshID("confirm");
    const yes = h("button", { class: `button ${confirm.style === "danger" ? "danger" : "primary"}`, type: "button", onclick: () => box.close("yes") }, words(confirm.confirm, ctx) || "Yes");
    const no = h("button", { class: "button", type: "button", onclick: () => box.close("no") }, words(confirm.deny, ctx) || "Cancel");
    const box = h("dialog", { class: "modal confirm", "aria-labelledby": titleID },
      h("header", { class: "modal-head" }, h("h2", { id: titleID }, textObject(confirm.title, ctx))),
      h("div", { class: "modal-body" }, h("div", { class: "text" }, textObject(confirm.text, ctx))),
      h("footer", { class: "modal-foot" }, no, yes));
    box.addEventListener("close", () => {
      box.remove();
      resolve(box.returnValue === "yes");
    });
    document.body.append(box);
    box.showModal();
    no.focus();
  });
}
