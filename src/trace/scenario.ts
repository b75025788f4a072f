/**
 * Runs a scenario (`run NAME { … }`): a set of candidate states is followed from the initial states, each line keeps the
 * targets of the steps that it means, and every `expect` must hold in each candidate. A failure says which line, what was
 * possible instead, and what blocks the wanted step.
 */
import type { Expansion, Machine, State } from "../interpreter/index.ts";
import type { Run, RunStep, RunTarget } from "../ir/index.ts";
import { type Diagnostic, positionAt, spanText } from "../source/index.ts";
import { explain } from "./explain.ts";
import { oneLine } from "./expressions.ts";
import { actionText, actor } from "./label.ts";
import { matches } from "./match.ts";
import { shower } from "./show.ts";

export interface RunResult {
  readonly run: Run;
  /** Why it fails; absent when it passes. */
  readonly failure?: Diagnostic;
}

/** More candidates than this are no scenario: it has to say more about its steps. */
const mostCandidates = 20_000;

export function runScenario(machine: Machine, run: Run): RunResult {
  const fail = (diagnostic: Omit<Diagnostic, "rule">): RunResult => ({
    run,
    failure: { rule: "scenario", ...diagnostic },
  });
  const initial = machine.initialStates();
  const error = initial.failures[0];
  if (error)
    return fail({ span: error.span, message: `run ${run.name}: a model error in the initial state: ${error.message}` });
  let candidates = distinct(machine, initial.states);
  for (const step of run.steps) {
    if (step.kind === "expect") {
      const failure = expectation(machine, run, step.condition, step, candidates);
      if (failure) return fail(failure);
      continue;
    }
    const next: State[] = [];
    const expansions: Expansion[] = [];
    for (const state of candidates) {
      const expansion = machine.expand(state);
      expansions.push(expansion);
      const found = expansion.steps.filter((item) => matches(machine, step.target, item.label, state));
      const failed = expansion.failures.find((item) => matches(machine, step.target, item.label, state));
      if (failed)
        return fail({ span: step.span, message: `run ${run.name}: this step fails: ${failed.failure.message}` });
      if (step.kind === "disabled" && found.length > 0) {
        return fail({
          span: step.span,
          message: `run ${run.name}: ${text(step.target)} is enabled here, and was expected not to be`,
        });
      }
      next.push(...found.map((item) => item.target));
    }
    if (step.kind === "disabled") continue;
    if (next.length === 0) return fail(impossible(machine, run, step.target, candidates, expansions));
    candidates = distinct(machine, next);
    if (candidates.length > mostCandidates) {
      return fail({
        span: step.span,
        message: `run ${run.name}: more than ${mostCandidates} states are possible after this step`,
        hint: "name the members, parameters and picks that are meant",
      });
    }
  }
  return { run };
}

const text = (target: RunTarget) => `\`${oneLine(spanText(target.span))}\``;

function distinct(machine: Machine, states: readonly State[]): readonly State[] {
  const known = new Map(states.map((state) => [machine.key(state), state]));
  return [...known.values()];
}

function expectation(
  machine: Machine,
  run: Run,
  condition: (RunStep & { kind: "expect" })["condition"],
  step: RunStep,
  candidates: readonly State[],
): Omit<Diagnostic, "rule"> | undefined {
  for (const state of candidates) {
    const result = machine.evaluate(condition, state);
    if ("failure" in result)
      return { span: step.span, message: `run ${run.name}: this expectation has no value: ${result.failure.message}` };
    if (result.value) continue;
    const reason = explain(machine, condition, state);
    const values = reason?.values.length ? reason.values.join(", ") : undefined;
    return {
      span: step.span,
      message: `run ${run.name}: this expectation does not hold${candidates.length > 1 ? ` in one of ${candidates.length} possible states` : ""}`,
      expected: oneLine(spanText(condition.span)),
      found: reason ? [reason.facts.join(" ∧ "), ...(values ? [values] : [])].join(", where ") : undefined,
    };
  }
  return undefined;
}

/** What could have happened instead, and why the wanted step could not. */
function impossible(
  machine: Machine,
  run: Run,
  target: RunTarget,
  candidates: readonly State[],
  expansions: readonly Expansion[],
): Omit<Diagnostic, "rule"> {
  const show = shower(machine);
  const enabled = new Set<string>();
  for (const expansion of expansions) {
    for (const { label } of expansion.steps) {
      const sender = label.envelope ? ` from ${label.envelope.from}` : "";
      enabled.add(
        label.self === undefined ? actionText(label, show) : `${actor(label)}.${actionText(label, show)}${sender}`,
      );
    }
  }
  const listed = [...enabled].slice(0, 8).join(", ");
  const state = candidates[0];
  const self = state && target.self ? machine.value(target.self, state) : undefined;
  const blocked = state
    ? machine
        .blocked(state, 2000)
        .find((item) => target.actions.includes(item.action) && (self === undefined || item.self === self))
    : undefined;
  const where = blocked ? ` (line ${positionAt(blocked.span.source, blocked.span.start).line})` : "";
  return {
    span: target.span,
    message: `run ${run.name}: ${text(target)} cannot happen here${blocked ? `: ${blocked.reason}${where}` : target.envelope ? ": no such message can be received" : ""}`,
    found:
      enabled.size === 0
        ? "nothing is enabled"
        : `enabled: ${listed}${enabled.size > 8 ? ` and ${enabled.size - 8} more` : ""}`,
  };
}
