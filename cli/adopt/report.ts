import { formatCount } from "../shared/terminal/words";
import type { Adoption } from "./adopt";
import { printText } from "./code";
import { nextSteps, printSteps } from "./next-steps";

/** What was read and written, what was left out, and what to run next, for a person. */
export function renderText({ files, instances, grouping, leftOut, needs }: Adoption): string {
  const { fleets, singles } = grouping;
  const members = fleets.reduce((sum, fleet) => sum + fleet.members.length, 0);
  const total = members + singles.length;
  const parts = [
    ...(fleets.length > 0 ? [`${members} in ${formatCount(fleets.length, "WebhookFleet")}`] : []),
    ...(singles.length > 0 ? [`${singles.length} one by one`] : []),
  ];
  const lines = [
    `declared ${formatCount(total, "webhook")} of ${formatCount(instances, "instance")}${total > 0 ? `: ${parts.join(", ")}` : ""}`,
    `wrote ${files.join(", ")} in ${needs.folder}`,
    ...leftAloneLines(grouping),
    ...leftOutLines(leftOut),
    "",
    "next:",
    ...printSteps(nextSteps(needs))
      .split("\n")
      .map((line) => `  ${line}`),
  ];
  return `${lines.join("\n")}\n`;
}

function leftAloneLines({ fleets, singles }: Adoption["grouping"]): string[] {
  const declared = [...singles, ...fleets.flatMap(({ members }) => members.map(({ webhook }) => webhook))];
  const names = new Set(declared.flatMap(({ leftAlone }) => leftAlone));
  const silent = declared.filter(({ showsEvents }) => !showsEvents).length;
  return [
    ...(names.size > 0 ? [`left alone, since not known by name: ${[...names].sort().join(", ")}`] : []),
    ...(silent > 0
      ? [`left alone: the events of ${formatCount(silent, "webhook")}, which the server does not show`]
      : []),
  ];
}

function leftOutLines(leftOut: Adoption["leftOut"]): string[] {
  if (leftOut.length === 0) return [];
  return [
    `left out ${formatCount(leftOut.length, "webhook")} that cannot be declared:`,
    ...leftOut.map(
      ({ instanceId, webhookId, name, reasons }) =>
        `  ${instanceId}, webhook ${webhookId}, ${printText(name)}: ${reasons.join("; ")}`,
    ),
  ];
}
