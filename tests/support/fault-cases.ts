import type { CallName, Dialect, Fault, FaultRule, WebhookEdit } from "../../sdk/emulator";
import { DECLARED, EARLIER, FOUND } from "./fault-declarations";
import { FAULTS, type NamedFault } from "./fault-kinds";

/** What a person does, and how things stand before. */
export interface Scenario {
  /** The command that suffers the fault. */
  readonly command: "up" | "refresh" | "destroy";
  /** The declaration that the command carries out, beside the instance; `webhookId` is added where one is taken over. */
  readonly declared: Readonly<Record<string, unknown>>;
  /** A webhook that someone else has made before. */
  readonly live?: WebhookEdit & { readonly name: string; readonly url: string };
  /** The declaration takes the live webhook over by its id. */
  readonly takesOver?: true;
  /** What an earlier, quiet `pulumi up` has settled. */
  readonly before?: Readonly<Record<string, unknown>>;
}

/** The operations of the matrix. */
export const SCENARIOS = {
  create: { command: "up", declared: DECLARED },
  "create, adopting": { command: "up", declared: DECLARED, live: { ...FOUND, ...identity(DECLARED) } },
  "create, taking over": { command: "up", declared: DECLARED, live: FOUND, takesOver: true },
  update: { command: "up", declared: DECLARED, before: EARLIER },
  refresh: { command: "refresh", declared: DECLARED, before: DECLARED },
  destroy: { command: "destroy", declared: DECLARED, before: DECLARED },
  "destroy, disabling": {
    command: "destroy",
    declared: { ...DECLARED, onDestroy: "disable" },
    before: { ...DECLARED, onDestroy: "disable" },
  },
} as const satisfies Record<string, Scenario>;

/** The name of an operation of the matrix. */
export type ScenarioName = keyof typeof SCENARIOS;

/** A call in an operation: one row of the matrix. */
export interface FaultRow {
  readonly scenario: ScenarioName;
  readonly call: CallName;
  /** Where the call stands among all calls of the operation, from 1. */
  readonly position: number;
  /** What the call is for, where that is not obvious. */
  readonly purpose?: string;
  /** Which of the operation's calls of that name it is. Default 1. */
  readonly nth?: number;
  /** The server's behaviour, where the call occurs only so. */
  readonly dialect?: Partial<Dialect>;
  /** Faults without which the call does not occur. */
  readonly given?: readonly FaultRule[];
  /** Columns that do not apply, and why. */
  readonly omit?: Readonly<Record<string, string>>;
}

const EVENTS_ONLY: Partial<Dialect> = { patchAnswer: "events" };
const LOST_POST: FaultRule = { call: "create", nth: 1, fault: { kind: "reset", applied: true } };
const NO_LIST = "the server says that it cannot list webhooks, so nobody can find the one there is";
const GONE = "the server says that it is gone, which ends a destroy";

/** The rows of the matrix. */
export const ROWS: readonly FaultRow[] = [
  { scenario: "create", call: "list", position: 1 },
  { scenario: "create", call: "create", position: 2 },
  {
    scenario: "create",
    call: "list",
    position: 3,
    purpose: "after a lost answer",
    nth: 2,
    given: [LOST_POST],
    omit: { "404": NO_LIST },
  },
  { scenario: "create", call: "update", position: 3 },
  { scenario: "create", call: "events", position: 4 },
  { scenario: "create", call: "get", position: 5, dialect: EVENTS_ONLY },
  { scenario: "create, adopting", call: "list", position: 1, omit: { "404": NO_LIST } },
  { scenario: "create, adopting", call: "update", position: 2 },
  { scenario: "create, adopting", call: "events", position: 3 },
  { scenario: "create, adopting", call: "get", position: 4, dialect: EVENTS_ONLY },
  { scenario: "create, taking over", call: "get", position: 1 },
  { scenario: "create, taking over", call: "update", position: 2 },
  { scenario: "create, taking over", call: "events", position: 3 },
  {
    scenario: "create, taking over",
    call: "get",
    position: 4,
    purpose: "verifying",
    nth: 2,
    dialect: EVENTS_ONLY,
  },
  { scenario: "update", call: "update", position: 1 },
  { scenario: "update", call: "events", position: 2 },
  { scenario: "update", call: "get", position: 3, dialect: EVENTS_ONLY },
  { scenario: "refresh", call: "get", position: 1 },
  { scenario: "destroy", call: "delete", position: 1, omit: { "404": GONE } },
  { scenario: "destroy, disabling", call: "update", position: 1, omit: { "404": GONE } },
];

/** How often a fault strikes: the first time only, or every time until someone repairs the server. */
export const TIMES = ["once", "always"] as const;

/** One case of the matrix. */
export interface FaultCase {
  readonly row: FaultRow;
  readonly fault: NamedFault;
  readonly times: (typeof TIMES)[number];
  /** What a test calls it, such as `create: POST, 500, once`. */
  readonly name: string;
  /** What the server is told. */
  readonly rules: readonly FaultRule[];
}

const METHODS: Readonly<Record<CallName, string>> = {
  list: "list",
  create: "POST",
  get: "GET",
  update: "PUT",
  events: "PATCH",
  delete: "DELETE",
};

/** A row's title, such as `update: PUT`. */
export function titleOf({ scenario, call, purpose }: FaultRow): string {
  return `${scenario}: ${METHODS[call]}${purpose ? ` (${purpose})` : ""}`;
}

/** Whether a column has a meaning in a row. */
export function applies({ omit = {}, call }: FaultRow, { name, writesOnly }: NamedFault): boolean {
  const isRead = call === "list" || call === "get";
  return !(name in omit) && !(writesOnly && isRead);
}

/** Every case of the matrix, row by row. */
export function faultCases(rows: readonly FaultRow[] = ROWS): FaultCase[] {
  return rows.flatMap((row) =>
    FAULTS.filter((fault) => applies(row, fault)).flatMap((fault) =>
      TIMES.map((times) => ({
        row,
        fault,
        times,
        name: `${titleOf(row)}, ${fault.name}, ${times}`,
        rules: [...(row.given ?? []), ...rulesOf(row, fault, times)],
      })),
    ),
  );
}

function rulesOf(row: FaultRow, { faults, spreads }: NamedFault, times: FaultCase["times"]): FaultRule[] {
  // A token does not expire for one call alone.
  const [call, first] = spreads ? (["any", row.position] as const) : ([row.call, row.nth ?? 1] as const);
  const nth = times === "once" && !spreads ? first : { from: first };
  return faults.map((fault: Fault) => ({ call, nth, fault }));
}

function identity({ name, url }: { readonly name: string; readonly url: string }) {
  return { name, url };
}
