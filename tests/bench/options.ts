import { Command, InvalidArgumentError } from "commander";
import { VARIANTS } from "./variants";

/** What is measured, and where the result goes. */
export interface BenchOptions {
  /** Numbers of webhooks. */
  readonly sizes: readonly number[];
  /** Keys of the variants. */
  readonly variants: readonly string[];
  /** Runs of everything; medians are taken over them. */
  readonly runs: number;
  /** Runs with 1000 or more of the variants that take minutes each. */
  readonly slowRuns: number;
  /** Whether steps that are quick and must be told apart to 5 % are measured several times a run. */
  readonly repeat: boolean;
  /** Folder of `bench.md` and `bench.svg`. */
  readonly out: string;
  /** Stands in the result. */
  readonly date?: string;
  /** Raw results of an earlier run to write anew; nothing is measured then. */
  readonly render?: string;
}

interface Given {
  readonly sizes?: number[];
  readonly variants?: string[];
  readonly runs?: number;
  readonly slowRuns?: number;
  readonly out?: string;
  readonly date?: string;
  readonly render?: string;
  readonly quick?: true;
}

const FULL = { sizes: [1, 200, 1000, 3000, 10_000], runs: 3, slowRuns: 1, repeat: true, out: "docs" };
// Never over the figures in docs/.
const QUICK = { sizes: [1, 20], runs: 1, slowRuns: 1, repeat: false, out: "reports" };

/** Reads the command line. */
export function readOptions(args: readonly string[]): BenchOptions {
  const keys = VARIANTS.map(({ key }) => key);
  const command = new Command("npm run bench --")
    .description("measure Webhook and WebhookFleet beside other ways to manage the same webhooks")
    .option("--sizes <numbers>", `numbers of webhooks (default: ${FULL.sizes.join(",")})`, numbers)
    .option("--variants <keys>", `some of ${keys.join(",")} (default: all)`, keysOf(keys))
    .option("--runs <number>", `runs of everything (default: ${FULL.runs})`, number)
    .option("--slow-runs <number>", `runs of what takes minutes (default: ${FULL.slowRuns})`, number)
    .option("--quick", `small sizes, about two minutes, written to ${QUICK.out}/`)
    .option("--out <folder>", `where bench.md and bench.svg go (default: ${FULL.out})`)
    .option("--date <text>", "date to state in the result")
    .option("--render <file>", "write bench.md and bench.svg anew from raw results, without measuring");
  const { quick, ...given } = command.parse(args, { from: "user" }).opts<Given>();
  return { variants: keys, ...(quick ? QUICK : FULL), ...given };
}

function number(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1) throw new InvalidArgumentError("It must be a number from 1.");
  return value;
}

function numbers(text: string): number[] {
  return text
    .split(",")
    .map(number)
    .sort((a, b) => a - b);
}

function keysOf(known: readonly string[]) {
  return (text: string): string[] => {
    const wrong = text.split(",").filter((key) => !known.includes(key));
    if (wrong.length > 0) throw new InvalidArgumentError(`There is no ${wrong.join(", ")}.`);
    return text.split(",");
  };
}
