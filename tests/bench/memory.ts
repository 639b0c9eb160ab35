import { readdirSync, readFileSync } from "node:fs";

const POLL_MS = 200;

/**
 * Watches the provider's process, which an engine starts as a descendant of its own.
 *
 * @param enginePid the engine's process.
 * @returns stops watching; says the provider's highest resident memory in bytes, `undefined` where
 *   there was none or the system has no `/proc`.
 */
export function watchProvider(enginePid: number): () => number | undefined {
  let provider: number | undefined;
  let peak: number | undefined;
  const timer = setInterval(() => {
    provider ??= findProvider(enginePid);
    if (provider !== undefined) peak = peakMemory(provider) ?? peak;
  }, POLL_MS);
  return () => {
    clearInterval(timer);
    return peak;
  };
}

function findProvider(enginePid: number): number | undefined {
  const parents = new Map(processIds().map((pid) => [pid, parentOf(pid)]));
  const isDescendant = (pid: number | undefined): boolean =>
    pid !== undefined && (pid === enginePid || isDescendant(parents.get(pid)));
  return [...parents.keys()].find(
    // Not the one before it, which looks for where the provider is: `node -e …`.
    (pid) => /^node\0(?!-)[^\0]*dynamic-provider/.test(read(`/proc/${pid}/cmdline`)) && isDescendant(pid),
  );
}

function processIds(): number[] {
  try {
    return readdirSync("/proc").map(Number).filter(Number.isInteger);
  } catch {
    return [];
  }
}

function parentOf(pid: number): number | undefined {
  // The name in parentheses may hold anything; the parent is the second field after it.
  const parent = /.*\) \S+ (\d+)/s.exec(read(`/proc/${pid}/stat`))?.[1];
  return parent === undefined ? undefined : Number(parent);
}

function peakMemory(pid: number): number | undefined {
  const kilobytes = /^VmHWM:\s+(\d+) kB/m.exec(read(`/proc/${pid}/status`))?.[1];
  return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    // It ended meanwhile.
    return "";
  }
}
