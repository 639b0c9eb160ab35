import type { CallName, Dialect, Fault, FaultRule, WebhookEdit } from "../../../emulator/src";
import { DECLARED, EARLIER, FOUND } from "./declarations";
import { FAULTS, type Family, type NamedFault, USUAL_FAMILIES } from "./kinds";

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
  /** The tables that the row stands in. Default {@link USUAL_FAMILIES}. */
  readonly families?: readonly Family[];
  /** Columns that do not apply, and why. */
  readonly omit?: Readonly<Record<string, string>>;
}

const METHODS: Readonly<Record<CallName, string>> = {
  list: "list",
  create: "POST",
  get: "GET",
  update: "PUT",
  events: "PATCH",
  delete: "DELETE",
};

const EVENTS_ONLY: Partial<Dialect> = { patchAnswer: "events" };
const LOST_POST: FaultRule = { call: "create", nth: 1, fault: { kind: "reset", applied: true } };
const NO_LIST = {
  "404 `Cannot …`": "the server says that it cannot list webhooks, so nobody can find the one there is",
};
const SAYS_GONE = "the server says that it is gone, which ends a destroy";
const GONE = { "[]": SAYS_GONE, "405": SAYS_GONE, "404 `Cannot …`": SAYS_GONE };

const WITH_FOREIGN: readonly Family[] = [...USUAL_FAMILIES, "Foreign bodies"];

/** The row of the list that is asked for after the API itself has answered `call` 404. */
function listAfter404(scenario: ScenarioName, call: CallName, omit: FaultRow["omit"] = {}): FaultRow {
  const given: FaultRule = { call, fault: { kind: "status", status: 404, message: "Webhook not found" } };
  const purpose = `after ${METHODS[call]} was answered 404`;
  return {
    scenario,
    call: "list",
    position: 2,
    purpose,
    given: [given],
    families: ["Lists after 404"],
    omit,
  };
}

/** The rows of the matrix. */
export const ROWS: readonly FaultRow[] = [
  { scenario: "create", call: "list", position: 1, families: WITH_FOREIGN },
  { scenario: "create", call: "create", position: 2 },
  {
    scenario: "create",
    call: "list",
    position: 3,
    purpose: "after a lost answer",
    nth: 2,
    given: [LOST_POST],
  },
  { scenario: "create", call: "update", position: 3, families: WITH_FOREIGN },
  { scenario: "create", call: "events", position: 4 },
  { scenario: "create", call: "get", position: 5, dialect: EVENTS_ONLY },
  { scenario: "create, adopting", call: "list", position: 1, families: WITH_FOREIGN, omit: NO_LIST },
  { scenario: "create, adopting", call: "update", position: 2 },
  { scenario: "create, adopting", call: "events", position: 3 },
  { scenario: "create, adopting", call: "get", position: 4, dialect: EVENTS_ONLY },
  { scenario: "create, taking over", call: "get", position: 1, families: WITH_FOREIGN },
  listAfter404("create, taking over", "get"),
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
  { scenario: "update", call: "update", position: 1, families: WITH_FOREIGN },
  listAfter404("update", "update"),
  { scenario: "update", call: "events", position: 2, families: WITH_FOREIGN },
  { scenario: "update", call: "get", position: 3, dialect: EVENTS_ONLY },
  { scenario: "refresh", call: "get", position: 1, families: WITH_FOREIGN },
  listAfter404("refresh", "get"),
  { scenario: "destroy", call: "delete", position: 1, families: WITH_FOREIGN },
  listAfter404("destroy", "delete", GONE),
  { scenario: "destroy, disabling", call: "update", position: 1, families: WITH_FOREIGN },
  listAfter404("destroy, disabling", "update", GONE),
];

/** The rows that stand in a table. */
export function rowsOf(family: Family): FaultRow[] {
  return ROWS.filter(({ families = USUAL_FAMILIES }) => families.includes(family));
}

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

/** A row's title, such as `update: PUT`. */
export function titleOf({ scenario, call, purpose }: FaultRow): string {
  return `${scenario}: ${METHODS[call]}${purpose ? ` (${purpose})` : ""}`;
}

/** Whether a column has a meaning in a row. */
export function applies(
  { omit = {}, call, families = USUAL_FAMILIES }: FaultRow,
  { name, family, writesOnly }: NamedFault,
): boolean {
  const isRead = call === "list" || call === "get";
  return families.includes(family) && !(name in omit) && !(writesOnly && isRead);
}

/** Every case of the matrix, row by row. */
export function faultCases(rows: readonly FaultRow[] = ROWS): FaultCase[] {
  return rows.flatMap((row) =>
    FAULTS.filter((fault) => applies(row, fault)).flatMap((fault) =>
      timesOf(fault).map((times) => ({
        row,
        fault,
        times,
        name: `${titleOf(row)}, ${fault.name}, ${times}`,
        rules: [...(row.given ?? []), ...rulesOf(row, fault, times)],
      })),
    ),
  );
}

// What spreads strikes all the same; and bodies differ in who wrote them, which a second try does not change.
function timesOf({ family, spreads }: NamedFault): readonly FaultCase["times"][] {
  return spreads || !USUAL_FAMILIES.includes(family) ? ["always"] : TIMES;
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
