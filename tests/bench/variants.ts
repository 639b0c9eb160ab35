/** What is done to a stack, in this order. */
export const STEPS = ["create", "unchanged", "update", "refresh", "destroy"] as const;
export type Step = (typeof STEPS)[number];

/** One way to manage the same webhooks. */
export interface Variant {
  readonly key: string;
  /** As tables name it. */
  readonly title: string;
  /** The Pulumi program in `programs/`; without one it is the plain script. */
  readonly program?: string;
  /** What the engine gets in its environment, in addition to what all get. */
  readonly env: Readonly<Record<string, string>>;
  /** The steps that mean something for it. */
  readonly steps: readonly Step[];
  /** Begins the ids of its instances, so that variants that run side by side share no webhook. */
  readonly prefix: string;
  /** Numbers of webhooks that it is run with. */
  readonly smallest: number;
  readonly largest: number;
  /** How many webhooks it has where that is not the size of the run. */
  readonly count?: number;
  /** How long a step with 1000 takes: minutes, some ten seconds, or a few. */
  readonly pace: "slow" | "medium" | "quick";
}

const SKIP_CHECKPOINTS = { PULUMI_SKIP_CHECKPOINTS: "true" };
const RESOURCES = { env: {}, steps: STEPS, smallest: 1, largest: 1000, pace: "slow" } as const;
const WITHOUT_CHECKPOINTS = { ...RESOURCES, env: SKIP_CHECKPOINTS, smallest: 2, pace: "medium" } as const;

/** The variants, in the order of the tables. */
export const VARIANTS: readonly Variant[] = [
  {
    ...RESOURCES,
    key: "hand-written",
    title: "hand-written `pulumi.dynamic.Resource`",
    program: "hand-written.js",
    prefix: "hand",
  },
  {
    ...RESOURCES,
    key: "one-line",
    title: "same calls, one-line `__provider`",
    program: "one-line.js",
    prefix: "line",
  },
  { ...RESOURCES, key: "floor", title: "empty provider", program: "floor.js", prefix: "null" },
  { ...RESOURCES, key: "webhook", title: "`Webhook`", program: "webhook.js", prefix: "shop" },
  {
    ...WITHOUT_CHECKPOINTS,
    key: "floor-skip",
    title: "empty provider, `PULUMI_SKIP_CHECKPOINTS`",
    program: "floor.js",
    prefix: "none",
  },
  {
    ...WITHOUT_CHECKPOINTS,
    key: "floor-gets",
    title: "empty provider with POST and GET by axios, `PULUMI_SKIP_CHECKPOINTS`",
    program: "floor.js",
    env: { ...SKIP_CHECKPOINTS, BENCH_FLOOR: "reader" },
    steps: ["create", "refresh"],
    prefix: "read",
  },
  {
    ...WITHOUT_CHECKPOINTS,
    key: "webhook-skip",
    title: "`Webhook`, `PULUMI_SKIP_CHECKPOINTS`",
    program: "webhook.js",
    prefix: "skip",
  },
  {
    ...RESOURCES,
    key: "fleet",
    title: "`WebhookFleet`",
    program: "fleet.js",
    prefix: "many",
    largest: 100_000,
    pace: "quick",
  },
  {
    ...RESOURCES,
    key: "fleet-floor",
    title: "empty provider for a fleet",
    program: "fleet-floor.js",
    prefix: "noop",
    largest: 100_000,
    pace: "quick",
  },
  {
    key: "one-webhook",
    title: "one `Webhook`, for comparison",
    program: "webhook.js",
    env: {},
    steps: ["create", "unchanged", "destroy"],
    prefix: "lone",
    smallest: 2,
    largest: 100_000,
    count: 1,
    pace: "quick",
  },
  {
    key: "script",
    title: "plain script, no engine",
    env: {},
    steps: ["create", "update", "refresh", "destroy"],
    prefix: "bare",
    smallest: 1,
    largest: 100_000,
    pace: "quick",
  },
];

/**
 * How often a step is repeated within a run: more often where 5 % are to be told apart, and most often
 * where that is a tenth of a second.
 */
export function repeatsOf({ pace }: Variant, step: Step, size: number): number {
  if (step !== "unchanged" && step !== "refresh") return 1;
  if (size === 1) return 5;
  return pace === "quick" ? 9 : 3;
}
