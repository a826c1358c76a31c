// Slack's mrkdwn as nodes. Code and <…> tokens are set aside first, so that stars inside them stay stars; what is left
// is split into lines (for quotes) and then into emphasis. Whatever is no markup becomes a text node.

import { h } from "./dom.js";
import { formatDate } from "./dates.js";
import { emoji } from "./emoji.js";

const entity = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };

/** The three entities Slack knows, decoded. Nothing else is. */
export function decode(text) {
  return text.replace(/&(?:amp|lt|gt);/g, (e) => entity[e]);
}

function emojiNode(name, raw) {
  const sign = emoji(name);
  if (!sign) return raw;
  return h("span", { class: "emoji", role: "img", "aria-label": name.replaceAll("_", " "), title: `:${name}:` }, sign);
}

const shortcode = /:([a-z0-9_+'-]+(?:::skin-tone-\d)?):/g;

/** Text whose only markup is emoji shortcodes: plain_text objects and the leaves of mrkdwn. */
export function withEmoji(text, on = true) {
  if (!on) return [text];
  const out = [];
  let last = 0;
  for (const m of text.matchAll(shortcode)) {
    const node = emojiNode(m[1], m[0]);
    if (node === m[0]) continue;
    out.push(text.slice(last, m.index), node);
    last = m.index + m[0].length;
  }
  out.push(text.slice(last));
  return out.filter((part) => part !== "");
}

/** A link that may be followed: web, mail and phone only. Anything else is plain text, so javascript: never becomes a link. */
export function anchor(href, kids) {
  if (!/^(https?:\/\/|mailto:|tel:)/i.test(href)) return h("span", null, kids);
  const web = /^http/i.test(href);
  return h("a", { href, target: web ? "_blank" : null, rel: web ? "noopener noreferrer" : null }, kids);
}

export function userMention(id, ctx, label) {
  const user = ctx.users.get(id);
  const me = id === ctx.me.id;
  return h("span", { class: me ? "mention mention-me" : "mention", data: { user: id } }, `@${user?.real_name || user?.name || label || id}`);
}

export function broadcast(range) {
  return h("span", { class: "mention broadcast", data: { broadcast: range } }, `@${range}`);
}

function channelMention(id, ctx, label) {
  return h("span", { class: "mention" }, `#${ctx.channels.get(id)?.name ?? label ?? id}`);
}

function dateNode(body, fallback, ctx) {
  const [, unix, format, ...link] = body.split("^");
  const text = formatDate(Number(unix), format ?? "", ctx.me, ctx.now) ?? fallback ?? "";
  const node = h("time", { datetime: Number.isFinite(Number(unix)) ? new Date(Number(unix) * 1000).toISOString() : null, title: fallback }, text);
  return link.length ? anchor(link.join("^"), [node]) : node;
}

function token(body, ctx) {
  const bar = body.indexOf("|");
  const target = bar < 0 ? body : body.slice(0, bar);
  const label = bar < 0 ? undefined : decode(body.slice(bar + 1));
  if (/^@[UW][A-Z0-9]+$/.test(target)) return userMention(target.slice(1), ctx, label);
  if (/^#C[A-Z0-9]+$/.test(target)) return channelMention(target.slice(1), ctx, label);
  if (/^!(channel|here|everyone)$/.test(target)) return broadcast(target.slice(1));
  if (target.startsWith("!subteam^")) return h("span", { class: "mention" }, label ?? target.slice(9));
  if (target.startsWith("!date^")) return dateNode(decode(target), label, ctx);
  if (/^(https?:\/\/|mailto:|tel:)/i.test(target)) {
    const href = decode(target);
    return anchor(href, withEmoji(label ?? href.replace(/^(mailto|tel):/i, "")));
  }
  return label ?? `<${body}>`;
}

// Set-aside nodes travel through the text as \uE000<number>\uE001; the same marks in the input are dropped first.
const mark = /\uE000(\d+)\uE001/g;

function setAside(text, ctx, shelf) {
  const keep = (node, block = false) => {
    shelf.push({ node, block });
    return `\uE000${shelf.length - 1}\uE001`;
  };
  const inner = (code) => code.split(/(<[^<>\n]+>)/).map((part, i) => (i % 2 ? token(part.slice(1, -1), ctx) : decode(part)));
  return text.replace(/[\uE000\uE001]/g, "")
    .replace(/```\n?([\s\S]+?)\n?```|`([^`\n]+)`|<([^<>\n]+)>/g, (whole, pre, code, angle) => {
      if (pre !== undefined) return keep(h("pre", null, inner(pre)), true);
      if (code !== undefined) return keep(h("code", null, inner(code)));
      return keep(token(angle, ctx));
    });
}

const style = { "*": "strong", _: "em", "~": "s" };
const emphasis = /(^|[^\p{L}\p{N}])([*_~])(?!\s)((?:(?!\2).)+?)(?<!\s)\2(?![\p{L}\p{N}])/su;
const bare = /https?:\/\/[^\s<>()]*[^\s<>().,;:!?'"]/g;

function leaf(text, ctx, shelf) {
  const out = [];
  let last = 0;
  const words = (part) => {
    if (ctx.verbatim) return withEmoji(decode(part));
    const found = [];
    let from = 0;
    for (const m of part.matchAll(bare)) {
      found.push(...withEmoji(decode(part.slice(from, m.index))), anchor(decode(m[0]), [decode(m[0])]));
      from = m.index + m[0].length;
    }
    return [...found, ...withEmoji(decode(part.slice(from)))];
  };
  for (const m of text.matchAll(mark)) {
    out.push(...words(text.slice(last, m.index)), shelf[Number(m[1])].node);
    last = m.index + m[0].length;
  }
  out.push(...words(text.slice(last)));
  return out;
}

function inline(text, ctx, shelf) {
  const m = emphasis.exec(text);
  if (!m) return leaf(text, ctx, shelf);
  const start = m.index + m[1].length;
  return [
    ...leaf(text.slice(0, start), ctx, shelf),
    h(style[m[2]], null, inline(m[3], ctx, shelf)),
    ...inline(text.slice(m.index + m[0].length), ctx, shelf),
  ];
}

/** Nodes of a mrkdwn text. ctx: {me, users, channels, now}; verbatim stops bare addresses from becoming links. */
export function mrkdwn(text, ctx, verbatim = false) {
  const shelf = [];
  const own = { ...ctx, verbatim };
  const out = [];
  let quote = null;
  let broken = true; // whether the line before already ended in a block, so that no newline is due
  for (const line of setAside(text, own, shelf).split("\n")) {
    const quoted = /^(?:&gt;|>) ?(.*)$/s.exec(line);
    const nodes = inline(quoted ? quoted[1] : line, own, shelf).filter((n) => n !== "");
    if (quoted) {
      if (quote) quote.append("\n", ...nodes);
      else out.push((quote = h("blockquote", null, nodes)));
      broken = true;
      continue;
    }
    quote = null;
    if (!broken) out.push("\n");
    out.push(...nodes);
    broken = nodes.at(-1)?.nodeName === "PRE";
  }
  return out;
}

/** Nodes of a Block Kit text object: mrkdwn or plain_text (where only emoji are markup). */
export function textObject(object, ctx) {
  if (!object) return [];
  if (object.type === "mrkdwn") return mrkdwn(object.text ?? "", ctx, object.verbatim === true);
  return withEmoji(object.text ?? "", object.emoji !== false);
}

/** A text object as words, for labels that only take words. */
export function words(object, ctx) {
  return h("span", null, textObject(object, ctx)).textContent;
}
