import fc from "fast-check";
import { type CallName, type Dialect, type FaultRule, SERVER_VERSIONS } from "../../../emulator/src";
import { canonicalEventName } from "../../../provider/api/events";
import { FAULTS } from "../faults/kinds";

/** The instances that random programs declare webhooks of. */
export const INSTANCES = ["shop-01", "ünï/çødé 🏪"] as const;

/** What tells one declared webhook from another. */
export interface Identity {
  readonly instanceId: string;
  readonly name: string;
  readonly url: string;
}

/** What a declaration says beside its identity. */
export interface Wishes {
  readonly enabled?: boolean;
  readonly events?: "all" | readonly string[] | Readonly<Record<string, boolean>>;
  readonly otherEvents?: "off" | "on" | "leave";
}

/** A program: the identity, by its index, and the wishes of every resource. */
export type RandomProgram = readonly {
  readonly resource: string;
  readonly identity: number;
  readonly wishes: Wishes;
}[];

/** Something that happens to a stack or to its server. */
export type Happening =
  | {
      readonly kind: "up";
      readonly program: RandomProgram;
      readonly refresh: boolean;
      readonly faults: readonly FaultRule[];
    }
  | { readonly kind: "killed"; readonly program: RandomProgram }
  | {
      readonly kind: "edit";
      readonly which: number;
      readonly edit: {
        readonly name?: string;
        readonly url?: string;
        readonly enabled?: boolean;
        readonly events?: Record<string, boolean>;
      };
    }
  | { readonly kind: "delete"; readonly which: number }
  | { readonly kind: "create"; readonly identity: number };

/** A server, what is declared on it over time, and what happens. */
export interface Story {
  readonly dialect: Partial<Dialect>;
  readonly identities: readonly Identity[];
  readonly happenings: readonly Happening[];
  readonly last: RandomProgram;
}

const RESOURCES = ["a", "b", "c"];
const IDENTITIES = 4;

// What a server says falsely of what is there or not, nobody can see through; see the matrix's notes.
const LIES = new Set(["404", "reads lag by 9"]);
const CALLS: readonly CallName[] = ["list", "create", "get", "update", "events", "delete"];

const anyName = fc
  .string({ unit: "grapheme", minLength: 1, maxLength: 20 })
  .filter((name) => name.trim() !== "");
const anyPath = fc.constantFrom("", "/ü", "/a%20b", "?key=1&b=ä");

const anyIdentities = fc.array(fc.tuple(fc.constantFrom(...INSTANCES), anyName, anyPath), {
  minLength: IDENTITIES,
  maxLength: IDENTITIES,
});

const anyFault: fc.Arbitrary<FaultRule[]> = fc
  .record({
    call: fc.constantFrom(...CALLS),
    fault: fc.constantFrom(...FAULTS.filter(({ name }) => !LIES.has(name))),
    nth: fc.oneof(fc.integer({ min: 1, max: 4 }), fc.record({ from: fc.integer({ min: 1, max: 3 }) })),
  })
  .map(({ call, fault, nth }) =>
    fault.writesOnly && (call === "list" || call === "get")
      ? []
      : fault.faults.map((each) => ({ call, nth, fault: each })),
  );

// Where PUT does not show the events, a server has to know those of the documented schema, spelled so.
const SILENT = {
  ...SERVER_VERSIONS["2.1.2"],
  stateInstanceSpelling: "stateInstance",
  answersWithEvents: ["get"],
} as const;

const anyServer: fc.Arbitrary<Partial<Dialect>> = fc
  .record({
    version: fc.constantFrom(...Object.values(SERVER_VERSIONS)),
    webhookIds: fc.constantFrom("string" as const, "integer" as const),
    stateInstanceSpelling: fc.constantFrom("stateInstance" as const, "statusInstance" as const),
    patchMode: fc.constantFrom("merge" as const, "replace" as const),
    patchAnswer: fc.constantFrom("webhook" as const, "events" as const),
    putMissingEnabled: fc.constantFrom("reset" as const, "keep" as const),
    duplicateUrl: fc.constantFrom("allow" as const, 400 as const, 409 as const),
    errorMessage: fc.constantFrom("array" as const, "string" as const),
    unknownFlags: fc.constantFrom("refuse" as const, "ignore" as const),
    readLag: fc.integer({ min: 0, max: 2 }),
    silent: fc.boolean(),
  })
  .map(({ version, silent, ...dialect }) =>
    silent ? { ...dialect, ...SILENT } : { ...dialect, ...version },
  );

/** Any wishes that this server can grant. */
function wishesOf({ vocabulary = [] }: Partial<Dialect>): fc.Arbitrary<Wishes> {
  const name = fc.constantFrom(...vocabulary, "statusInstance");
  const map = fc
    .uniqueArray(fc.tuple(name, fc.boolean()), {
      selector: ([spelling]) => canonicalEventName(spelling),
      maxLength: 5,
    })
    .map((entries) => Object.fromEntries(entries));
  const otherEvents = fc.constantFrom<Wishes["otherEvents"]>("off", "on", "leave");
  const optional = { requiredKeys: [] };
  return fc.oneof(
    fc.record({ enabled: fc.boolean(), events: fc.constant("all" as const) }, optional),
    fc.record(
      { enabled: fc.boolean(), events: fc.array(name, { maxLength: 5 }), otherEvents },
      { requiredKeys: ["events"] },
    ),
    fc.record({ enabled: fc.boolean(), events: map, otherEvents }, { requiredKeys: ["events"] }),
  ) as fc.Arbitrary<Wishes>;
}

/** Any story: a server, programs, changes by hand and faults, in any order. */
export const anyStory: fc.Arbitrary<Story> = anyServer.chain((dialect) => {
  // Where urls are unique, two webhooks cannot change places.
  const moves = dialect.duplicateUrl === "allow";
  const program: fc.Arbitrary<RandomProgram> = fc
    .tuple(
      fc.shuffledSubarray(RESOURCES),
      fc.shuffledSubarray([...Array(IDENTITIES).keys()], { minLength: RESOURCES.length }),
      fc.array(wishesOf(dialect), { minLength: RESOURCES.length, maxLength: RESOURCES.length }),
    )
    .map(([resources, identities, wishes]) =>
      resources.map((resource, index) => ({
        resource,
        identity: (moves ? identities[index] : RESOURCES.indexOf(resource)) ?? 0,
        wishes: wishes[index] ?? {},
      })),
    );
  const which = fc.nat({ max: 5 });
  const edit = fc.record(
    {
      name: anyName,
      url: fc.constantFrom("https://elsewhere.example/1", "https://user:pw@elsewhere.example/2"),
      enabled: fc.boolean(),
      events: fc.dictionary(fc.constantFrom(...(dialect.vocabulary ?? [])), fc.boolean(), { maxKeys: 4 }),
    },
    { requiredKeys: [] },
  );
  const faults = fc.array(anyFault, { maxLength: 3 }).map((rules) => rules.flat());
  const happening: fc.Arbitrary<Happening> = fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({ kind: fc.constant("up" as const), program, refresh: fc.boolean(), faults }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("killed" as const), program }) },
    {
      weight: 2,
      arbitrary: fc.record({ kind: fc.constant("edit" as const), which, edit }) as fc.Arbitrary<Happening>,
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("delete" as const), which }) },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant("create" as const),
        identity: fc.nat({ max: IDENTITIES - 1 }),
      }),
    },
  );
  return fc.record({
    dialect: fc.constant(dialect),
    identities: anyIdentities.map((all) =>
      all.map(([instanceId, name, path], index) => ({
        instanceId,
        name,
        url: `https://hooks.example/${index}${path}`,
      })),
    ),
    happenings: fc.array(happening, { maxLength: 7 }),
    last: program,
  });
});
