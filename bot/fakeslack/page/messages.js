// The conversation: messages keyed by their timestamp, drawn anew only when they changed, so that a click elsewhere or a
// tick of the clock never takes the focus or an open list away.

import { eyeIcon } from "./icons.js";
import { h, placeOf } from "./dom.js";
import { timeOfDay, daysAhead, shortDay, formatDate } from "./dates.js";
import { drawMessageBody } from "./blocks.js";
import { drawFiles } from "./files.js";
import { avatar } from "./sidebar.js";
import { openMenu } from "./menu.js";

const together = 5 * 60; // messages of one sender within five minutes share a heading

function dayLabel(unix, person, now) {
  const near = { "-1": "Yesterday", 0: "Today", 1: "Tomorrow" }[daysAhead(unix, now, person.tz)];
  return near ? `${near} · ${shortDay(unix, person.tz)}` : formatDate(unix, "{date_long}", person, now);
}

/** The list of messages of one place. deps: {act(message, block, element, value); shortcuts(); onShortcut(message, id)}. */
export class MessageList {
  constructor(box, deps) {
    this.box = box;
    this.deps = deps;
    this.rows = new Map(); // ts → {print, node, values}
    this.where = "";
    this.following = false;
    this.last = null; // where in which message the keyboard was last, to come back to from a form
    box.addEventListener("focusin", (event) => {
      const [id, row] = [...this.rows].find(([, r]) => r.node.contains(event.target)) ?? [];
      if (row) this.last = { id, find: placeOf(row.node, event.target) };
    });
    // Whoever was at the newest message stays there when the window changes its shape.
    const scroller = box.parentElement;
    let atEnd = true;
    scroller.addEventListener("scroll", () => { atEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 60; });
    new ResizeObserver(() => { if (atEnd) scroller.scrollTop = scroller.scrollHeight; }).observe(box);
  }

  show(where, messages, ctx, empty) {
    const moved = this.where !== where;
    if (moved) {
      this.rows.clear();
      this.box.replaceChildren();
      this.where = where;
    }
    const scroller = this.box.parentElement;
    const atEnd = moved || this.following || scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 60;
    const known = new Set(this.rows.keys());
    const nodes = [];
    let before = null;
    for (const m of messages) {
      const day = dayLabel(m.at, ctx.me, ctx.now);
      const newDay = !before || day !== dayLabel(before.at, ctx.me, ctx.now);
      if (newDay) nodes.push(this.row(`day ${m.ts}`, day, () => h("div", { class: "day", role: "separator" }, h("span", null, day))));
      const follows = !newDay && before.user === m.user && before.ephemeral === m.ephemeral && m.at - before.at < together;
      const ago = JSON.stringify(m.blocks ?? m.text).includes("{ago}") ? Math.floor(ctx.now / 60) : 0;
      const print = JSON.stringify([m, follows, day, ago, shortDay(ctx.now, ctx.me.tz)]);
      nodes.push(this.row(m.ts, print, (values) => this.message(m, follows, ctx, values)));
      before = m;
    }
    if (!messages.length) nodes.push(this.row("empty", empty, () => h("div", { class: "empty" }, empty)));
    const kept = new Set(nodes);
    for (const [id, row] of this.rows) {
      if (kept.has(row.node)) continue;
      row.node.remove();
      this.rows.delete(id);
    }
    nodes.forEach((node, i) => {
      if (this.box.children[i] !== node) this.box.insertBefore(node, this.box.children[i] ?? null);
    });
    const fresh = messages.some((m) => !known.has(m.ts));
    if (atEnd && fresh) {
      this.following = false;
      this.toEnd(scroller, nodes.at(-1));
    }
  }

  /** Lets the next show draw charts anew: they are drawn for a phone or for a desk. */
  forgetCharts() {
    for (const row of this.rows.values()) if (row.node.querySelector(".chart")) row.print = "";
  }

  /** The next message to come is scrolled to, wherever one was reading. */
  follow() {
    this.following = true;
  }

  // A message taller than the window is read from its start.
  toEnd(scroller, last) {
    scroller.scrollTop = scroller.scrollHeight;
    if (last && last.offsetHeight > scroller.clientHeight) scroller.scrollTop -= last.offsetHeight - scroller.clientHeight;
  }

  row(id, print, draw) {
    const old = this.rows.get(id);
    if (old?.print === print) return old.node;
    const values = old?.values ?? new Map();
    const focused = old?.node.contains(document.activeElement) && placeOf(old.node);
    const node = draw(values);
    old?.node.replaceWith(node);
    this.rows.set(id, { print, node, values });
    if (focused) focused(node)?.focus();
    return node;
  }

  /** Puts the keyboard back to where it was last, though the message was drawn anew. Answers whether there is such a place. */
  refocus() {
    const row = this.last && this.rows.get(this.last.id);
    const node = row && this.last.find?.(row.node);
    node?.focus();
    return Boolean(node);
  }

  message(m, follows, ctx, values) {
    const user = ctx.users.get(m.user);
    const time = timeOfDay(m.at, ctx.me);
    const fields = new Map();
    const own = {
      ...ctx, values, fields,
      act: async (block, element, value) => {
        if (value) values.set(`${block.block_id ?? ""}/${element.action_id ?? ""}`, value);
        await this.deps.act(m, block, element, value);
      },
    };
    const shortcuts = m.ephemeral ? [] : this.deps.shortcuts();
    const more = shortcuts.length > 0 && h("button", { class: "button overflow message-more", type: "button", "aria-label": "Message shortcuts", "aria-haspopup": "menu" }, "⋮");
    if (more) more.addEventListener("click", () => openMenu(more, { label: "Message shortcuts", groups: [{ items: shortcuts.map((s) => ({ value: s.callback_id, text: s.name, node: () => [s.name] })) }], pick: (item) => this.deps.onShortcut(m, item.value) }));
    return h("article", { class: `message${follows ? " follows" : ""}${m.ephemeral ? " ephemeral" : ""}`, data: { ts: m.ts }, "aria-label": `${user?.real_name ?? m.user}, ${time}` },
      m.ephemeral && h("div", { class: "only-you" }, eyeIcon(), "Only visible to you"),
      follows ? h("span", { class: "gutter-time" }, time.replace(/ [AP]M$/, "")) : avatar(user),
      h("div", { class: "message-main" },
        !follows && h("div", { class: "message-head" }, h("span", { class: "sender" }, user?.real_name ?? m.user), user?.bot && h("span", { class: "app-mark" }, "APP"),
          h("time", { class: "at", datetime: new Date(m.at * 1000).toISOString() }, time)),
        more, // at the upper right, so that Tab comes to it before what stands below
        m.thread_ts && m.thread_ts !== m.ts && h("div", { class: "threaded" }, "replied in a thread"),
        m.command && h("div", { class: "echo" }, m.command),
        drawMessageBody(m, own), drawFiles(m.files, ctx), m.edited && h("span", { class: "edited" }, "(edited)")));
  }
}
