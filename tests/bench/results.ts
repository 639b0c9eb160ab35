import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { PropertyBytes } from "../support/shared-state/state-bytes";
import type { Requests } from "./server";
import type { Step } from "./variants";

/** One step of one variant, once. */
export interface Measurement {
  readonly variant: string;
  readonly size: number;
  /** From 1. */
  readonly run: number;
  readonly step: Step;
  /** Wall time of the command. */
  readonly seconds: number;
  /** What reached the server meanwhile. */
  readonly requests: Requests;
  /** Highest resident memory of the provider's process, in bytes. */
  readonly providerBytes?: number;
}

/** What the webhooks of a variant take in state. */
export interface StateSize {
  readonly variant: string;
  readonly size: number;
  /** Inputs and outputs of all webhooks, compact JSON. */
  readonly bytes: number;
  /** The whole state file. */
  readonly fileBytes: number;
  /** What the properties of the first resource cost. */
  readonly parts: readonly PropertyBytes[];
}

/** Where it was measured. */
export interface Machine {
  readonly cores: number;
  readonly node: string;
  readonly engine: string;
  readonly date?: string;
}

/** All that a run of the benchmark found out. */
export interface Results {
  readonly machine: Machine;
  readonly measurements: readonly Measurement[];
  readonly states: readonly StateSize[];
}

/** Keeps raw results, so that the tables can be written anew without measuring. */
export function saveResults(file: string, results: Results): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(results, undefined, 1));
}

/** Raw results that an earlier run kept. */
export function loadResults(file: string): Results {
  return JSON.parse(readFileSync(file, "utf8")) as Results;
}
