// What to do first, step by step: the current one stands chosen, and its command in the box one types into. A step is
// done when something was typed, or the clock has moved; the last one takes the row away. The steps are for the person
// whom the page begins with: somebody else has other leads.

import { h } from "./dom.js";
import { next } from "./clock.js";

export class Steps {
  /** deps: {suggest(command), forward(unix), clock(): {now, me}, rest()}; rest takes the focus that has no place any more. */
  constructor(box, deps) {
    this.box = box;
    this.deps = deps;
    this.at = 0;
  }

  /** Draws the steps once they are known, and hides them from whoever they are not for. */
  show(steps, mine) {
    if (!steps?.length || mine === this.mine) return;
    this.steps ??= steps;
    this.mine = mine;
    this.draw();
    if (mine) this.propose();
  }

  propose() {
    const current = this.steps[this.at];
    if (current?.command) this.deps.suggest(current.command);
  }

  draw() {
    const place = this.box.contains(document.activeElement) ? document.activeElement.dataset.step : undefined;
    this.redraw();
    if (place === undefined) return;
    if (this.box.hidden) this.deps.rest();
    else this.box.querySelector(`[data-step="${place}"]`)?.focus();
  }

  redraw() {
    this.box.hidden = !this.mine || this.at >= this.steps.length;
    this.box.replaceChildren(h("ol", { class: "step-list" }, this.steps.map((step, i) => h("li", { class: i < this.at ? "step done" : "step" },
      h("button", {
        class: "step-button", type: "button", data: { step: i }, "aria-current": i === this.at ? "step" : null, onclick: () => this.take(step),
      }, h("span", { class: "step-sign", "aria-hidden": "true" }, i < this.at ? "✓" : String(i + 1)), h("span", { class: "step-about" }, step.about), i < this.at && h("span", { class: "spoken" }, " (done)"))))),
    h("button", { class: "icon", type: "button", "aria-label": "Hide these steps", onclick: () => { this.at = this.steps.length; this.draw(); this.deps.rest(); } }, "✕"));
  }

  take(step) {
    if (step.command) return this.deps.suggest(step.command, true);
    const { now, me } = this.deps.clock();
    const [hour, minute] = step.clock.split(":").map(Number);
    return this.deps.forward(next(now, me.tz, 0, hour, minute));
  }

  /** Something was typed ("command"), or the clock has moved ("clock"). */
  did(what) {
    if (!this.steps?.[this.at]?.[what] || !this.mine) return;
    this.at += 1;
    this.draw();
    this.propose();
  }
}
