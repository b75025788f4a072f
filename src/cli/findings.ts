/** What an exploration found, in the words of the rooms behind it: the property, and a trace that is easy to follow. */
import type { Violation } from "../explore/index.ts";
import type { Failure, Label, Machine, State, Step } from "../interpreter/index.ts";
import type { Model } from "../ir/index.ts";
import { assert } from "../source/index.ts";
import { type Finding, reorder, type Trace } from "../trace/index.ts";

/** The violation as a finding, its steps in the order in which they were found. */
export function findingOf(violation: Violation<State, Step, Label, Failure>, { model }: Machine): Finding {
  switch (violation.kind) {
    case "property":
      return {
        kind: "violated",
        property: propertyOf(model, violation.property),
        trace: traceOf(model, violation.path),
      };
    case "unreached":
      return { kind: "unreached", property: propertyOf(model, violation.property) };
    case "deadlock":
      return { kind: "deadlock", trace: traceOf(model, violation.path) };
    case "error":
    case "assertion": {
      const { failure, label, path } = violation;
      return { kind: "error", failure, label, trace: path && traceOf(model, path) };
    }
  }
}

/** The finding with its steps in an order that is easier to follow. */
export function reordered(finding: Finding, machine: Machine): Finding {
  if (!("trace" in finding) || !finding.trace) return finding;
  const isOfStep =
    finding.kind === "violated" &&
    (finding.property.kind === "step invariant" || finding.property.kind === "refinement");
  return { ...finding, trace: reorder(finding.trace, machine, isOfStep ? 1 : 0) };
}

function propertyOf(model: Model, name: string) {
  const property = model.properties.find((item) => item.name === name);
  assert(property, "a violated property is one of the model's");
  return property;
}

function traceOf(model: Model, path: { readonly states: readonly State[]; readonly steps: readonly Step[] }): Trace {
  const [initial] = path.states;
  assert(initial, "a path has a first state");
  return { model, initial, steps: path.steps };
}
