/** What checking one configuration of a model came to: the shape that reports, JSON and exit codes are made from. */
import type { Failure, Label } from "../interpreter/index.ts";
import type { Asymmetry, Fairness, Property, TemporalProperty } from "../ir/index.ts";
import type { Span } from "../source/index.ts";
import type { Trace } from "./trace.ts";

export interface Statistics {
  /** Distinct states. */
  readonly states: number;
  /** Steps generated, initial states counted. */
  readonly transitions: number;
  /** The initial state has depth 1. */
  readonly depth: number;
  readonly seconds: number;
  /** Steps cut by bounds and capacities, and states outside the constraints. */
  readonly cut: number;
  /** At most this probable: two states had the same fingerprint, and one was missed. 0 when states were compared. */
  readonly collision?: number;
  /** Of memory, for the visited states and how they were reached. */
  readonly bytesPerState?: number;
  /** Of the process so far. */
  readonly cpuSeconds?: number;
  /** Bytes: the most that the process had so far. */
  readonly peakMemory?: number;
}

/** Whether states that differ only in the names of members were counted as one. */
export interface SymmetryUse {
  /** The kinds and types whose members were not told apart; none: every state was counted. */
  readonly types: readonly string[];
  /** Why the others' members were, or everybody's. */
  readonly refused: readonly Asymmetry[];
  /** False: some states may have been counted more than once, because it would have taken too long to compare all images. */
  readonly exact: boolean;
}

/** One thing that is wrong. `trace` ends in the bad state; a failure happens in a step from there. */
export type Finding =
  | { readonly kind: "violated"; readonly property: Property; readonly trace: Trace }
  | { readonly kind: "unreached"; readonly property: Property }
  | { readonly kind: "deadlock"; readonly trace: Trace }
  /**
   * The trace is a lasso: a fair behaviour that goes on for ever, or stops, and that the property is false of; where the
   * property is about all states, it ends in one that it is false of. Of a `possible`, it shows that it is true.
   */
  | {
      readonly kind: "liveness";
      readonly property: TemporalProperty;
      readonly trace: Trace;
      /** Of a refinement: what is not fair to the abstract model. */
      readonly owed?: { readonly refinement: Property; readonly condition: Fairness };
    }
  /** No fair behaviour is as this `possible` says. */
  | { readonly kind: "impossible"; readonly property: TemporalProperty }
  /** `label` is absent when an initial state or a property could not be evaluated. */
  | {
      readonly kind: "error";
      readonly failure: Failure;
      readonly label?: Label;
      readonly property?: Property;
      readonly trace?: Trace;
    };

/** bounds: everything within the bounds was explored, and what is beyond would decide a property. */
export type Limit = "states" | "depth" | "time" | "memory" | "walks" | "bounds" | "interrupted";

export interface PropertyVerdict {
  readonly name: string;
  readonly verdict: "holds" | "violated" | "unreached" | "unknown" | "skipped";
  /** Conditions of fairness that hold it up only because bounds cut their steps. */
  readonly heldUp?: readonly string[];
  /** Of antecedents of the property that are never true: what stands left of implications. */
  readonly empty?: readonly Span[];
  /** Of a `possible` that holds: a lasso of a behaviour that is so. */
  readonly witness?: Trace;
}

export interface Verdict {
  readonly symmetry?: SymmetryUse;
  /** Empty when nothing is wrong; the first is the one that decides. */
  readonly findings: readonly Finding[];
  /** What ended the search before everything was explored. */
  readonly limit?: Limit;
  /** Something is wrong, but the limit came before there was a trace of it. */
  readonly found?: boolean;
  readonly statistics: Statistics;
  /** What became of each property of the model. */
  readonly properties: readonly PropertyVerdict[];
  /** Signs of life (`signsOf`), where all states were visited and nothing is wrong with them: 1 for each that was seen. */
  readonly signs?: Uint8Array;
}

export type VerdictKind = "holds" | "violated" | "deadlock" | "error" | "assertion" | "inconclusive";

export function verdictKind(verdict: Verdict): VerdictKind {
  const first = verdict.findings[0];
  if (first === undefined) return verdict.limit === undefined ? "holds" : "inconclusive";
  return findingKind(first);
}

export function findingKind(finding: Finding): VerdictKind {
  switch (finding.kind) {
    case "violated":
    case "unreached":
    case "liveness":
    case "impossible":
      return "violated";
    case "deadlock":
      return "deadlock";
    case "error":
      return finding.failure.kind === "assertion" ? "assertion" : "error";
  }
}
