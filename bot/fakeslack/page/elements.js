// Block elements. Each drawing function answers the node to show; stateful ones also register a field, so that a form
// can read what the person chose. A value is {selected?: [option values or ids], text?, date?, time?, datetime?}, or null.

import { h, freshID, spoken } from "./dom.js";
import { textObject, words } from "./mrkdwn.js";
import { wall, instant, place } from "./dates.js";
import { openMenu } from "./menu.js";
import { confirmed } from "./confirm.js";

export const key = (block, element) => `${block.block_id ?? ""}/${element.action_id ?? ""}`;

/** What binds an element to its surroundings: the field it registers, the value it starts with and how it acts. */
function bind(block, element, ctx, initial) {
  const id = key(block, element);
  const inForm = block.type === "input";
  let value = ctx.values.has(id) ? ctx.values.get(id) : initial;
  const field = { block, element, read: () => value, focus() {}, node: null };
  ctx.fields.set(id, field);
  return {
    field,
    get value() { return value; },
    hold(next) { value = next; },
    /** Keeps and shows the new value and, outside forms or with dispatch_action, tells the app. Answers whether it was kept. */
    async choose(next, show = () => {}) {
      if (!(await confirmed(element.confirm, ctx))) return false;
      value = next;
      show();
      if (!inForm || block.dispatch_action) await ctx.act(block, element, next);
      return true;
    },
  };
}

function label(block, element, ctx) {
  return words(block.label ?? element.placeholder, ctx) || element.type.replaceAll("_", " ");
}

// --- buttons ---

function button(element, block, ctx) {
  const node = h(element.url ? "a" : "button", {
    class: `button ${element.style ?? ""}`, type: element.url ? null : "button", role: element.url ? "link" : null,
    href: element.url && /^https?:/i.test(element.url) ? element.url : null, target: element.url ? "_blank" : null, rel: element.url ? "noopener noreferrer" : null,
    "aria-label": element.accessibility_label, data: { action: element.action_id ?? "" },
  }, textObject(element.text, ctx));
  node.addEventListener("click", async (event) => {
    if (element.confirm && element.url) event.preventDefault();
    if (!(await confirmed(element.confirm, ctx))) return;
    if (element.confirm && element.url) open(element.url, "_blank", "noopener");
    node.classList.add("busy");
    await ctx.act(block, element, null);
    node.classList.remove("busy");
  });
  return node;
}

function iconButton(element, block, ctx) {
  return button({ ...element, text: { type: "plain_text", text: element.icon === "trash" ? "🗑" : element.icon }, accessibility_label: element.accessibility_label ?? words(element.text, ctx) }, block, ctx);
}

// --- menus ---

function optionItem(option, ctx) {
  return { value: option.value, text: words(option.text, ctx), node: () => textObject(option.text, ctx), note: option.description && words(option.description, ctx), option };
}

function groupsOf(element, ctx) {
  if (element.option_groups) return element.option_groups.map((g) => ({ label: words(g.label, ctx), items: g.options.map((o) => optionItem(o, ctx)) }));
  return [{ items: (element.options ?? []).map((o) => optionItem(o, ctx)) }];
}

function people(element, ctx) {
  return [...ctx.users.values()].filter((u) => !u.deleted && !(element.filter?.exclude_bot_users && u.bot))
    .map((u) => ({ value: u.id, text: `${u.real_name} ${u.name}`, node: () => [u.real_name || u.name], note: u.bot ? "app" : u.title }));
}

function rooms(element, ctx) {
  const include = element.filter?.include;
  return [...ctx.channels.values()].filter((c) => !c.archived && (!c.private || c.members?.includes(ctx.me.id)))
    .filter((c) => element.type.includes("channels") ? !c.private : !include || include.includes(c.private ? "private" : "public"))
    .map((c) => ({ value: c.id, text: c.name, node: () => [`# ${c.name}`] }));
}

function choices(element, ctx) {
  const what = element.type.replace("multi_", "");
  if (what === "users_select") return [{ items: people(element, ctx) }];
  if (what === "channels_select") return [{ items: rooms(element, ctx) }];
  if (what === "conversations_select") {
    const include = element.filter?.include;
    return [{ label: "Channels", items: rooms(element, ctx) }, { label: "People", items: !include || include.includes("im") ? people(element, ctx) : [] }];
  }
  return groupsOf(element, ctx);
}

function initialPicks(element, ctx) {
  const own = element.initial_options ?? (element.initial_option ? [element.initial_option] : null);
  if (own) return own.map((o) => o.value);
  const ids = element.initial_users ?? element.initial_channels ?? element.initial_conversations
    ?? [element.initial_user ?? element.initial_channel ?? element.initial_conversation ?? (element.default_to_current_conversation ? ctx.here : null)];
  return ids.filter(Boolean);
}

const picked = (list) => (list.length ? { selected: list } : null);

// After an update an option may no longer be there.
const stillOffered = (value, known) => value && picked((value.selected ?? []).filter((v) => known.has(v)));

const told = new Map(); // value → option, of all that an app has offered while somebody typed

function select(element, block, ctx) {
  const several = element.type.startsWith("multi_");
  const own = bind(block, element, ctx, picked(initialPicks(element, ctx)));
  const external = element.type.endsWith("external_select");
  for (const o of external ? [element.initial_option, ...(element.initial_options ?? [])].filter(Boolean) : []) told.set(o.value, o);
  const offered = external ? [{ items: [...told.values()].map((o) => optionItem(o, ctx)) }] : choices(element, ctx);
  const known = new Map(offered.flatMap((g) => g.items).map((item) => [item.value, item]));
  if (element.options || element.option_groups) own.hold(stillOffered(own.value, known));
  const node = h("button", { class: "select", type: "button", "aria-haspopup": "listbox", "aria-expanded": "false", data: { action: element.action_id ?? "" } });
  const show = () => {
    const list = own.value?.selected ?? [];
    const empty = h("span", { class: "placeholder" }, words(element.placeholder, ctx) || (several ? "Select options" : "Select an option"));
    const chips = list.map((v) => h("span", { class: several ? "chip" : "picked" }, known.get(v)?.node() ?? ctx.users.get(v)?.real_name ?? v));
    node.replaceChildren(h("span", { class: "select-value" }, list.length ? chips : empty), h("span", { class: "caret", "aria-hidden": "true" }, "▾"));
  };
  show();
  const ask = async (text) => {
    if (text.length < (element.min_query_length ?? 3)) return "Type to search";
    const { offers } = (await ctx.suggest?.(block, element, text)) ?? {};
    if (!offers) return "The options could not be loaded";
    const groups = groupsOf(offers, ctx);
    for (const item of groups.flatMap((g) => g.items)) {
      told.set(item.value, item.option);
      known.set(item.value, item);
    }
    return groups;
  };
  node.addEventListener("click", () => {
    const chosen = new Set(own.value?.selected ?? []);
    const groups = external ? [] : [...offered];
    if (block.type === "input" && block.optional && !several && chosen.size) groups.unshift({ items: [{ value: "", text: "", node: () => [h("em", null, "Clear")] }] });
    openMenu(node, {
      label: label(block, element, ctx), groups, chosen, several, filter: true, ask: external ? ask : null,
      pick: (item) => {
        if (several) {
          if (chosen.has(item.value)) chosen.delete(item.value);
          else if (chosen.size >= (element.max_selected_items ?? 100)) return false;
          else chosen.add(item.value);
        }
        const next = several ? [...chosen] : [item.value].filter(Boolean);
        own.choose(picked(next), show);
        return true;
      },
    });
  });
  own.field.node = node;
  own.field.focus = () => node.focus();
  return node;
}

function overflow(element, block, ctx) {
  const node = h("button", { class: "button overflow", type: "button", "aria-label": "More actions", "aria-haspopup": "menu", "aria-expanded": "false", data: { action: element.action_id ?? "" } }, "⋯");
  node.addEventListener("click", () => openMenu(node, {
    label: "More actions", groups: groupsOf(element, ctx),
    pick: async (item) => {
      if (item.option.url) open(item.option.url, "_blank", "noopener");
      if (await confirmed(element.confirm, ctx)) await ctx.act(block, element, { selected: [item.value] });
    },
  }));
  return node;
}

// --- date and time ---

function dated(element, block, ctx, type, initial, toValue, zone) {
  const own = bind(block, element, ctx, initial ? toValue(initial) : null);
  const start = own.value?.date ?? own.value?.time ?? "";
  const input = h("input", { class: "field when", type, value: start, data: { action: element.action_id ?? "" }, "aria-label": block.label ? null : label(block, element, ctx) });
  input.addEventListener("change", async () => {
    // While a year is being typed, 0002 and 0020 are valid dates too.
    if (type === "date" && input.value && input.value < "1900") return;
    const before = own.value;
    if (!(await own.choose(input.value ? toValue(input.value) : null))) input.value = before?.date ?? before?.time ?? "";
  });
  own.field.node = input;
  own.field.focus = () => input.focus();
  return h("span", { class: "when-box" }, input, zone && h("span", { class: "zone" }, zone));
}

const datepicker = (el, block, ctx) => dated(el, block, ctx, "date", el.initial_date, (date) => ({ date }));
const timepicker = (el, block, ctx) => dated(el, block, ctx, "time", el.initial_time, (time) => ({ time }), el.timezone && place(el.timezone));

function datetimepicker(element, block, ctx) {
  const own = bind(block, element, ctx, element.initial_date_time ? { datetime: element.initial_date_time } : null);
  const w = own.value && wall(own.value.datetime, ctx.me.tz);
  const two = (n) => String(n).padStart(2, "0");
  const name = label(block, element, ctx);
  const date = h("input", { class: "field when", type: "date", value: w ? `${w.year}-${two(w.month)}-${two(w.day)}` : "", "aria-label": `${name}: date`, data: { action: element.action_id ?? "", part: "date" } });
  const time = h("input", { class: "field when", type: "time", value: w ? `${two(w.hour)}:${two(w.minute)}` : "", "aria-label": `${name}: time`, data: { action: element.action_id ?? "", part: "time" } });
  const changed = () => {
    if (!date.value || !time.value) return own.hold(null);
    if (date.value < "1900") return undefined;
    const next = { datetime: instant(...date.value.split("-").map(Number), ...time.value.split(":").map(Number), ctx.me.tz) };
    return own.choose(next);
  };
  date.addEventListener("change", changed);
  time.addEventListener("change", changed);
  own.field.node = date;
  own.field.focus = () => date.focus();
  // No zone beside it, as in Slack: the label has to name it.
  return h("span", { class: "when-box" }, date, time);
}

// --- radio buttons and checkboxes ---

function toggles(element, block, ctx) {
  const several = element.type === "checkboxes";
  const initial = several ? (element.initial_options ?? []) : [element.initial_option].filter(Boolean);
  const own = bind(block, element, ctx, picked(initial.map((o) => o.value)));
  own.hold(stillOffered(own.value, new Map(element.options.map((o) => [o.value, o]))));
  const name = freshID("toggle");
  const inputs = element.options.map((o) => h("input", { type: several ? "checkbox" : "radio", name, value: o.value, data: { action: element.action_id ?? "" } }));
  const show = () => inputs.forEach((i) => { i.checked = own.value?.selected?.includes(i.value) ?? false; });
  show();
  inputs.forEach((i) => i.addEventListener("change", async () => {
    await own.choose(picked(inputs.filter((x) => x.checked).map((x) => x.value)));
    show();
  }));
  own.field.node = h("div", { class: "toggles", role: several ? "group" : "radiogroup", "aria-label": block.label ? null : label(block, element, ctx) },
    element.options.map((o, n) => h("label", { class: "toggle" }, inputs[n],
      h("span", null, h("span", { class: "toggle-text" }, textObject(o.text, ctx)), o.description && h("span", { class: "toggle-note" }, textObject(o.description, ctx))))));
  own.field.focus = () => inputs[0]?.focus();
  return own.field.node;
}

// --- typed inputs ---

function typed(element, block, ctx) {
  const own = bind(block, element, ctx, element.initial_value ? { text: element.initial_value } : null);
  const type = { email_text_input: "email", url_text_input: "url" }[element.type] ?? "text";
  const limit = element.type === "plain_text_input" ? element.max_length ?? 3000 : null;
  const input = h(element.multiline ? "textarea" : "input", {
    class: "field text", type: element.multiline ? null : type, inputmode: element.type === "number_input" ? "decimal" : null, rows: element.multiline ? 4 : null,
    placeholder: words(element.placeholder, ctx) || null, maxlength: limit, value: own.value?.text ?? "", autocomplete: "off",
    "aria-label": block.label ? null : label(block, element, ctx), data: { action: element.action_id ?? "" },
  });
  const left = limit && h("span", { class: "left", "aria-live": "polite" });
  const count = () => {
    if (left) left.textContent = limit - input.value.length <= Math.min(100, limit / 4) ? `${limit - input.value.length} left` : "";
  };
  const triggers = element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  const send = () => block.dispatch_action && ctx.act(block, element, own.value);
  input.addEventListener("input", () => {
    own.hold(input.value === "" ? null : { text: input.value });
    count();
    if (triggers.includes("on_character_entered")) send();
  });
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || element.multiline || event.isComposing) return;
    event.preventDefault();
    if (block.dispatch_action && triggers.includes("on_enter_pressed")) send();
    else ctx.submit?.();
  });
  count();
  own.field.node = input;
  own.field.focus = () => input.focus();
  return h("span", { class: "text-box" }, input, left);
}

/** Files of this machine, or of those that the page has to try; what is in them goes along when the form is sent. */
function file(element, block, ctx) {
  const own = bind(block, element, ctx, null);
  const [most, kinds] = [element.max_files ?? 10, (element.filetypes ?? []).map((t) => `.${t}`)];
  const input = h("input", { class: "spoken", type: "file", tabindex: -1, multiple: most > 1, accept: kinds.join(",") || null, data: { action: element.action_id ?? "" } });
  const pick = h("button", { class: "button", type: "button", onclick: () => input.click() }, most > 1 ? "Choose files" : "Choose a file");
  const chosen = h("span", { class: "file-chosen", "aria-live": "polite" });
  const take = (files) => {
    own.hold(files.length ? { files } : null);
    chosen.textContent = files.map((f) => f.name).join(", ") || "No file chosen";
  };
  input.addEventListener("change", async () => take(await Promise.all([...input.files].map(async (f) => ({ name: f.name, data: await base64(f) })))));
  const tries = (ctx.files ?? []).filter((f) => !kinds.length || kinds.some((k) => f.name.endsWith(k)))
    .map((f) => h("button", { class: "button", type: "button", data: { file: f.name }, onclick: () => take([f]) }, `Use ${f.name}`));
  take(own.value?.files ?? []);
  own.field.node = pick;
  own.field.focus = () => pick.focus();
  return h("span", { class: "file-box" }, input, pick, ...tries, chosen);
}

function base64(blob) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
}

function image(element, _block, ctx) {
  return drawImage(element, ctx, "thumb");
}

/** An image from this machine; others are not fetched, their words and address are shown instead. */
export function drawImage(element, _ctx, cls) {
  const url = new URL(element.image_url ?? "", location.href);
  if (element.image_url && url.origin === location.origin) return h("img", { class: cls, src: url.href, alt: element.alt_text ?? "" });
  return h("span", { class: `${cls} image-away`, role: "img", "aria-label": element.alt_text ?? "", title: element.image_url }, h("span", { "aria-hidden": "true" }, "🖼 "), cls === "thumb" ? spoken(element.alt_text ?? "") : element.alt_text ?? "");
}

const drawers = {
  button, overflow, datepicker, timepicker, datetimepicker, image, icon_button: iconButton,
  radio_buttons: toggles, checkboxes: toggles,
  file_input: file,
  plain_text_input: typed, number_input: typed, email_text_input: typed, url_text_input: typed,
};
for (const kind of ["static", "external", "users", "conversations", "channels"]) {
  drawers[`${kind}_select`] = select;
  drawers[`multi_${kind}_select`] = select;
}

/** The node of an element of any known type, a visible box for the rest; nothing for people whom the app leaves out. */
export function drawElement(element, block, ctx) {
  if (element?.visible_to_user_ids && !element.visible_to_user_ids.includes(ctx.me.id)) return "";
  const draw = Object.hasOwn(drawers, element?.type) ? drawers[element.type] : null;
  return draw ? draw(element, block, ctx) : ctx.unsupported("element", element?.type);
}
