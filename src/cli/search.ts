/** Runs the explorer on a machine and says what came of it as a `Verdict`: with progress shown and interrupts heard. */

import { search, type Violation } from "../explore/index.ts";
import type { Host } from "../host.ts";
import { asSearchable, type Failure, type Label, type Machine, type State, type Step } from "../interpreter/index.ts";
import type { Model } from "../ir/index.ts";
import { createProgressLine } from "../report/index.ts";
import { assert } from "../source/index.ts";
import { type Finding, reorder, type Trace, type Verdict } from "../trace/index.ts";

export interface SearchRequest {
  readonly continue: boolean;
  readonly maxStates?: number;
  readonly maxDepth?: number;
  readonly maxTime?: number;
  /** Whether a state without a step is looked for. */
  readonly deadlock: boolean;
  /** Whether progress is shown. */
  readonly quiet: boolean;
}

/** Explores everything that `request` allows. `title` stands in the progress line. */
export async function explore(machine: Machine, request: SearchRequest, title: string, host: Host): Promise<Verdict> {
  const line = createProgressLine(host.errors, title, () => host.now());
  let interrupted = false;
  const forget = host.onInterrupt(() => {
    interrupted = true;
  });
  try {
    const outcome = await search<State, Step, Label, Failure>(
      asSearchable(machine),
      {
        continueAfterViolation: request.continue,
        maxStates: request.maxStates,
        maxDepth: request.maxDepth,
        maxTime: request.maxTime,
        deadlock: request.deadlock,
        now: () => host.now(),
      },
      async (figures) => {
        if (!request.quiet) line.show(figures);
        await host.breathe();
        return interrupted ? "stop" : "continue";
      },
    );
    const { statistics } = outcome;
    return {
      findings: outcome.kind === "violated" ? outcome.violations.map((item) => finding(item, machine)) : [],
      limit: outcome.kind === "holds" ? undefined : outcome.limit,
      properties: outcome.properties,
      statistics: {
        states: statistics.states,
        transitions: statistics.transitions,
        depth: statistics.depth,
        seconds: statistics.seconds,
        cut: statistics.cut + statistics.constrained,
      },
    };
  } finally {
    forget();
    line.clear();
  }
}

function finding(violation: Violation<State, Step, Label, Failure>, machine: Machine): Finding {
  const { model } = machine;
  switch (violation.kind) {
    case "property": {
      const property = propertyOf(model, violation.property);
      const trace = traceOf(model, violation.path);
      return { kind: "violated", property, trace: reorder(trace, machine, property.kind === "step invariant" ? 1 : 0) };
    }
    case "unreached":
      return { kind: "unreached", property: propertyOf(model, violation.property) };
    case "deadlock":
      return { kind: "deadlock", trace: reorder(traceOf(model, violation.path), machine, 0) };
    case "error":
    case "assertion": {
      const { failure, label, path } = violation;
      return { kind: "error", failure, label, trace: path && reorder(traceOf(model, path), machine, 0) };
    }
  }
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
