import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { adopt } from "../../../cli/adopt/adopt";
import { checkInstances } from "../../../cli/doctor/instances";
import type { CallName, Dialect, Emulator } from "../../../emulator/src";
import { Session } from "../../../provider/webhook/session";
import { asLive, inspect, plantOrders } from "../drift/state";
import { Fleet, fleetOf, shops, startFleetRun, startFleetServer } from "../provider/fleet";
import { failureOf, startRun } from "../provider/provider";
import { created, ORDERS, Resource } from "../provider/resource";
import { INSTANCE, startServer, TOKEN } from "../server/server";

/** An operation about to begin, on a server where all is as state says. */
export interface Prepared {
  readonly server: Emulator;
  /** Carries it out. @returns its error's text, or `undefined` where it succeeded */
  readonly act: () => Promise<string | undefined>;
  /** What must not be lost: what state knows, or what is on disk. */
  readonly kept: () => unknown;
}

/** Something that concludes from an answer whether a live webhook is there. */
export interface AbsenceOperation {
  readonly name: string;
  /** The call that finds a webhook missing. */
  readonly call: CallName;
  /** How many webhooks it looks at. */
  readonly webhooks: number;
  /** The calls that come before, and are answered as ever. */
  readonly before?: Readonly<Partial<Record<CallName, number>>>;
  readonly prepare: (dialect?: Partial<Dialect>) => Promise<Prepared>;
  /** Where the webhook is there, it does more than look at it. */
  readonly goesOn?: true;
  /** What becomes of it where a list shows that the webhooks are gone. */
  readonly whereGone: {
    /** What state knows then; absent where it is an error. */
    readonly kept?: unknown;
    /** What the error says. */
    readonly error?: RegExp;
    /** The calls after that, such as those that create a new one. */
    readonly after?: Readonly<Partial<Record<CallName, number>>>;
  };
}

const CONFIG = { maxRetries: "0" };
const IDS = shops(3);
const [FIRST = "", ...LEAVING] = IDS;

const errorOf = (work: Promise<unknown>): Promise<string | undefined> =>
  work.then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );

async function single(
  dialect: Partial<Dialect>,
  act: (resource: Resource, server: Emulator) => Promise<unknown>,
  args: object = ORDERS,
): Promise<Prepared> {
  const server = await startServer({ dialect });
  const resource = await created(await startRun(server, CONFIG), { ...ORDERS, ...args });
  return { server, act: () => errorOf(act(resource, server)), kept: () => resource.kept?.outputs.webhookId };
}

/** @param halfMade the webhooks are there, but their events could not be set. */
async function fleet(
  dialect: Partial<Dialect>,
  act: (fleet: Fleet, server: Emulator) => Promise<unknown>,
  { args = {}, halfMade = false }: { args?: object; halfMade?: boolean } = {},
): Promise<Prepared> {
  const server = await startFleetServer(IDS, { dialect });
  const declared = fleetOf(IDS, { ...args });
  const made = new Fleet();
  const up = async () => made.up(await startFleetRun(server, CONFIG), declared);
  if (halfMade) {
    server.faults.set({ call: "events", fault: { kind: "status", status: 400 } });
    await failureOf(up());
    server.faults.clear();
  } else await up();
  return { server, act: () => errorOf(act(made, server)), kept: () => made.kept?.outputs.webhookIds };
}

const readInstances = (server: Emulator) => {
  const session = new Session({ environment: {} });
  const values: Readonly<Record<string, string>> = {
    "codechat:baseUrl": server.url,
    "codechat:token": TOKEN,
    "codechat:maxRetries": "0",
  };
  session.configure((key) => values[key]);
  return checkInstances(session, [{ instanceId: INSTANCE }], new Set([server.url]));
};

/** Everything that looks for a live webhook that it knows by its id. */
export const OPERATIONS: readonly AbsenceOperation[] = [
  {
    name: "a refresh",
    call: "get",
    webhooks: 1,
    prepare: (dialect = {}) =>
      single(dialect, async (resource, server) => resource.refresh(await startRun(server, CONFIG))),
    whereGone: { kept: undefined },
  },
  {
    name: "a destroy",
    call: "delete",
    webhooks: 1,
    prepare: (dialect = {}) =>
      single(dialect, async (resource, server) => resource.destroy(await startRun(server, CONFIG))),
    whereGone: { kept: undefined },
  },
  {
    name: "a destroy that disables",
    call: "update",
    webhooks: 1,
    prepare: (dialect = {}) =>
      single(dialect, async (resource, server) => resource.destroy(await startRun(server, CONFIG)), {
        onDestroy: "disable",
      }),
    whereGone: { kept: undefined },
  },
  {
    name: "an update",
    call: "update",
    webhooks: 1,
    prepare: (dialect = {}) =>
      single(dialect, async (resource, server) =>
        resource.up(await startRun(server, CONFIG), { ...ORDERS, name: "sales" }),
      ),
    whereGone: { error: /`pulumi up --refresh`/ },
  },
  {
    name: "taking a webhook over",
    call: "get",
    webhooks: 1,
    prepare: async (dialect = {}) => {
      const server = await startServer({ dialect });
      const webhookId = String(plantOrders(server).webhookId);
      const resource = new Resource();
      const act = async () => resource.up(await startRun(server, CONFIG), { ...ORDERS, webhookId });
      return { server, act: () => errorOf(act()), kept: () => resource.kept?.id };
    },
    goesOn: true,
    whereGone: { error: /has no webhook .*, so there is nothing to take over/ },
  },
  {
    name: "a fleet's refresh",
    call: "get",
    webhooks: 3,
    prepare: (dialect = {}) =>
      fleet(dialect, async (made, server) => made.refresh(await startFleetRun(server, CONFIG))),
    whereGone: { kept: {} },
  },
  {
    name: "a fleet's update",
    call: "update",
    webhooks: 3,
    prepare: (dialect = {}) =>
      fleet(dialect, async (made, server) =>
        made.up(await startFleetRun(server, CONFIG), fleetOf(IDS, { name: "sales" })),
      ),
    whereGone: { error: /`pulumi up --refresh`/ },
  },
  {
    name: "a fleet's update of members that the last run left half made",
    call: "update",
    webhooks: 3,
    prepare: (dialect = {}) =>
      fleet(dialect, async (made, server) => made.up(await startFleetRun(server, CONFIG), fleetOf(IDS)), {
        halfMade: true,
      }),
    whereGone: {
      kept: Object.fromEntries(IDS.map((id) => [id, expect.any(String)])),
      after: { create: 3, update: 3, events: 3 },
    },
  },
  {
    name: "the removal of a fleet's members",
    call: "delete",
    webhooks: 2,
    prepare: (dialect = {}) =>
      fleet(dialect, async (made, server) =>
        made.up(await startFleetRun(server, CONFIG), fleetOf(IDS.filter((id) => !LEAVING.includes(id)))),
      ),
    whereGone: { kept: { [FIRST]: expect.any(String) } },
  },
  {
    name: "a fleet's destroy",
    call: "delete",
    webhooks: 3,
    prepare: (dialect = {}) =>
      fleet(dialect, async (made, server) => made.destroy(await startFleetRun(server, CONFIG))),
    whereGone: { kept: undefined },
  },
  {
    name: "a fleet's destroy that disables members that the last run left half made",
    call: "get",
    webhooks: 3,
    goesOn: true,
    prepare: (dialect = {}) =>
      fleet(dialect, async (made, server) => made.destroy(await startFleetRun(server, CONFIG)), {
        args: { onDestroy: "disable" },
        halfMade: true,
      }),
    whereGone: { kept: undefined },
  },
  {
    name: "a look for drift",
    call: "get",
    webhooks: 1,
    prepare: async (dialect = {}) => {
      const server = await startServer({ dialect });
      const resource = asLive(server, plantOrders(server));
      let status: string | undefined;
      const act = async () => {
        const { webhooks } = await inspect([resource]);
        status = webhooks[0]?.status;
        return status === "unreadable" ? webhooks[0]?.reason : undefined;
      };
      return { server, act, kept: () => (status === "deleted" ? undefined : "there") };
    },
    whereGone: { kept: undefined },
  },
];

/** What asks an instance for its list alone. */
export const LISTING_OPERATIONS: readonly Omit<AbsenceOperation, "whereGone">[] = [
  {
    name: "adopt",
    call: "list",
    webhooks: 1,
    prepare: async (dialect = {}) => {
      const server = await startServer({ dialect });
      plantOrders(server);
      const folder = mkdtempSync(join(tmpdir(), "codechat-absence-"));
      const instances = join(folder, "tokens.json");
      writeFileSync(instances, JSON.stringify({ [INSTANCE]: TOKEN }));
      const act = async () => {
        const options = { instances, baseUrl: server.url, out: join(folder, "out"), fleetFrom: 5 };
        const error = await errorOf(adopt({ ...options, force: true }, () => {}));
        const written = readdirSync(folder).filter((name) => name !== "tokens.json");
        if (error !== undefined && written.length > 0) throw new Error(`it failed, but wrote ${written}`);
        if (error !== undefined) return error;
        const program = readFileSync(join(folder, "out", "index.ts"), "utf8");
        rmSync(folder, { recursive: true });
        if (!program.includes("orders")) throw new Error("it succeeded, but left the webhook out");
        return undefined;
      };
      return { server, act, kept: () => undefined };
    },
  },
  {
    name: "doctor",
    call: "list",
    webhooks: 1,
    prepare: async (dialect = {}) => {
      const server = await startServer({ dialect });
      plantOrders(server);
      const act = async () => {
        const failures = (await readInstances(server)).filter(({ status }) => status === "failure");
        return failures.length > 0
          ? failures.map((each) => `${each.message} ${each.remedy}`).join("\n")
          : undefined;
      };
      return { server, act, kept: () => undefined };
    },
  },
];

/** The ids of the live webhooks. */
export function liveIds(server: Emulator): string[] {
  return server
    .webhooks()
    .map(({ webhookId }) => String(webhookId))
    .sort();
}

/** What is live, without the times that a failed write may still have moved. */
export function liveIn(server: Emulator): string[] {
  return server
    .webhooks()
    .map(({ updatedAt, ...webhook }) => JSON.stringify(webhook))
    .sort();
}
