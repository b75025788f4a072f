/** Graphs written down as machines: `{ a: ["b", "c"] }`. What a state is, fails or satisfies is told by its name. */
import type { Answer, PropertyOutline, Searchable } from "../../src/explore/index.ts";

export interface Step {
  readonly target: string;
  readonly from: string;
}

type Formula = (state: string, old?: string) => boolean | string;

export interface Graph {
  readonly initial?: readonly string[];
  readonly edges: Readonly<Record<string, readonly string[]>>;
  /** Labels of steps that fail, by the state that they start from. */
  readonly failing?: Readonly<Record<string, readonly string[]>>;
  readonly invariants?: Readonly<Record<string, Formula>>;
  readonly stepInvariants?: Readonly<Record<string, Formula>>;
  readonly reachable?: Readonly<Record<string, Formula>>;
  readonly terminal?: Formula;
  readonly inside?: Formula;
  readonly cut?: Readonly<Record<string, number>>;
}

/** A formula that returns a text fails with it. */
const answer = (result: boolean | string): Answer<string> =>
  typeof result === "string" ? { failure: result } : { value: result };

export function graph(description: Graph): Searchable<string, Step, string, string> {
  const { edges, initial = ["a"] } = description;
  const listed: [PropertyOutline, Formula][] = [];
  const list = (kind: PropertyOutline["kind"], formulas: Readonly<Record<string, Formula>> = {}) => {
    for (const [name, formula] of Object.entries(formulas)) listed.push([{ name, kind }, formula]);
  };
  list("invariant", description.invariants);
  list("step invariant", description.stepInvariants);
  list("reachable", description.reachable);
  return {
    properties: listed.map(([outline]) => outline),
    initial: () => ({ states: initial, failures: [] }),
    expand: (from) => ({
      steps: (edges[from] ?? []).map((target) => ({ from, target })),
      failures: (description.failing?.[from] ?? []).map((label) => ({ label, failure: `failure of ${label}` })),
      cut: description.cut?.[from] ?? 0,
      deadlocked: (edges[from] ?? []).length === 0 && !description.cut?.[from] && !description.failing?.[from],
    }),
    key: (state) => state,
    property: (position, state, old) => answer(listed[position]![1](state, old)),
    terminal: (state) => answer(description.terminal?.(state) ?? false),
    inside: (state) => answer(description.inside?.(state) ?? true),
    classify: (failure) => ({ kind: failure.includes("assert") ? "assertion" : "error", place: failure }),
  };
}
