// data_visualization as inline SVG. Colour never carries the meaning alone: series have a legend, points a title, and
// the same numbers stand in a table for screen readers.

import { h, svg, freshID } from "./dom.js";

// The drawing is as wide as it is shown, so that its text keeps its size; a phone gets its own.
const narrow = matchMedia("(max-width: 720px)");
let width = 640;
const height = 280;
const pad = { left: 52, right: 16, top: 14, bottom: 52 };

const number = (n) => n.toLocaleString("en-US", { maximumFractionDigits: 2 });

/** Round axis steps that cover low…high: at most six. */
function ticks(low, high) {
  const span = high - low || 1;
  const raw = span / 5;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((m) => m * power).find((s) => s >= raw);
  const out = [];
  for (let v = Math.floor(low / step) * step; v < high + step; v += step) out.push(Number(v.toPrecision(12)));
  return out;
}

function axes(chart, marks, y, x) {
  const { categories, x_label: below, y_label: beside } = chart.axis_config;
  // Long categories would run into each other: every nth is written when there are many.
  const every = Math.ceil((categories.join("").length * 7 + categories.length * 10) / (width - pad.left - pad.right));
  return [
    marks.map((v) => [
      svg("line", { class: v === 0 ? "axis" : "grid", x1: pad.left, x2: width - pad.right, y1: y(v), y2: y(v) }),
      svg("text", { class: "tick", x: pad.left - 8, y: y(v) + 4, "text-anchor": "end" }, number(v)),
    ]),
    categories.map((name, i) => i % every === 0 && svg("text", { class: "tick", x: x(i), y: height - pad.bottom + 18, "text-anchor": "middle" }, name)),
    below && svg("text", { class: "axis-title", x: (pad.left + width - pad.right) / 2, y: height - 10, "text-anchor": "middle" }, below),
    beside && svg("text", { class: "axis-title", transform: `translate(12 ${(height - pad.bottom + pad.top) / 2}) rotate(-90)`, "text-anchor": "middle" }, beside),
  ];
}

function valueOf(series, category) {
  return series.data.find((p) => p.label === category)?.value ?? 0;
}

function plot(chart) {
  const { categories } = chart.axis_config;
  const values = chart.series.flatMap((s) => categories.map((c) => valueOf(s, c)));
  const marks = ticks(Math.min(0, ...values), Math.max(0, ...values));
  const low = marks[0];
  const high = marks.at(-1);
  const y = (v) => pad.top + ((high - v) / (high - low)) * (height - pad.top - pad.bottom);
  const slot = (width - pad.left - pad.right) / categories.length;
  const x = (i) => pad.left + slot * (i + 0.5);
  const point = (s, i) => [x(i), y(valueOf(s, categories[i]))];
  const told = (s, c) => svg("title", null, `${s.name}, ${c}: ${number(valueOf(s, c))}`);

  const shapes = chart.series.map((s, n) => {
    const line = categories.map((_, i) => point(s, i).join(",")).join(" ");
    if (chart.type === "bar") {
      const wide = Math.min(44, (slot * 0.72) / chart.series.length);
      return categories.map((c, i) => {
        const top = y(Math.max(0, valueOf(s, c)));
        const left = x(i) - (wide * chart.series.length) / 2 + wide * n;
        const tall = Math.abs(y(valueOf(s, c)) - y(0));
        return svg("rect", { class: `bar series-${n % 12}`, x: left + 1, y: top, width: wide - 2, height: tall, rx: Math.min(3, tall) }, told(s, c));
      });
    }
    const dots = categories.map((c, i) => svg("circle", { class: `dot series-${n % 12}`, cx: point(s, i)[0], cy: point(s, i)[1], r: 4 }, told(s, c)));
    const area = chart.type === "area" && svg("polygon", { class: `area series-${n % 12}`, points: `${x(0)},${y(0)} ${line} ${x(categories.length - 1)},${y(0)}` });
    return [area, svg("polyline", { class: `line series-${n % 12}`, points: line }), dots];
  });
  return [axes(chart, marks, y, x), shapes];
}

function pie(chart) {
  const total = chart.segments.reduce((sum, s) => sum + s.value, 0);
  const [cx, cy, r] = [width / 2, height / 2, height / 2 - 12];
  let from = -Math.PI / 2;
  return chart.segments.map((s, n) => {
    const to = from + (s.value / total) * 2 * Math.PI;
    const at = (a) => `${cx + r * Math.cos(a)} ${cy + r * Math.sin(a)}`;
    const whole = s.value === total;
    const d = `M ${cx} ${cy} L ${at(from)} A ${r} ${r} 0 ${to - from > Math.PI ? 1 : 0} 1 ${at(to)} Z`;
    from = to;
    const props = { class: `slice series-${n % 12}` };
    const title = svg("title", null, `${s.label}: ${number(s.value)} (${Math.round((s.value / total) * 100)} %)`);
    return whole ? svg("circle", { ...props, cx, cy, r }, title) : svg("path", { ...props, d }, title);
  });
}

function numbers(chart, title) {
  const row = (cells) => h("tr", null, cells.map((c, i) => h(i ? "td" : "th", { scope: i ? null : "row" }, typeof c === "number" ? number(c) : c)));
  const rows = chart.type === "pie" ? chart.segments.map((s) => row([s.label, s.value]))
    : chart.axis_config.categories.map((c) => row([c, ...chart.series.map((s) => valueOf(s, c))]));
  const heads = chart.type === "pie" ? ["", "Value"] : ["", ...chart.series.map((s) => s.name)];
  return h("table", { class: "spoken" }, h("caption", null, title), h("thead", null, h("tr", null, heads.map((n) => h("th", { scope: "col" }, n)))), h("tbody", null, rows));
}

/** A native chart: line, bar, area or pie; null when it is none of these. */
export function drawChart(block) {
  const chart = block.chart;
  const isPie = chart?.type === "pie";
  if (!isPie && !["bar", "line", "area"].includes(chart?.type)) return null;
  width = narrow.matches ? 320 : 640;
  const titleID = freshID("chart");
  const names = isPie ? chart.segments.map((s) => `${s.label} · ${number(s.value)}`) : chart.series.map((s) => s.name);
  return h("figure", { class: "chart", data: { chart: chart.type } },
    h("figcaption", { id: titleID }, block.title),
    svg("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-labelledby": titleID }, isPie ? pie(chart) : plot(chart)),
    h("ul", { class: "legend", "aria-hidden": "true" }, names.map((name, n) => h("li", null, svg("svg", { class: "swatch", viewBox: "0 0 10 10" }, svg("rect", { class: `bar series-${n % 12}`, width: 10, height: 10, rx: 2 })), name))),
    numbers(chart, block.title));
}
