import type { Figures } from "./statistics";
import type { Step } from "./variants";

/** What is asked of the provider, and what was measured. */
export interface Demand {
  readonly what: string;
  readonly asked: string;
  readonly measured: string;
  readonly met: boolean;
}

/** Every demand that the measurements can tell about. */
export function demandsOn(figures: Figures): Demand[] {
  return [
    ...[1, 200, 1000].flatMap((size) => singleDemands(figures, size)),
    ...[1000, 3000, 10_000].flatMap((size) => fleetDemands(figures, size)),
    ...linear(figures),
  ];
}

function singleDemands(figures: Figures, size: number): Demand[] {
  const seconds = (variant: string, step: Step) => figures.seconds(variant, size, step);
  const ratio = (step: Step, other: string, atMost: number) =>
    compare(
      `${step} of ${size}: \`Webhook\` / ${other === "floor" ? "empty provider" : other}`,
      seconds("webhook", step),
      seconds(other, step),
      atMost,
    );
  if (size === 1) return ratio("unchanged", "hand-written", 1.05);
  const withHttp = size >= 1000 ? 1.1 : 1.25;
  return [
    ...ratio("create", "floor", withHttp),
    ...ratio("unchanged", "floor", 1.05),
    ...ratio("update", "floor", withHttp),
    ...compare(
      `refresh of ${size} without its HTTP: (\`Webhook\` − script's GETs) / empty provider`,
      minus(seconds("webhook", "refresh"), seconds("script", "refresh")),
      seconds("floor", "refresh"),
      1.05,
    ),
    ...compare(
      `refresh of ${size} without its HTTP: \`Webhook\` / empty provider that sends the same GETs with axios`,
      seconds("webhook-skip", "refresh"),
      seconds("floor-gets", "refresh"),
      1.05,
    ),
    ...(size >= 1000 ? ratio("update", "hand-written", 0.5) : []),
  ];
}

function fleetDemands(figures: Figures, size: number): Demand[] {
  const fleet = (step: Step) => figures.seconds("fleet", size, step);
  const one = (step: Step) => figures.secondsOfOne(size, step);
  const script = (step: Step) => figures.seconds("script", size, step);
  const megabytes = scaled(figures.providerBytes("fleet", size), 1e-6);
  return [
    ...(size === 1000
      ? [
          ...limit(
            "create of a fleet of 1000: at most one webhook + plain script + 1 s",
            fleet("create"),
            plus(one("create"), script("create"), 1),
            "s",
          ),
          ...compare("unchanged: fleet of 1000 / one `Webhook`", fleet("unchanged"), one("unchanged"), 1.05),
          ...compare(
            "unchanged: fleet of 1000 / an empty provider with the same inputs",
            fleet("unchanged"),
            figures.seconds("fleet-floor", size, "unchanged"),
            1.05,
          ),
          ...limit(
            "one-flag update of a fleet of 1000: at most unchanged + plain script + 1 s",
            fleet("update"),
            plus(fleet("unchanged"), script("update"), 1),
            "s",
          ),
        ]
      : []),
    ...limit(`provider's memory with a fleet of ${size}`, megabytes, 400, "MB"),
    ...limit(`bytes in state a member, fleet of ${size}`, figures.stateBytes("fleet", size), 120, "B"),
  ];
}

// What is left of the time of 1000 when the engine's own is taken away grows tenfold, no more.
function linear(figures: Figures): Demand[] {
  const net = (size: number) =>
    minus(figures.seconds("fleet", size, "create"), figures.secondsOfOne(size, "create"));
  return compare(
    "create of a fleet: a member of 10,000 / a member of 1000, the engine's own time apart",
    scaled(net(10_000), 1 / 10_000),
    scaled(net(1000), 1 / 1000),
    1.1,
  );
}

function compare(what: string, a: number | undefined, b: number | undefined, atMost: number): Demand[] {
  if (a === undefined || b === undefined) return [];
  return [{ what, asked: `≤ ${atMost}`, measured: (a / b).toFixed(2), met: a / b <= atMost }];
}

function limit(what: string, value: number | undefined, atMost: number | undefined, unit: string): Demand[] {
  if (value === undefined || atMost === undefined) return [];
  const digits = unit === "s" ? 2 : 0;
  const [asked, measured] = [atMost, value].map((figure) => `${figure.toFixed(digits)} ${unit}`);
  return [{ what, asked: `≤ ${asked}`, measured: `${measured}`, met: value <= atMost }];
}

function plus(...values: readonly (number | undefined)[]): number | undefined {
  return values.reduce(
    (sum, value) => (sum === undefined || value === undefined ? undefined : sum + value),
    0,
  );
}

function minus(a: number | undefined, b: number | undefined): number | undefined {
  return plus(a, scaled(b, -1));
}

function scaled(value: number | undefined, factor: number): number | undefined {
  return value === undefined ? undefined : value * factor;
}
