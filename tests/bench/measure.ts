import { stateBytes, statePartBytes } from "../support/shared-state/state-bytes";
import type { BenchOptions } from "./options";
import { BenchProject } from "./project";
import type { Measurement, StateSize } from "./results";
import type { BenchServer } from "./server";
import { repeatsOf, STEPS, type Step, VARIANTS, type Variant } from "./variants";

/** From here on a run of the slow variants takes minutes: one is enough unless more are asked for. */
const SLOW_SIZE = 1000;

/** Told what was measured, as soon as it is. */
export interface Listener {
  measured(measurement: Measurement): void;
  sized(state: StateSize): void;
}

/**
 * Measures everything. Within a run the variants take turns at every step, so that whatever else the
 * machine does meanwhile befalls all of them alike; the order turns from run to run.
 */
export async function measure(options: BenchOptions, server: BenchServer, listener: Listener): Promise<void> {
  for (const size of options.sizes) {
    for (let run = 1; run <= Math.max(options.runs, options.slowRuns); run += 1) {
      const variants = VARIANTS.filter((variant) => takesPart(variant, size, run, options));
      const first = run % Math.max(1, variants.length);
      const turned = [...variants.slice(first), ...variants.slice(0, first)];
      await measureRun({ variants: turned, size, run, repeat: options.repeat }, server, listener);
    }
  }
}

function takesPart(variant: Variant, size: number, run: number, options: BenchOptions): boolean {
  const runs = variant.pace === "slow" && size >= SLOW_SIZE ? options.slowRuns : options.runs;
  const fits = size >= variant.smallest && size <= variant.largest;
  return fits && run <= runs && options.variants.includes(variant.key);
}

interface Run {
  readonly variants: readonly Variant[];
  readonly size: number;
  readonly run: number;
  readonly repeat: boolean;
}

async function measureRun(
  { variants, size, run, repeat }: Run,
  server: BenchServer,
  listener: Listener,
): Promise<void> {
  const projects = new Map<Variant, BenchProject>();
  try {
    for (const variant of variants) {
      projects.set(variant, await BenchProject.open(variant, size, server.url));
    }
    for (const step of STEPS) {
      const repeats = (variant: Variant) => (repeat ? repeatsOf(variant, step, size) : 1);
      const most = Math.max(...variants.map(repeats));
      for (let time = 1; time <= most; time += 1) {
        for (const [variant, project] of projects) {
          if (!variant.steps.includes(step) || time > repeats(variant)) continue;
          listener.measured(await measureStep(variant, project, size, run, step, server));
          if (step === "create" && run === 1 && !variant.count)
            await measureState(variant, project, size, listener);
        }
      }
    }
  } finally {
    for (const project of projects.values()) await project.close();
  }
}

async function measureStep(
  { key: variant }: Variant,
  project: BenchProject,
  size: number,
  run: number,
  step: Step,
  server: BenchServer,
): Promise<Measurement> {
  await server.takeRequests();
  const { seconds, providerBytes } = await project.run(step);
  const requests = await server.takeRequests();
  const memory = providerBytes === undefined ? {} : { providerBytes };
  return { variant, size, run, step, seconds, requests, ...memory };
}

async function measureState(
  { key: variant }: Variant,
  project: BenchProject,
  size: number,
  listener: Listener,
): Promise<void> {
  const state = await project.state();
  const [first] = state?.resources ?? [];
  if (!state || !first) return;
  const bytes = state.resources.reduce((sum, resource) => sum + stateBytes(resource), 0);
  listener.sized({ variant, size, bytes, fileBytes: state.fileBytes, parts: statePartBytes(first) });
}
