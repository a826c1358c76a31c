// The left side: whose eyes you borrow, and where you are.

import { h } from "./dom.js";
import { timeOfDay, place } from "./dates.js";

const colours = 8;

/** A person's or the app's picture: initials on a colour that follows from the id. */
export function avatar(user, cls = "") {
  if (user?.bot) return h("span", { class: `avatar bot ${cls}`, "aria-hidden": "true" }, h("img", { src: "page/avatar.svg", alt: "" }));
  const name = user?.real_name || user?.name || "?";
  const initials = name.split(/\s+/).map((w) => [...w][0]).slice(0, 2).join("").toUpperCase();
  const n = [...(user?.id ?? "")].reduce((sum, c) => sum + c.codePointAt(0), 0) % colours;
  return h("span", { class: `avatar tint-${n} ${cls}`, "aria-hidden": "true" }, initials);
}

const badge = (n) => n > 0 && h("span", { class: "badge" }, String(n), h("span", { class: "spoken" }, n === 1 ? " new message" : " new messages"));

/** Fills the sidebar. go({as, at}) moves; unread(person, room?) counts. */
export function drawSidebar(nav, { state, as, at, now, go, unread }) {
  // Drawn anew only when something shows, so that a tick between press and release never swallows a click.
  const counts = state.users.map((u) => Object.keys(state.totals[u.id] ?? {}).map((id) => unread(u.id, id)));
  const print = JSON.stringify([state.users, state.channels, state.dm, state.notice, as, at, Math.floor(now / 60), counts]);
  if (nav.dataset.print === print) return;
  nav.dataset.print = print;
  const focused = nav.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  const note = (u) => [u.title, u.title?.includes(place(u.tz)) ? timeOfDay(now, u) : `${timeOfDay(now, u)} ${place(u.tz)}`].filter(Boolean).join(" · ");
  const person = (u) => h("button", {
    class: "person", type: "button", "aria-pressed": String(u.id === as), data: { person: u.id, key: `p-${u.id}` }, onclick: () => go({ as: u.id }),
  }, avatar(u), h("span", { class: "person-text" },
    h("span", { class: "person-name" }, u.real_name),
    h("span", { class: "person-note" }, note(u))), u.id !== as && badge(unread(u.id)));
  const room = (id, name, sign) => h("button", {
    class: `room${unread(as, id) ? " unread" : ""}`, type: "button", "aria-current": at === id ? "page" : null, data: { room: id, key: `r-${id}` }, onclick: () => go({ at: id }),
  }, h("span", { class: "sign", "aria-hidden": "true" }, sign), h("span", { class: "room-name" }, name), badge(unread(as, id)));
  const bot = state.users.find((u) => u.id === state.bot);
  nav.replaceChildren(
    h("h2", null, "You are"), h("div", { class: "people" }, state.users.filter((u) => !u.bot && !u.deleted).map(person)),
    state.channels.length > 0 && h("h2", null, "Channels"), h("div", null, state.channels.map((c) => room(c.id, c.name, c.private ? "🔒" : "#"))),
    h("h2", null, "App"), h("div", null, room(state.dm, bot?.real_name ?? "App", avatar(bot, "tiny")), !state.home_off && room("home", "Home", "⌂")),
    h("p", { class: "notice" }, state.notice));
  if (focused) nav.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
}
