/**
 * Trace validation: is what a running system has logged a behaviour of its model? In goes a model, a log and a mapping;
 * out comes a verdict with its reasons. `rejected` only when every way to explain the log was tried; a budget that was
 * reached makes it `unknown`.
 */
import type { Diagnostic } from "../../source/index.ts";
import { type Advice, Advisor } from "./advisor.ts";
import { type Attempt, type ConformanceRequest, search } from "./attempt.ts";
import { Damage } from "./damage.ts";
import { type FittedModel, ModelFitter } from "./fitted-model.ts";
import { whyNotLocal } from "./locality.ts";
import { LogTooWide } from "./log-items.ts";
import { OutOfBounds } from "./out-of-bounds.ts";
import { PathCheck, type PathReport } from "./path-check.ts";
import { type Rejection, rejection } from "./rejection.ts";
import { type Remedy, remedies } from "./remedies.ts";
import type { SearchResult } from "./search.ts";
import { survey as readSurvey, type Survey } from "./survey.ts";
import { TooFewMembers } from "./values.ts";

/** What is to be said of a log: `damaged` when what can be read is a behaviour, and not all of it can be. */
export function verdictOf({ result, damageCount, isContradictory }: Conformance) {
  if (isContradictory) return "rejected";
  return result.verdict === "accepted" && damageCount > 0 ? "damaged" : result.verdict;
}

/** What a log came to. */
export interface Conformance {
  readonly survey: Survey;
  readonly damage: readonly Diagnostic[];
  readonly damageCount: number;
  /** All of the log can be read, and it contradicts itself: that is a rejection, whatever the search says. */
  readonly isContradictory: boolean;
  readonly fitted: FittedModel;
  readonly result: SearchResult;
  readonly path: PathReport;
  /** Why all orders were searched; absent when one was proven to be enough. */
  readonly notLocal?: string;
  readonly advice?: Advice;
  /** Unless it was accepted. */
  readonly rejection?: Rejection;
  readonly remedies: readonly Remedy[];
  /** What the search stood on. */
  readonly attempt: Attempt;
}

export type ConformanceOutcome =
  | { readonly kind: "held"; readonly conformance: Conformance }
  /** The log is about something else, or can't be read at all. */
  | { readonly kind: "refused"; readonly diagnostics: readonly Diagnostic[] };

export function conform(request: ConformanceRequest): ConformanceOutcome {
  const damage = new Damage(request.path);
  const survey = readSurvey(request.open, damage);
  if (!survey) return { kind: "refused", diagnostics: damage.diagnostics };
  const strange = otherModel(request, survey);
  const fitter = new ModelFitter(request.program, request.unit, request.settings, survey);
  fitter.startWith(request.mapping);
  const diagnostics = [...strange, ...fitter.diagnostics];
  if (diagnostics.length > 0) return { kind: "refused", diagnostics: [...damage.diagnostics, ...diagnostics] };

  /** Messages of model errors, with how often the bounds were made larger because of them. */
  const errors = new Map<string, number>();
  for (;;) {
    const { value: fitted, diagnostics: wrong } = fitter.build();
    if (!fitted) return { kind: "refused", diagnostics: [...damage.diagnostics, ...wrong] };
    const nodes = unknownNodes(request, survey, fitted);
    if (nodes.length > 0) return { kind: "refused", diagnostics: [...damage.diagnostics, ...nodes] };
    const real = new Set([...errors].filter(([, count]) => count > 2).map(([message]) => message));
    try {
      const held = hold(request, survey, fitted, real);
      return {
        kind: "held",
        conformance: {
          survey,
          damage: damage.diagnostics,
          damageCount: damage.count,
          isContradictory: damage.isContradiction,
          fitted,
          ...held,
        },
      };
    } catch (problem) {
      if (problem instanceof TooFewMembers) {
        if (fitter.grow(problem.members)) continue;
        return { kind: "refused", diagnostics: [{ rule: "trace-header", message: problem.message }] };
      }
      if (problem instanceof LogTooWide)
        return { kind: "refused", diagnostics: [{ rule: "trace-order", message: problem.message }] };
      if (!(problem instanceof OutOfBounds)) throw problem;
      const count = errors.get(problem.message) ?? 0;
      const grown = count < 2 && fitter.grow(count === 0 ? problem.limit : undefined);
      errors.set(problem.message, grown ? count + 1 : 3);
    }
  }
}

function hold(request: ConformanceRequest, survey: Survey, fitted: FittedModel, real: ReadonlySet<string>) {
  const path = new PathCheck(fitted.whole, request.limits.work, survey.events, real);
  const advisor = request.advise ? new Advisor(survey.header, fitted.lean) : undefined;
  let first = true;
  const attempt = search(request, survey, fitted, real, {}, (places, moves) => {
    if (places.length === 0) return;
    const start = places[0]?.before ?? places[0];
    if (first && start) path.start(start.state, fitted.lean.variables);
    first = false;
    path.follow(places);
    advisor?.follow(places, moves);
  });
  const [start] = attempt.machine.initialStates().states;
  if (first && start) path.start(start, fitted.lean.variables);
  path.finish(attempt.certain.at(-1));
  const notLocal = whyNotLocal(fitted.lean);
  const why = attempt.result.verdict === "accepted" ? undefined : rejection(attempt);
  const rejected = why && attempt.result.verdict === "rejected" && request.seekRemedies;
  return {
    ...(why ? { rejection: why } : {}),
    remedies: rejected ? remedies(request, { attempt, survey, fitted, rejection: why }) : [],
    attempt,
    result: attempt.result,
    path: path.report(),
    ...(notLocal === undefined ? {} : { notLocal }),
    ...(advisor ? { advice: advisor.advice() } : {}),
  };
}

function otherModel({ unit }: ConformanceRequest, { header }: Survey): readonly Diagnostic[] {
  if (header.model === unit.name.text) return [];
  return [
    {
      rule: "trace-header",
      message: `the log is about a model \`${header.model}\`, and this one is \`${unit.name.text}\``,
    },
  ];
}

function unknownNodes(
  { mapping }: ConformanceRequest,
  { header }: Survey,
  { whole }: FittedModel,
): readonly Diagnostic[] {
  const known = whole.processes.flatMap(({ members }) => members);
  const named = header.nodes.map((node) => mapping.nodes?.[node] ?? node);
  const strange = named.filter((node) => !known.includes(node));
  const silent = known.filter((node) => !named.includes(node));
  const complain = (nodes: readonly string[], words: string): readonly Diagnostic[] =>
    nodes.length === 0
      ? []
      : [
          {
            rule: "trace-header",
            message: `${words} ${nodes.join(", ")}`,
            expected: known.join(", "),
            found: named.join(", "),
          },
        ];
  return [...complain(strange, "the model has no"), ...complain(silent, "the log's nodes lack")];
}
