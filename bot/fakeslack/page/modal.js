// Forms. The app's view stack is drawn as one dialog that shows the top view; what was typed into a view stays while the
// view is replaced or covered, under the same block and action ids, as Slack keeps it.

import { h, placeOf } from "./dom.js";
import { textObject } from "./mrkdwn.js";
import { drawBlocks } from "./blocks.js";

/** What Slack itself says about a field before it asks the app; null when it is fine. */
export function complaint(field) {
  const { block, element } = field;
  const value = field.read();
  if (!value) return block.optional ? null : "Please complete this required field.";
  const text = value.text;
  if (text === undefined) return null;
  if (text.length < (element.min_length ?? 0)) return `Please enter at least ${element.min_length} characters.`;
  if (element.type === "email_text_input" && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text)) return "Please enter a valid email address.";
  if (element.type === "url_text_input" && !URL.canParse(text)) return "Please enter a valid URL.";
  if (element.type === "number_input") {
    if (!/^-?\d+(\.\d+)?$/.test(text) || (!element.is_decimal_allowed && text.includes("."))) return element.is_decimal_allowed ? "Please enter a number." : "Please enter a whole number.";
    if (element.min_value !== undefined && Number(text) < Number(element.min_value)) return `Please enter a number of at least ${element.min_value}.`;
    if (element.max_value !== undefined && Number(text) > Number(element.max_value)) return `Please enter a number of at most ${element.max_value}.`;
  }
  return null;
}

/** The layer of forms. deps: {context(), act, suggest, submit, close, refocus}: act, suggest, submit and close talk to the server, refocus gives the
 * focus to the page when what opened the form is gone. */
export class Forms {
  constructor(deps) {
    this.deps = deps;
    this.typed = new Map(); // view id → Map of "block/action" → value
    this.drawn = "";
    this.fields = new Map();
    this.box = h("dialog", { class: "modal", "aria-labelledby": "modal-title" });
    this.box.addEventListener("cancel", (event) => {
      event.preventDefault();
      this.dismiss();
    });
    // A second Escape closes a dialog for good in browsers that limit cancel events; the app is told then as well.
    this.box.addEventListener("close", () => this.view && !this.leaving && this.dismiss());
    document.body.append(this.box);
  }

  /** Draws the top of the stack when it differs from what is shown; an empty stack closes the dialog. */
  show(views) {
    const top = views.at(-1);
    this.keep();
    for (const id of this.typed.keys()) if (!views.some((v) => v.id === id)) this.typed.delete(id);
    if (!top) {
      this.view = null;
      this.drawn = "";
      this.fields = new Map();
      this.leave();
      return;
    }
    const print = JSON.stringify([top.id, top.hash, views.length, this.deps.context().me.id]);
    if (print === this.drawn && this.box.open) return;
    const same = this.view?.id === top.id;
    const scroll = same ? this.body.scrollTop : 0;
    const focused = same && this.box.contains(document.activeElement) ? placeOf(this.box) : null;
    this.drawn = print;
    this.view = top;
    this.draw(views.length);
    if (!this.box.open) this.box.showModal();
    this.body.scrollTop = scroll;
    const back = focused?.(this.box, true);
    if (back) back.focus();
    else this.focusFirst();
  }

  leave() {
    const open = this.box.open;
    this.leaving = true;
    if (open) this.box.close();
    this.leaving = false;
    // The browser gives the focus back to what was tapped, if that is still there; else it leaves it here for a moment.
    const at = document.activeElement;
    if (open && (at === document.body || this.box.contains(at))) this.deps.refocus();
  }

  keep() {
    if (!this.view) return;
    const kept = this.typed.get(this.view.id) ?? new Map();
    for (const [id, field] of this.fields) kept.set(id, field.read());
    this.typed.set(this.view.id, kept);
  }

  values() {
    return [...this.fields.values()].map((f) => ({ block_id: f.block.block_id, action_id: f.element.action_id, value: f.read() }));
  }

  draw(depth) {
    this.box.dataset.depth = depth;
    const view = this.view.view;
    this.fields = new Map();
    const values = new Map([...Object.entries(this.view.values ?? {}), ...(this.typed.get(this.view.id) ?? [])]);
    const ctx = {
      ...this.deps.context(), values, fields: this.fields,
      act: (block, element, value) => this.deps.act(this.view.id, block, element, value, this.values()),
      suggest: (block, element, text) => this.deps.suggest(this.view.id, block, element, text),
      submit: view.submit && (() => this.send()),
    };
    this.trouble = h("p", { class: "trouble", role: "alert", hidden: true });
    this.body = h("div", { class: "modal-body" }, this.trouble, drawBlocks(view.blocks ?? [], ctx));
    // What stood in a field that is gone is gone too: should one of that name come again, it is a new one.
    const typed = this.typed.get(this.view.id);
    for (const id of typed?.keys() ?? []) if (!this.fields.has(id)) typed.delete(id);
    this.submit = view.submit && h("button", { class: "button primary submit", type: "button", onclick: () => this.send() }, textObject(view.submit, ctx));
    this.box.replaceChildren(
      h("header", { class: "modal-head" },
        depth > 1 && h("button", { class: "icon back", type: "button", "aria-label": "Back", onclick: () => this.dismiss() }, "‹"),
        h("h2", { id: "modal-title" }, textObject(view.title, ctx)),
        h("button", { class: "icon close", type: "button", "aria-label": "Close", onclick: () => this.dismiss() }, "✕")),
      this.body,
      h("footer", { class: "modal-foot" },
        h("button", { class: "button cancel", type: "button", onclick: () => this.dismiss() }, view.close ? textObject(view.close, ctx) : view.submit ? "Cancel" : "Close"),
        this.submit));
  }

  focusFirst() {
    const wanted = [...this.fields.values()].find((f) => f.element.focus_on_load) ?? [...this.fields.values()].find((f) => f.block.type === "input");
    if (wanted) wanted.focus();
    else (this.submit ?? this.box.querySelector(".cancel")).focus();
  }

  say(text) {
    this.trouble.textContent = text;
    this.trouble.hidden = !text;
    if (text) this.trouble.scrollIntoView({ block: "nearest" });
  }

  /** Shows errors by block id; those that name no field of the form are told at its top. */
  fail(errors) {
    let first = null;
    const lost = { ...errors };
    for (const field of this.fields.values()) {
      if (!field.fail) continue;
      const message = errors[field.block.block_id];
      delete lost[field.block.block_id];
      field.fail(message);
      if (message) first ??= field;
    }
    this.say(Object.values(lost).join(" "));
    first?.focus();
    return first !== null || Object.keys(lost).length > 0;
  }

  async send() {
    if (this.submit.disabled) return;
    const errors = {};
    for (const field of this.fields.values()) {
      const wrong = field.block.type === "input" && complaint(field);
      if (wrong) errors[field.block.block_id] = wrong;
    }
    if (this.fail(errors)) return;
    const [button, view] = [this.submit, this.view];
    button.disabled = true;
    button.classList.add("busy");
    const outcome = await this.deps.submit(view.id, this.values());
    button.disabled = false;
    button.classList.remove("busy");
    if (this.view !== view) return;
    if (outcome.failure) this.say("We had some trouble connecting. Try again?");
    else if (outcome.errors) this.fail(outcome.errors);
  }

  dismiss() {
    if (this.view) this.deps.close(this.view.id);
  }
}

