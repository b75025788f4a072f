/** Compares a verdict with what the file expects of its configuration: `expect holds, states 288, transitions 1146`. */
import type { Model } from "../ir/index.ts";
import { count } from "../report/index.ts";
import { unreachable } from "../source/index.ts";
import type { Outcome } from "../syntax/index.ts";
import { type Verdict, verdictKind } from "../trace/index.ts";

export interface Comparison {
  /** `holds, states 288`. */
  readonly expected: string;
  readonly found: string;
  /** Unchecked: what is expected is about something that is not executed yet, or a limit came before the answer. */
  readonly met: boolean | "unchecked";
}

export function compare(outcomes: readonly Outcome[], verdict: Verdict, model: Model): Comparison {
  const results = outcomes.map((outcome) => meets(outcome, verdict, model));
  return {
    expected: outcomes.map(outcomeText).join(", "),
    found: verdictText(verdict, outcomes),
    met: results.includes(false) ? false : results.includes("unchecked") ? "unchecked" : true,
  };
}

function meets(outcome: Outcome, verdict: Verdict, model: Model): boolean | "unchecked" {
  const kind = verdictKind(verdict);
  const undecided = kind === "inconclusive" ? "unchecked" : false;
  switch (outcome.kind) {
    case "holds":
      return kind === "holds" || undecided;
    case "bounded":
      return kind === "inconclusive" || (kind === "holds" && verdict.statistics.cut > 0);
    case "deadlocks":
      return kind === "deadlock" || undecided;
    case "violates": {
      const wanted = outcome.property.text;
      const first = verdict.findings[0];
      if (
        first === undefined &&
        model.unchecked.some((item) => item.name === wanted || item.name.endsWith(`.${wanted}`))
      )
        return "unchecked";
      if (first === undefined || first.kind === "deadlock" || first.kind === "error") return undecided;
      return first.property.name === wanted || first.property.name.endsWith(`.${wanted}`);
    }
    case "states":
      return verdict.statistics.states === outcome.count || undecided;
    case "transitions":
      return verdict.statistics.transitions === outcome.count || undecided;
    default:
      return unreachable(outcome);
  }
}

function outcomeText(outcome: Outcome): string {
  if (outcome.kind === "violates") return `violates ${outcome.property.text}`;
  if (outcome.kind === "states" || outcome.kind === "transitions") return `${outcome.kind} ${count(outcome.count)}`;
  return outcome.kind;
}

/** What was found, in the words of an expectation. */
function verdictText(verdict: Verdict, outcomes: readonly Outcome[]): string {
  const first = verdict.findings[0];
  const counts = outcomes.flatMap((outcome) =>
    outcome.kind === "states" || outcome.kind === "transitions"
      ? [`${outcome.kind} ${count(verdict.statistics[outcome.kind])}`]
      : [],
  );
  return [outcomeOf(), ...counts].join(", ");

  function outcomeOf(): string {
    if (first === undefined) return verdict.limit === undefined ? "holds" : "inconclusive";
    if (first.kind === "deadlock") return "deadlocks";
    if (first.kind !== "error") return `violates ${first.property.name}`;
    return first.failure.kind === "assertion" ? "an assertion fails" : `a model error (${first.failure.message})`;
  }
}
