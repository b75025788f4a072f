/** What a check asks for, with every value in its type. Made by `arguments.ts`, carried out by the other files. */
import type { ReportRequest } from "./reports.ts";

export interface CheckRequest extends ReportRequest {
  readonly paths: readonly string[];
  readonly config?: string;
  /** The texts behind `--set` and `--fault`, in order. */
  readonly set: readonly string[];
  readonly fault: readonly string[];
  readonly all: boolean;
  readonly continue: boolean;
  readonly only: readonly string[];
  readonly maxStates?: number;
  readonly maxDepth?: number;
  /** Seconds. */
  readonly maxTime?: number;
  readonly engine: "compiled" | "interpreter";
  /** Whether states that differ only in the names of members are one; where it is sound and nothing is counted when absent. */
  readonly symmetry?: "off" | "auto";
  /** Threads that search; all cores when absent. */
  readonly workers?: number;
  /** Compare whole states, not their fingerprints. */
  readonly exact: boolean;
  /** Of the fingerprints' keys, or of random walks. */
  readonly seed?: number;
  /** Bytes that the search may use; most of what is free when absent. */
  readonly memory?: number;
  /** Take random walks instead of visiting every state. */
  readonly simulate: boolean;
  readonly walks?: number;
  /** States of a walk, at most. */
  readonly depth?: number;
  readonly profile: boolean;
  /** The file for lcov, or empty for the terminal only. */
  readonly coverage?: string;
  readonly trace: TraceRequest;
  readonly traceOut?: string;
  readonly replay?: string;
  readonly asRun: boolean;
  readonly json: boolean;
  /** How the table of theories is written. */
  readonly format?: TableFormat;
  /** Folders in which the models of theories are looked for. */
  readonly models: readonly string[];
  readonly quiet: boolean;
  /** Warnings make it fail. */
  readonly strict: boolean;
}

export const tableFormats = ["text", "md", "html", "json"] as const;
export type TableFormat = (typeof tableFormats)[number];

/** How much of a trace is shown: changes of every step, whole states, or steps N to M only. */
export interface TraceRequest {
  readonly full: boolean;
  readonly first?: number;
  readonly last?: number;
}
