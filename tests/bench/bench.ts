import { mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { measure } from "./measure";
import { type BenchOptions, readOptions } from "./options";
import { plot } from "./plot";
import { writeReport } from "./report";
import {
  loadResults,
  type Machine,
  type Measurement,
  type Results,
  type StateSize,
  saveResults,
} from "./results";
import { startServer } from "./server";

const RAW = join("reports", "bench.json");

async function main(options: BenchOptions): Promise<void> {
  const results = options.render === undefined ? await run(options) : loadResults(options.render);
  mkdirSync(options.out, { recursive: true });
  writeFileSync(join(options.out, "bench.md"), writeReport(results));
  writeFileSync(join(options.out, "bench.svg"), plot(results));
  console.log(`\nwrote ${join(options.out, "bench.md")} and ${join(options.out, "bench.svg")}`);
}

async function run(options: BenchOptions): Promise<Results> {
  const measurements: Measurement[] = [];
  const states: StateSize[] = [];
  const results = { machine: machine(options), measurements, states };
  const server = await startServer();
  try {
    await measure(options, server, {
      measured: (measurement) => {
        measurements.push(measurement);
        console.log(lineOf(measurement));
        // A run takes long: what was measured until something breaks is kept.
        saveResults(RAW, results);
      },
      sized: (state) => void states.push(state),
    });
  } finally {
    server.stop();
  }
  saveResults(RAW, results);
  return results;
}

function machine({ date }: BenchOptions): Machine {
  const engine = process.env["BENCH_ENGINE_VERSION"] ?? "of unknown version";
  return { cores: cpus().length, node: process.versions.node, engine, ...(date !== undefined && { date }) };
}

function lineOf({ size, run, variant, step, seconds, requests }: Measurement): string {
  const calls = Object.entries(requests).map(([method, count]) => `${count} ${method}`);
  const time = `${seconds.toFixed(2)} s`.padStart(10);
  return `${String(size).padStart(6)}  run ${run}  ${variant.padEnd(14)}${step.padEnd(10)}${time}  ${calls.join(", ")}`;
}

main(readOptions(process.argv.slice(2))).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
