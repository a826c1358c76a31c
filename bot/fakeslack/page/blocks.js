// Blocks. A context says for whom and where they are drawn:
//   {me, users, channels, now, here, values: Map, fields: Map, act(block, element, value), submit?()}
// Whatever this page does not know is shown as such and counted in the root element's data-unsupported.

import { h, freshID } from "./dom.js";
import { textObject, withEmoji, mrkdwn } from "./mrkdwn.js";
import { drawElement, drawImage } from "./elements.js";
import { richText } from "./richtext.js";
import { drawChart } from "./chart.js";

/** A visible box for a block or element that is not drawn, counted for tests. */
export function unsupported(kind, type) {
  const root = document.documentElement.dataset;
  root.unsupported = [root.unsupported, `${kind} ${type}`].filter(Boolean).join(", ");
  return h("div", { class: "unsupported", data: { type: String(type) } }, `unsupported ${kind}: ${type}`);
}

function section(block, ctx) {
  const inner = [
    block.text && h("div", { class: "text" }, textObject(block.text, ctx)),
    block.fields && h("div", { class: "fields" }, block.fields.map((f) => h("div", { class: "text" }, textObject(f, ctx)))),
  ];
  if (!block.accessory) return inner;
  return h("div", { class: "with-accessory" }, h("div", { class: "grow" }, inner), h("div", { class: "accessory" }, drawElement(block.accessory, block, ctx)));
}

function context(block, ctx) {
  return h("div", { class: "context" }, block.elements.map((el) => (el.type === "image"
    ? drawElement(el, block, ctx) : h("span", { class: "text" }, textObject(el, ctx)))));
}

function input(block, ctx) {
  const labelID = freshID("label");
  const control = drawElement(block.element, block, ctx);
  const field = [...ctx.fields.values()].find((f) => f.block === block);
  const hintID = block.hint && freshID("hint");
  const errorID = freshID("error");
  const error = h("p", { class: "error", id: errorID, hidden: true });
  const group = ["radio_buttons", "checkboxes", "datetimepicker"].includes(block.element.type);
  const text = [h("span", null, textObject(block.label, ctx)), block.optional && h("span", { class: "optional" }, " (optional)")];
  const node = field?.node;
  let label;
  if (node && !group) {
    node.id = freshID("input");
    // A button's own text is its value, so it is named by the label and the value together.
    if (node.localName === "button") node.setAttribute("aria-labelledby", `${labelID} ${node.id}`);
    label = h("label", { id: labelID, for: node.id }, text);
  } else {
    label = h("div", { class: "label", id: labelID }, text);
    if (block.element.type === "datetimepicker") {
      control.setAttribute("role", "group");
      control.setAttribute("aria-labelledby", labelID);
    } else node?.setAttribute("aria-labelledby", labelID);
  }
  node?.setAttribute("aria-describedby", [hintID, errorID].filter(Boolean).join(" "));
  if (!block.optional && node) node.setAttribute("aria-required", "true");
  if (field) {
    field.fail = (message) => {
      error.textContent = message ?? "";
      error.hidden = !message;
      if (message) node.setAttribute("aria-invalid", "true");
      else node.removeAttribute("aria-invalid");
    };
  }
  return [label, control, error, block.hint && h("p", { class: "hint", id: hintID }, textObject(block.hint, ctx))];
}

function cell(value, tag, settings, ctx) {
  const align = settings?.align && settings.align !== "left" ? `align-${settings.align}` : "";
  const props = { class: align || null, scope: tag === "th" ? "col" : null };
  if (!value) return h(tag, props);
  if (value.type === "rich_text") return h(tag, props, richText(value, ctx));
  if (value.type === "raw_number") return h(tag, { ...props, class: `${align} number` }, value.text || value.value.toLocaleString("en-US"));
  return h(tag, props, withEmoji(value.text ?? ""));
}

function table(block, ctx) {
  const [head, ...rows] = block.rows;
  const settings = block.column_settings ?? [];
  return h("div", { class: "table-scroll", tabindex: "0", role: "region", "aria-label": block.caption ?? "Table" }, h("table", { class: "table" },
    block.caption && h("caption", null, block.caption),
    h("thead", null, h("tr", null, head.map((c, i) => cell(c, "th", settings[i], ctx)))),
    h("tbody", null, rows.map((r) => h("tr", null, r.map((c, i) => cell(c, "td", settings[i], ctx)))))));
}

function heading(block, ctx) {
  const level = Math.min(Math.max(block.level ?? 1, 1), 4);
  return h(`h${level + 2}`, { class: `header level-${level}` }, textObject(block.text, ctx));
}

const drawers = {
  section, context, input, table, data_table: table, header: heading,
  divider: () => h("hr"),
  actions: (block, ctx) => h("div", { class: "actions" }, block.elements.map((el) => drawElement(el, block, ctx))),
  context_actions: (block, ctx) => h("div", { class: "actions" }, block.elements.map((el) => drawElement(el, block, ctx))),
  image: (block, ctx) => h("figure", { class: "picture" }, block.title && h("figcaption", null, textObject(block.title, ctx)), drawImage(block, ctx, "image")),
  rich_text: richText,
  alert: (block, ctx) => h("div", { class: `alert ${block.level ?? "default"}`, role: "note" }, textObject(block.text, ctx)),
  data_visualization: (block) => drawChart(block) ?? unsupported("chart", block.chart?.type),
};

/** The nodes of a list of blocks. */
export function drawBlocks(blocks, ctx) {
  const own = { ...ctx, unsupported };
  return blocks.map((block) => {
    const draw = Object.hasOwn(drawers, block?.type) ? drawers[block.type] : () => unsupported("block", block?.type);
    return h("div", { class: `block ${block.type}`, data: { block: block.block_id ?? "" } }, draw(block, own));
  });
}

/** The body of a message: its blocks, or its text when it has none. */
export function drawMessageBody(message, ctx) {
  if (message.blocks?.length) return drawBlocks(message.blocks, ctx);
  return [h("div", { class: "text" }, mrkdwn(message.text ?? "", ctx))];
}
