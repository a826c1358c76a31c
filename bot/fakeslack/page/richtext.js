// rich_text blocks and cells: sections, lists, quotes and preformatted text.

import { h } from "./dom.js";
import { anchor, userMention, broadcast, withEmoji } from "./mrkdwn.js";
import { formatDate } from "./dates.js";

function styled(nodes, style) {
  let out = nodes;
  for (const [flag, tag] of [["code", "code"], ["bold", "strong"], ["italic", "em"], ["strike", "s"], ["underline", "u"]]) {
    if (style?.[flag]) out = [h(tag, null, out)];
  }
  return out;
}

function piece(el, ctx) {
  switch (el.type) {
    case "text": return [el.text];
    case "link": return [anchor(el.url, [el.text || el.url])];
    case "emoji": return withEmoji(`:${el.name}:`);
    case "user": return [userMention(el.user_id, ctx)];
    case "channel": return [h("span", { class: "mention" }, `#${ctx.channels.get(el.channel_id)?.name ?? el.channel_id}`)];
    case "broadcast": return [broadcast(el.range)];
    case "usergroup": return [h("span", { class: "mention" }, `@${el.usergroup_id}`)];
    case "color": return [el.value];
    case "date": {
      const text = formatDate(Number(el.timestamp), el.format, ctx.me, ctx.now) ?? el.fallback ?? "";
      return [el.url ? anchor(el.url, [text]) : h("time", { datetime: new Date(el.timestamp * 1000).toISOString(), title: el.fallback }, text)];
    }
    default: return [ctx.unsupported("rich text", el.type)];
  }
}

const line = (el, ctx) => el.elements.flatMap((e) => styled(piece(e, ctx), e.style));

function part(el, ctx) {
  switch (el.type) {
    case "rich_text_section": return h("div", { class: "text" }, line(el, ctx));
    case "rich_text_quote": return h("blockquote", null, line(el, ctx));
    case "rich_text_preformatted": return h("pre", null, line(el, ctx));
    case "rich_text_list":
      return h(el.style === "ordered" ? "ol" : "ul", { class: `rich-list indent-${Math.min(el.indent ?? 0, 4)}`, start: el.style === "ordered" && el.offset ? el.offset + 1 : null },
        el.elements.map((item) => h("li", null, line(item, ctx))));
    default: return ctx.unsupported("rich text", el.type);
  }
}

/** Nodes of a rich_text block or cell. */
export function richText(block, ctx) {
  return (block.elements ?? []).map((el) => part(el, ctx));
}
