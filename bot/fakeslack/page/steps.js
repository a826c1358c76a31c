// What to do first, step by step: the current one stands chosen, and its command in the box one types into. A step is
// done when something was typed, or the clock has moved; the last one takes the row away.

import { h } from "./dom.js";
import { next } from "./clock.js";

export class Steps {
  /** deps: {suggest(command), forward(unix), clock(): {now, me}} */
  constructor(box, deps) {
    this.box = box;
    this.deps = deps;
    this.at = 0;
  }

  /** Draws the steps once they are known. */
  show(steps) {
    if (this.steps || !steps?.length) return;
    this.steps = steps;
    this.draw();
    if (steps[0].command) this.deps.suggest(steps[0].command);
  }

  draw() {
    this.box.hidden = this.at >= this.steps.length;
    this.box.replaceChildren(h("ol", { class: "step-list" }, this.steps.map((step, i) => h("li", { class: i < this.at ? "step done" : "step" },
      h("button", {
        class: "step-button", type: "button", data: { step: i }, "aria-current": i === this.at ? "step" : null, onclick: () => this.take(step),
      }, h("span", { class: "step-sign", "aria-hidden": "true" }, i < this.at ? "✓" : String(i + 1)), h("span", { class: "step-about" }, step.about), i < this.at && h("span", { class: "spoken" }, " (done)"))))),
    h("button", { class: "icon", type: "button", "aria-label": "Hide these steps", onclick: () => { this.at = this.steps.length; this.draw(); } }, "✕"));
  }

  take(step) {
    if (step.command) return this.deps.suggest(step.command, true);
    const { now, me } = this.deps.clock();
    const [hour, minute] = step.clock.split(":").map(Number);
    return this.deps.forward(next(now, me.tz, 0, hour, minute));
  }

  /** Something was typed ("command"), or the clock has moved ("clock"). */
  did(what) {
    if (!this.steps?.[this.at]?.[what]) return;
    this.at += 1;
    this.draw();
    const following = this.steps[this.at];
    if (following?.command) this.deps.suggest(following.command);
  }
}
