import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CONTROL_ROUTES } from "../emulator/src/control";
import { EVENT_CATALOGUE, type EventDescription } from "../provider/api/events";

const root = join(__dirname, "..");

/** What is generated: the block's name in its markers, the file it stands in, and its text. */
const blocks = [
  { name: "events", file: "docs/events.md", text: eventsTable() },
  { name: "control calls", file: "emulator/README.md", text: controlTable() },
];

const stale: string[] = [];
for (const { name, file, text } of blocks) {
  const path = join(root, file);
  const before = readFileSync(path, "utf8");
  const after = replaceBlock(before, name, text, file);
  if (after === before) continue;
  stale.push(file);
  if (!process.argv.includes("--check")) writeFileSync(path, after);
}
if (stale.length > 0 && process.argv.includes("--check")) {
  console.error(`not current: ${stale.join(", ")}; run \`npm run docs\``);
  process.exitCode = 1;
} else {
  console.log(stale.length > 0 ? `updated ${stale.join(", ")}` : "generated documentation is current");
}

function replaceBlock(document: string, name: string, text: string, file: string): string {
  const begin = `<!-- generated: ${name} -->`;
  const end = `<!-- end: ${name} -->`;
  const [from, to] = [document.indexOf(begin), document.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${file} has no block between ${begin} and ${end}`);
  return `${document.slice(0, from + begin.length)}\n${text}\n${document.slice(to)}`;
}

function eventsTable(): string {
  const rows = (EVENT_CATALOGUE as readonly EventDescription[]).map((event) => {
    const notes = [
      event.deprecated && "deprecated: a warning where it is declared on",
      event.onlyWith &&
        `only with the ${event.onlyWith} authentication type: a warning where it is declared on`,
      event.alias && `\`${event.alias}\` is accepted, too`,
      event.sampleLike === "whatsapp-api" && "sample data as whatsapp-api sends it",
      event.sampleLike &&
        event.sampleLike !== "whatsapp-api" &&
        `sample data like that of \`${event.sampleLike}\``,
    ].filter(Boolean);
    return `| \`${event.name}\` | \`${event.event}\` | ${event.description} | ${notes.join("; ")} | ${event.source} |`;
  });
  const heads = "| in `events` | delivered as | what the API says of it | notes | source |";
  return [heads, "|---|---|---|---|---|", ...rows].join("\n");
}

function controlTable(): string {
  const rows = CONTROL_ROUTES.map(({ method, path, does }) => `| \`${method} /_control${path}\` | ${does} |`);
  return ["| call | what it does |", "|---|---|", ...rows].join("\n");
}
