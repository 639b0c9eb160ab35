import { type Axis, logAxis } from "./axis";
import type { Results } from "./results";
import { Figures } from "./statistics";
import type { Step } from "./variants";

const WIDTH = 960;
const HEIGHT = 470;
const PANELS: readonly { step: Step; title: string; left: number }[] = [
  { step: "create", title: "pulumi up: create all", left: 70 },
  { step: "update", title: "pulumi up: change one flag of all", left: 540 },
];
const PANEL = { top: 62, width: 390, height: 270 };
const LINE_WIDTH = 2.2;
const LEGEND = { top: 398, row: 24, columns: [70, 382, 742] };

// Colours that stay apart with colour-blind eyes (Okabe and Ito); lines of the same colour differ in dashes.
// The lines of the empty providers are wide, because the lines that are compared with them lie upon them.
const LINES: readonly { variant: string; label: string; colour: string; dash?: string; width?: number }[] = [
  { variant: "floor", label: "empty provider: the engine's own time", colour: "#b3bac6", width: 7 },
  {
    variant: "floor-skip",
    label: "empty provider, PULUMI_SKIP_CHECKPOINTS",
    colour: "#b3bac6",
    width: 7,
    dash: "5 8",
  },
  { variant: "fleet", label: "WebhookFleet", colour: "#009e73" },
  { variant: "webhook", label: "Webhook", colour: "#0072b2" },
  { variant: "webhook-skip", label: "Webhook, PULUMI_SKIP_CHECKPOINTS", colour: "#0072b2", dash: "5 4" },
  { variant: "script", label: "plain script, no engine", colour: "#b8559b", dash: "2 4" },
  { variant: "hand-written", label: "hand-written dynamic resource", colour: "#d55e00" },
];

const STYLE = `
    .page { fill: #ffffff } .grid { stroke: #e3e7ee; stroke-width: 1 } .frame { stroke: #5a6b8c; stroke-width: 1.2; fill: none }
    text { fill: #1d2433; font-size: 13px } .title { font-size: 15px; font-weight: 600 } .tick { font-size: 12px; fill: #48526a }
    .line { fill: none; stroke-linejoin: round; stroke-linecap: round }`;

/** Seconds against number of webhooks, both logarithmic, a line for each variant: create and update. */
export function plot(results: Results): string {
  const figures = new Figures(results);
  const sizes = figures.sizes();
  const seconds = PANELS.flatMap(({ step }) =>
    LINES.flatMap(({ variant }) => sizes.flatMap((size) => figures.seconds(variant, size, step) ?? [])),
  );
  const panels = PANELS.map(({ step, title, left }) => {
    const x = logAxis(sizes, left, left + PANEL.width);
    const y = logAxis(seconds, PANEL.top + PANEL.height, PANEL.top);
    return [
      frame(title, left, x, y),
      ...LINES.map((line) => drawLine(line, pointsOf(figures, line.variant, step, x, y))),
    ].join("\n");
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="ui-sans-serif, system-ui, 'Segoe UI', Helvetica, Arial, sans-serif" role="img" aria-label="Seconds of pulumi up against number of webhooks, both logarithmic, for each way to manage them">
  <style>${STYLE}
  </style>
  <rect class="page" width="${WIDTH}" height="${HEIGHT}" rx="10"/>
${panels.join("\n")}
${LINES.filter(({ variant }) => figures.sizes(variant).length > 0)
  .map(legend)
  .join("\n")}
</svg>
`;
}

function frame(title: string, left: number, x: Axis, y: Axis): string {
  const { top, width, height } = PANEL;
  const [right, bottom] = [left + width, top + height];
  return [
    `  <text class="title" x="${left}" y="${top - 18}">${title}</text>`,
    ...x.ticks.map(({ at, label }) => {
      const text = `<text class="tick" x="${at}" y="${bottom + 18}" text-anchor="middle">${label}</text>`;
      return `  <path class="grid" d="M${at} ${top}V${bottom}"/>${text}`;
    }),
    ...y.ticks.map(({ at, label }) => {
      const text = `<text class="tick" x="${left - 8}" y="${at + 4}" text-anchor="end">${label}</text>`;
      return `  <path class="grid" d="M${left} ${at}H${right}"/>${text}`;
    }),
    `  <rect class="frame" x="${left}" y="${top}" width="${width}" height="${height}"/>`,
    `  <text x="${left + width / 2}" y="${bottom + 38}" text-anchor="middle">number of webhooks</text>`,
    `  <text transform="translate(${left - 46} ${top + height / 2}) rotate(-90)" text-anchor="middle">seconds</text>`,
  ].join("\n");
}

function pointsOf(figures: Figures, variant: string, step: Step, x: Axis, y: Axis): [number, number][] {
  return figures.sizes(variant).flatMap((size): [number, number][] => {
    const seconds = figures.seconds(variant, size, step);
    return seconds === undefined ? [] : [[x.place(size), y.place(seconds)]];
  });
}

function drawLine(line: (typeof LINES)[number], points: readonly [number, number][]): string {
  if (points.length === 0) return "";
  const path = points.map(([x, y], index) => `${index === 0 ? "M" : "L"}${x} ${y}`).join("");
  const dots = points
    .map(
      ([x, y]) =>
        `<circle cx="${x}" cy="${y}" r="${(line.width ?? LINE_WIDTH) / 2 + 1.8}" fill="${line.colour}"/>`,
    )
    .join("");
  return `  ${stroke(line, path)}${dots}`;
}

function legend(line: (typeof LINES)[number], index: number): string {
  const { columns, top, row } = LEGEND;
  const x = columns[index % columns.length] ?? 0;
  const y = top + Math.floor(index / columns.length) * row;
  return `  ${stroke(line, `M${x} ${y}h34`)}<text x="${x + 44}" y="${y + 4}">${line.label}</text>`;
}

function stroke({ colour, dash, width = LINE_WIDTH }: (typeof LINES)[number], path: string): string {
  const dashes = dash === undefined ? "" : ` stroke-dasharray="${dash}"`;
  return `<path class="line" stroke="${colour}" stroke-width="${width}"${dashes} d="${path}"/>`;
}
