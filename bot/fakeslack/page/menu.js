// The list that opens under selects and overflow buttons: filter by typing, arrows, Enter, Escape; one or several picks.
// It is a popover, so it lies above an open form and the browser closes it on Escape or a click elsewhere.

import { h, freshID } from "./dom.js";

function place(box, button) {
  const at = button.getBoundingClientRect();
  const width = Math.max(at.width, Math.min(260, innerWidth - 16));
  box.style.minWidth = `${width}px`;
  box.style.left = `${Math.max(8, Math.min(at.left, innerWidth - box.offsetWidth - 8))}px`;
  const below = innerHeight - at.bottom;
  const up = below < box.offsetHeight + 8 && at.top > below;
  box.style.top = up ? `${Math.max(8, at.top - box.offsetHeight - 4)}px` : `${at.bottom + 4}px`;
}

/**
 * Opens a menu under a button.
 * groups: [{label?, items: [{value, node(): Node[], text, note?}]}].
 * ask(text): a promise of more groups for what is typed, or of words that say why there are none; what comes late is left out.
 * chosen: a Set of values; several: picks toggle and the menu stays open; pick(item) is called for each pick.
 */
export function openMenu(button, { label, groups, ask = null, filter = false, several = false, chosen = new Set(), pick }) {
  const listID = freshID("menu");
  const list = h("div", { class: "menu-list", role: several || filter ? "listbox" : "menu", id: listID, "aria-label": label, "aria-multiselectable": several ? "true" : null });
  const search = filter ? h("input", {
    class: "menu-search", type: "text", role: "combobox", "aria-label": `Search ${label}`, "aria-controls": listID, "aria-expanded": "true",
    placeholder: "Search", autocomplete: "off", spellcheck: "false",
  }) : null;
  const box = h("div", { class: "menu", popover: "auto" }, search, list);
  const role = several || filter ? "option" : "menuitem";
  let rows = [];
  let active = -1;

  const activate = (i) => {
    rows[active]?.classList.remove("active");
    active = rows.length ? (i + rows.length) % rows.length : -1;
    rows[active]?.classList.add("active");
    rows[active]?.scrollIntoView({ block: "nearest" });
    if (search) search.setAttribute("aria-activedescendant", rows[active]?.id ?? "");
    else rows[active]?.focus();
  };
  const leave = () => {
    if (!box.isConnected) return;
    const within = box.contains(document.activeElement) || document.activeElement === document.body;
    box.remove();
    button.setAttribute("aria-expanded", "false");
    if (within) button.focus();
  };
  const take = (item, row) => {
    if (several) {
      if (pick(item) === false) return;
      row.setAttribute("aria-selected", chosen.has(item.value) ? "true" : "false");
      return;
    }
    leave();
    pick(item);
  };
  const draw = (shown, none = "Nothing found") => {
    rows = [];
    active = -1;
    list.replaceChildren();
    for (const group of shown) {
      if (!group.items.length) continue;
      const heading = group.label && h("div", { class: "menu-heading", id: freshID("group") }, group.label);
      const inside = group.items.map((item) => {
        const row = h("div", {
          class: "menu-row", role, id: freshID("row"), tabindex: "-1", data: { value: item.value },
          "aria-selected": role === "option" ? String(chosen.has(item.value)) : null,
        }, h("span", { class: "menu-text" }, item.node()), item.note && h("span", { class: "menu-note" }, item.note));
        row.addEventListener("click", () => take(item, row));
        row.take = () => take(item, row);
        rows.push(row);
        return row;
      });
      list.append(h("div", { role: heading ? "group" : null, "aria-labelledby": heading?.id }, heading, inside));
    }
    if (!rows.length) list.append(h("div", { class: "menu-empty" }, none));
    place(box, button);
  };
  const asked = async () => {
    const text = search.value;
    const found = await ask(text);
    if (search.value !== text || !box.isConnected) return;
    if (typeof found === "string") draw(groups, found);
    else draw([...groups, ...found]);
    if (text.trim()) activate(0);
  };
  const narrow = () => {
    if (ask) return asked();
    const wanted = search ? search.value.trim().toLowerCase() : "";
    draw(groups.map((g) => ({ ...g, items: g.items.filter((i) => i.text.toLowerCase().includes(wanted)) })));
    if (wanted) activate(0);
  };

  box.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) activate(active + (active < 0 && step < 0 ? 0 : step));
    else if (event.key === "Home" && !search) activate(0);
    else if (event.key === "End" && !search) activate(-1);
    else if (event.key === "Enter" || (event.key === " " && !search)) rows[active]?.take();
    else if (event.key === "Tab") box.hidePopover();
    else return;
    if (event.key !== "Tab") event.preventDefault();
    event.stopPropagation();
  });
  box.addEventListener("toggle", (event) => event.newState === "closed" && leave());
  search?.addEventListener("input", narrow);
  // Inside the form, if one is open: the rest of the page is inert then.
  (button.closest("dialog") ?? document.body).append(box);
  box.showPopover();
  button.setAttribute("aria-expanded", "true");
  narrow();
  place(box, button);
  if (search) search.focus();
  else activate(0);
  return box;
}
