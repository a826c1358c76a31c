// Small signs of the page itself, drawn, so that they show where no emoji font is installed.

import { svg } from "./dom.js";

const icon = (...kids) => svg("svg", { class: "sign-icon", viewBox: "0 0 16 16", width: 14, height: 14, fill: "none", stroke: "currentColor", "stroke-width": 1.5, "stroke-linecap": "round", "aria-hidden": "true" }, ...kids);

export const clockIcon = () => icon(svg("circle", { cx: 8, cy: 8, r: 6.2 }), svg("path", { d: "M8 4.6V8l2.4 1.6" }));

export const eyeIcon = () => icon(svg("path", { d: "M1.5 8c1.6-2.8 3.8-4.2 6.5-4.2S12.9 5.2 14.5 8c-1.6 2.8-3.8 4.2-6.5 4.2S3.1 10.8 1.5 8z" }), svg("circle", { cx: 8, cy: 8, r: 2 }));

export const fileIcon = () => icon(svg("path", { d: "M4 1.8h5.2L12.5 5v9.2h-8.5zM9 1.8V5h3.5M6.3 8h4M6.3 10.8h4", "stroke-linejoin": "round" }));
