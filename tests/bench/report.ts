import { demandsOn } from "./demands";
import type { Machine, Results, StateSize } from "./results";
import { Figures } from "./statistics";
import { STEPS, type Step, VARIANTS } from "./variants";

const FLOORS: Readonly<Record<string, string | undefined>> = {
  "webhook-skip": "floor-skip",
  "floor-skip": "floor-skip",
  "floor-gets": "floor-skip",
  fleet: "fleet-floor",
  "fleet-floor": "fleet-floor",
  // It is the same at any size.
  "one-webhook": undefined,
};

/** The result as a document. */
export function writeReport(results: Results): string {
  const figures = new Figures(results);
  return `${[
    "# Benchmark",
    `\`npm run bench\` wrote this page. It measures every way to manage the same webhooks, side by side in one run, against one local server on the same machine. ${machine(results.machine)} This is a benchmark, not a test: nothing fails if a figure is worse.`,
    "![Seconds against number of webhooks](bench.svg)",
    "The figures are seconds of a whole command (medians). The *empty provider* does nothing, and has the same inputs and outputs: its time is the engine's own time. In parentheses is the ratio to that time. Rows with `PULUMI_SKIP_CHECKPOINTS` are compared with the empty provider with the same setting, fleets with an empty provider with the fleet's inputs.",
    ...figures.sizes().map((size) => timesOf(figures, size)),
    fleetTable(figures),
    demandsTable(figures),
    stateTable(results.states, figures),
    HOW_TO,
  ]
    .filter(Boolean)
    .join("\n\n")}\n`;
}

function machine({ cores, node, engine, date }: Machine): string {
  const when = date === undefined ? "" : ` ${date},`;
  return `Measured${when} with ${cores} cores, Node.js ${node}, Pulumi ${engine}, a \`file://\` backend.`;
}

function timesOf(figures: Figures, size: number): string {
  const rows = VARIANTS.filter(({ key }) => STEPS.some((step) => figures.seconds(key, size, step))).map(
    ({ key, title }) => [title, ...STEPS.map((step) => timeCell(figures, key, size, step))],
  );
  const heading = size === 1 ? "One webhook" : `${size.toLocaleString("en")} webhooks`;
  return `## ${heading}\n\n${table(["", ...STEPS], rows)}`;
}

function timeCell(figures: Figures, variant: string, size: number, step: Step): string {
  const seconds = figures.seconds(variant, size, step);
  if (seconds === undefined) return "–";
  const floorOf = variant in FLOORS ? FLOORS[variant] : "floor";
  const floor = floorOf && figures.seconds(floorOf, size, step);
  return !floor ? seconds.toFixed(2) : `${seconds.toFixed(2)} (${(seconds / floor).toFixed(2)})`;
}

function fleetTable(figures: Figures): string {
  const rows = figures.sizes("fleet").map((size) => {
    const create = figures.seconds("fleet", size, "create") ?? 0;
    const one = figures.secondsOfOne(size, "create");
    const requests = (step: Step) => ((figures.requests("fleet", size, step) ?? 0) / size).toFixed(2);
    const memory = figures.providerBytes("fleet", size);
    return [
      size.toLocaleString("en"),
      create.toFixed(2),
      size > 1 && one !== undefined ? (((create - one) * 1000) / size).toFixed(2) : "–",
      requests("create"),
      requests("update"),
      memory === undefined ? "–" : (memory / 1e6).toFixed(0),
      (figures.stateBytes("fleet", size) ?? 0).toFixed(0),
    ];
  });
  if (rows.length === 0) return "";
  return [
    "## A fleet as it grows",
    "What one more member costs: milliseconds of create for each member, without the time of a stack with one webhook.",
    table(
      [
        "members",
        "create, s",
        "ms a member",
        "requests a member: create",
        "update",
        "provider's peak, MB",
        "bytes in state a member",
      ],
      rows,
    ),
  ].join("\n\n");
}

function demandsTable(figures: Figures): string {
  const rows = demandsOn(figures).map(({ what, asked, measured, met }) => [
    what,
    asked,
    measured,
    met ? "yes" : "**no**",
  ]);
  return rows.length === 0 ? "" : `## What is asked for\n\n${table(["", "asked", "measured", "met"], rows)}`;
}

function stateTable(states: readonly StateSize[], figures: Figures): string {
  const size = Math.max(0, ...states.filter(({ variant }) => variant === "webhook").map((one) => one.size));
  const webhook = states.find((one) => one.variant === "webhook" && one.size === size);
  if (!webhook) return "";
  const totals = VARIANTS.flatMap(({ key, title }) => {
    const bytes = figures.stateBytes(key, size);
    const file = states.find((one) => one.variant === key && one.size === size)?.fileBytes;
    return bytes === undefined || file === undefined
      ? []
      : [[title, bytes.toFixed(0), (file / size).toFixed(0)]];
  });
  const parts = webhook.parts.map(({ property, inputs, outputs }) => [
    `\`${property}\``,
    String(inputs),
    String(outputs),
  ]);
  return [
    "## What a webhook takes in state",
    `The engine writes the whole state before and after every operation, so large stacks wait for its size. The figures are bytes for one webhook with three declared events, in a stack of ${size.toLocaleString("en")}:`,
    table(["", "inputs + outputs, compact", "state file"], totals),
    "What the properties of a `Webhook` cost, names included:",
    table(["property", "inputs", "outputs"], parts),
  ].join("\n\n");
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const rule = head.map((_, index) => (index === 0 ? "---" : "---:"));
  return [line(head), line(rule), ...rows.map(line)].join("\n");
}

const HOW_TO = `## Measure it yourself

\`\`\`sh
npm run bench                        # everything; takes almost an hour on two cores
npm run bench -- --quick             # small sizes, about two minutes, into reports/
npm run bench -- --sizes 200 --variants floor,webhook --runs 5
npm run bench -- --help
\`\`\`

Every variant has a stack and a backend of its own; they take turns at every step. \`create\`, \`unchanged\` and \`update\` are \`pulumi up --yes --skip-preview\`; before \`update\`, one event of every webhook is changed in the program. Each webhook is on an instance of its own and declares three events. The programs are in \`tests/bench/programs/\` (\`floor\` is the empty provider). The plain script is \`tests/bench/script.mjs\`: list, POST, PUT, PATCH, 32 webhooks at a time. What a refresh costs without its HTTP is measured in two ways. One subtracts the time of the script, whose process is warm and has the cores to itself. The other compares with an empty provider that sends the same GETs with plain axios, from the same process as \`Webhook\`. The raw results are in \`reports/bench.json\`.`;
