import { hasUserInfo } from "../core";
import { Expression, printComment, printOnLines, printText, type Value } from "./code";
import type { AdoptedWebhook, LeftOut } from "./declaration";
import type { EventArguments } from "./events";
import type { AdoptedFleet, AdoptedMember, Grouping } from "./fleets";
import { ResourceNames } from "./names";

/** A TypeScript program that declares webhooks as they are live. */
export interface Program {
  /** The text of index.ts. */
  readonly text: string;
  /** Urls with user info, by the key of the stack's configuration that the program reads them from. */
  readonly secretUrls: ReadonlyMap<string, string>;
}

interface Writer {
  readonly names: ResourceNames;
  readonly secretUrls: Map<string, string>;
}

const HEADER = [
  "Webhooks that were live already, declared as they are: the first `pulumi up` changes none of them.",
  "What is taken out of this program, or destroyed with it, stays live: webhooks taken over by their",
  'id are retained, and fleets say onDestroy: "retain".',
];

/** Writes the program: fleets first, then single webhooks, then what cannot be declared. */
export function writeProgram({ fleets, singles }: Grouping, leftOut: readonly LeftOut[]): Program {
  const writer: Writer = { names: new ResourceNames(), secretUrls: new Map() };
  const blocks = [
    ...fleets.map((fleet) => fleetBlock(fleet, writer)),
    ...singles.map((webhook) => webhookBlock(webhook, writer)),
    ...(leftOut.length > 0 ? [leftOutBlock(leftOut)] : []),
  ];
  const classes = [
    ...(singles.length > 0 ? ["Webhook"] : []),
    ...(fleets.length > 0 ? ["WebhookFleet"] : []),
  ];
  const { secretUrls } = writer;
  const head = [
    printComment(...HEADER),
    ...(secretUrls.size > 0 ? ['import * as pulumi from "@pulumi/pulumi";\n'] : []),
    ...(classes.length > 0
      ? [`import { ${classes.join(", ")} } from "pulumi-codechat";\n`]
      : ["export {};\n"]),
    ...(secretUrls.size > 0 ? ["\nconst config = new pulumi.Config();\n"] : []),
  ];
  return { text: [head.join(""), ...blocks].join("\n"), secretUrls };
}

function webhookBlock(webhook: AdoptedWebhook, writer: Writer): string {
  const { instanceId, webhookId, name, enabled } = webhook;
  const resource = writer.names.next(instanceId, name);
  const url = urlCode(webhook.url, `${resource}-url`, writer);
  const args = { instanceId, webhookId, name, url, ...enabledCode(enabled), ...eventsCode(webhook) };
  return `${remarks(webhook)}new Webhook(${printText(resource)}, ${printOnLines(args)});\n`;
}

function fleetBlock(fleet: AdoptedFleet, writer: Writer): string {
  const { name, enabled, members } = fleet;
  const resource = writer.names.next(name.replaceAll("{instanceId}", ""));
  const url = urlCode(fleet.url, `${resource}-url`, writer);
  const settings = { name, url, ...enabledCode(enabled), ...eventsCode(fleet), onDestroy: "retain" };
  const args = { instances: membersCode(members), ...settings };
  return `${remarks(fleet)}new WebhookFleet(${printText(resource)}, ${printOnLines(args)});\n`;
}

function membersCode(members: readonly AdoptedMember[]): Value {
  const isPlain = ({ sameEnabled, sameEvents }: AdoptedMember) => sameEnabled && sameEvents;
  if (members.every(isPlain)) return members.map(({ webhook }) => webhook.instanceId);
  const overrides = members.map(({ webhook, sameEnabled, sameEvents }): [string, Value] => [
    webhook.instanceId,
    {
      ...(!sameEnabled && { enabled: webhook.enabled }),
      ...(!sameEvents && eventsCode(webhook)),
    },
  ]);
  return Object.fromEntries(overrides);
}

function urlCode(url: string, key: string, { secretUrls }: Writer): Value {
  if (!hasUserInfo(url)) return url;
  secretUrls.set(key, url);
  return new Expression(`config.requireSecret(${printText(key)})`);
}

function enabledCode(enabled: boolean): { readonly enabled?: false } {
  return enabled ? {} : { enabled: false };
}

function eventsCode({ events, otherEvents }: EventArguments): EventArguments {
  return { events, ...(otherEvents !== undefined && { otherEvents }) };
}

function remarks({ leftAlone, showsEvents }: Pick<AdoptedWebhook, "leftAlone" | "showsEvents">): string {
  if (!showsEvents)
    return printComment("The server does not show this webhook's events: they are left alone.");
  if (leftAlone.length === 0) return "";
  return printComment(`Left alone, since pulumi-codechat does not know it by name: ${leftAlone.join(", ")}`);
}

function leftOutBlock(leftOut: readonly LeftOut[]): string {
  const lines = leftOut.map(
    ({ instanceId, webhookId, name, reasons }) =>
      `- instance ${printText(instanceId)}, webhook ${printText(webhookId)}, ${printText(name)}: ${reasons.join("; ")}`,
  );
  return printComment(
    "Not in this program, because it cannot be declared; set it right on the server:",
    ...lines,
  );
}
