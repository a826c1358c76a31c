// Files that are shared in a message: each a link that saves it, with its title, name and size.

import { h } from "./dom.js";
import { fileIcon } from "./icons.js";

function size(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(1)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

export function drawFiles(files, ctx) {
  if (!files?.length) return null;
  return h("ul", { class: "files", "aria-label": files.length === 1 ? "File" : "Files" }, files.map((f) => h("li", null,
    h("a", { class: "file", href: `file/${encodeURIComponent(f.id)}?${new URLSearchParams({ as: ctx.me.id })}`, download: f.name, title: f.alt, data: { file: f.id } },
      h("span", { class: "file-icon" }, fileIcon()),
      h("span", { class: "file-words" }, h("span", { class: "file-title" }, f.title), h("span", { class: "file-note" }, `${f.name === f.title ? "" : `${f.name} · `}${size(f.size)} · Download`))))));
}
