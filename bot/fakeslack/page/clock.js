// The app's clock in the chosen person's zone. It moves forward only; what falls due on the way happens.

import { h } from "./dom.js";
import { wall, instant, timeOfDay, shortDay, place } from "./dates.js";
import { toast } from "./toast.js";
import { clockIcon } from "./icons.js";

const two = (n) => String(n).padStart(2, "0");

/** The first instant after now at which it is h:mi on a day of the zone that is at least `days` ahead. */
export function next(now, tz, days, hour, minute) {
  for (let ahead = days; ; ahead += 1) {
    const day = wall(now + ahead * 86400, tz);
    const at = instant(day.year, day.month, day.day, hour, minute, tz);
    if (at > now) return at;
  }
}

/** The clock bar. forward(unix) promises; it is built once and updated. */
export class ClockBar {
  constructor(box, forward) {
    this.forward = forward;
    this.time = h("strong", { class: "clock-time" });
    this.zone = h("span", { class: "clock-zone" });
    const jump = (text, to, title) => h("button", { class: "button small", type: "button", title, onclick: () => this.go(to()) }, text);
    this.monday = jump("Monday 8:30", () => this.workday(), "The next working day");
    this.to = h("input", { type: "datetime-local", class: "field when", "aria-label": "Move the clock to", step: "60" });
    const form = h("form", { class: "clock-to", onsubmit: (event) => { event.preventDefault(); this.typed(); } }, this.to, h("button", { class: "button small", type: "submit" }, "Go"));
    const tools = h("div", { class: "clock-tools", id: "clock-tools" },
      jump("+10 min", () => this.now + 600), jump("+1 h", () => this.now + 3600),
      jump("Next morning 8:25", () => next(this.now, this.me.tz, 0, 8, 25), "Just before the digest"),
      jump("Tomorrow 8:30", () => next(this.now, this.me.tz, 1, 8, 30), "When the digest is due"), this.monday, form);
    const toggle = this.toggle = h("button", { class: "clock-now", type: "button", "aria-expanded": "false", "aria-controls": "clock-tools", onclick: () => toggle.setAttribute("aria-expanded", String(box.classList.toggle("open"))) },
      clockIcon(), h("span", { class: "spoken" }, "The app's clock: "), this.time, this.zone);
    box.append(toggle, tools);
    this.box = box;
    // Where all tools have room there is nothing to unfold, and the key passes by.
    const wide = matchMedia("(min-width: 1241px)");
    const fit = () => { toggle.disabled = wide.matches; };
    wide.addEventListener("change", fit);
    fit();
  }

  /** Folds the tools that were unfolded, and gives the keyboard back to what unfolds them. */
  fold() {
    if (!this.box.classList.contains("open")) return;
    const within = this.box.contains(document.activeElement);
    this.box.classList.remove("open");
    this.toggle.setAttribute("aria-expanded", "false");
    if (within) this.toggle.focus();
  }

  workday() {
    let days = 1;
    for (;; days += 1) {
      const at = next(this.now, this.me.tz, days, 8, 30);
      if (!wall(at, this.me.tz).weekday.startsWith("S")) return at;
    }
  }

  show(now, me) {
    this.now = now;
    this.me = me;
    this.time.textContent = `${shortDay(now, me.tz)}, ${timeOfDay(now, me)}`;
    this.zone.textContent = place(me.tz);
    const tomorrow = wall(next(now, me.tz, 1, 8, 30), me.tz).weekday;
    this.monday.hidden = !tomorrow.startsWith("S");
    const w = wall(now, me.tz);
    this.to.min = `${w.year}-${two(w.month)}-${two(w.day)}T${two(w.hour)}:${two(w.minute)}`;
    if (!this.to.value || this.to.value < this.to.min) this.to.value = this.to.min;
  }

  typed() {
    const m = /^(\d+)-(\d+)-(\d+)T(\d+):(\d+)/.exec(this.to.value);
    if (!m) return;
    const at = instant(...m.slice(1).map(Number), this.me.tz);
    if (at <= this.now) toast("The clock only moves forward.");
    else this.go(at);
  }

  async go(at) {
    if (this.box.classList.contains("busy")) return;
    this.box.classList.add("busy");
    try {
      await this.forward(Math.ceil(at));
    } catch (error) {
      toast(`The clock did not move: ${error.message}`);
    }
    this.box.classList.remove("busy");
  }
}
