// The box one types into: slash commands with hints, which a tap into the empty box shows too, what was typed before
// with the up arrow, a command to begin with, and the text back when a command failed.

import { h, freshID } from "./dom.js";

/** deps: {hints(), send(text): Promise<boolean>} — send answers whether the text was taken. */
export class Composer {
  constructor(form, deps) {
    this.deps = deps;
    this.histories = new Map();
    this.input = form.querySelector("textarea");
    this.button = form.querySelector("button[type=submit]");
    this.list = form.querySelector(".hints");
    this.active = -1;
    this.back = 0;
    this.waiting = 0; // what was sent and not answered yet
    this.suggested = "";
    this.browsing = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
    this.input.addEventListener("input", () => { this.back = 0; this.suggested = ""; this.browsing = false; this.hint(); });
    this.input.addEventListener("focus", () => this.hint());
    this.input.addEventListener("mousedown", (event) => {
      if (this.suggested === "" || this.input.value !== this.suggested) return this.browse();
      event.preventDefault(); // the suggestion stays selected, so that typing replaces it; the next tap goes into it
      this.input.focus();
      this.input.select();
      this.suggested = "";
      return undefined;
    });
    this.input.addEventListener("blur", () => { this.list.hidden = true; this.mark(-1); });
    this.input.addEventListener("keydown", (event) => this.pressed(event));
  }

  /** Turns to a person and a place; what was half typed stays per person. */
  turn(person, placeholder) {
    if (this.person !== undefined && this.person !== person) {
      this.drafts ??= new Map();
      this.drafts.set(this.person, this.input.value === this.suggested ? "" : this.input.value);
      this.suggested = "";
      this.input.value = this.drafts.get(person) ?? "";
      this.back = 0;
      this.grow();
    }
    this.person = person;
    if (this.input.placeholder !== placeholder) {
      this.input.placeholder = placeholder;
      this.input.setAttribute("aria-label", placeholder);
    }
  }

  get past() {
    if (!this.histories.has(this.person)) this.histories.set(this.person, []);
    return this.histories.get(this.person);
  }

  grow() {
    this.input.style.height = "auto";
    this.input.style.height = `${Math.min(this.input.scrollHeight, 160)}px`;
  }

  /** Puts a command into the empty box, selected: Enter sends it, typing replaces it. */
  suggest(command, asked = false) {
    if (!asked && this.input.value !== "" && this.input.value !== this.suggested) return;
    this.suggested = command;
    this.input.value = command;
    this.grow();
    this.list.hidden = true;
    if (asked || !matchMedia("(pointer: coarse)").matches) { // a phone's keyboard comes by a tap only
      this.input.focus();
      this.input.select();
    }
    this.list.hidden = true;
  }

  /** Shows all hints for the empty box. */
  browse() {
    this.browsing = this.input.value === "";
    this.hint();
  }

  hint() {
    this.grow();
    const typed = this.input.value.toLowerCase();
    const rows = (typed.startsWith("/") || (this.browsing && typed === "")) && this.back === 0 ? this.deps.hints().filter((x) => x.command.toLowerCase().startsWith(typed) && x.command.toLowerCase() !== typed) : [];
    this.list.replaceChildren(...rows.map((x) => h("div", {
      class: "hint-row", role: "option", id: freshID("hint-row"), data: { command: x.command },
      onmousedown: (event) => { event.preventDefault(); this.take(x.command); },
    }, h("span", { class: "hint-command" }, x.command), h("span", { class: "hint-about" }, x.about))));
    this.list.hidden = !rows.length || document.activeElement !== this.input;
    this.input.setAttribute("aria-expanded", String(!this.list.hidden));
    this.mark(-1);
  }

  mark(i) {
    const rows = this.list.children;
    rows[this.active]?.setAttribute("aria-selected", "false");
    this.active = i < 0 || this.list.hidden ? -1 : i % rows.length;
    rows[this.active]?.setAttribute("aria-selected", "true");
    rows[this.active]?.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", rows[this.active]?.id ?? "");
  }

  take(text) {
    this.set(text);
    this.hint();
  }

  set(text) {
    this.input.value = text;
    this.input.setSelectionRange(text.length, text.length);
    this.grow();
  }

  pressed(event) {
    if (event.isComposing) return;
    const open = !this.list.hidden && this.list.children.length > 0;
    const stop = () => event.preventDefault();
    if (event.key === "Enter" && !event.shiftKey) {
      stop();
      if (open && this.active >= 0) this.take(this.list.children[this.active].dataset.command);
      else this.send();
    } else if (event.key === "Escape" && open) {
      stop();
      this.list.hidden = true;
    } else if (event.key === "Tab" && open && !event.shiftKey) {
      stop();
      this.take(this.list.children[Math.max(this.active, 0)].dataset.command);
    } else if (event.key === "ArrowDown" && open) {
      stop();
      this.mark(this.active + 1);
    } else if (event.key === "ArrowUp" && open && this.active >= 0) {
      stop();
      this.mark(this.active === 0 ? this.list.children.length - 1 : this.active - 1);
    } else if (event.key === "ArrowUp" && (this.input.value === "" || this.back > 0) && this.back < this.past.length) {
      stop();
      this.back += 1;
      this.set(this.past.at(-this.back));
      this.hint();
    } else if (event.key === "ArrowDown" && this.back > 0) {
      stop();
      this.back -= 1;
      this.set(this.back ? this.past.at(-this.back) : "");
      this.hint();
    }
  }

  /** Takes what was typed at once: as in Slack, the next line need not wait for the answer to the last. */
  async send() {
    const text = this.input.value.trim();
    if (!text) return;
    if (this.past.at(-1) !== text) this.past.push(text);
    const person = this.person;
    this.back = 0;
    this.suggested = "";
    this.browsing = false;
    this.set("");
    this.hint();
    this.waiting += 1;
    this.button.classList.add("busy");
    const taken = await this.deps.send(text);
    this.waiting -= 1;
    this.button.classList.toggle("busy", this.waiting > 0);
    if (!taken && this.person === person && this.input.value === "") this.set(text);
  }
}
