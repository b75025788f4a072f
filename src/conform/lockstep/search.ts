/**
 * Breadth first through all pairs of a state of the code and what the model may be in at the same time. Every variable and
 * message of the model is compared, so the model states that go with one state of the code differ in ghosts only, which no
 * action reads: one of them stands for the set. The search ends at the first step of the code that the model can't do, or that
 * does not keep a duty. Then the code is left to itself in the pairs that were found: it has to get done.
 */
import type { Machine, State, Step } from "../../interpreter/index.ts";
import type { Breach, Simulable } from "../../protocols/index.ts";
import type { Code } from "./code.ts";
import type { CodeState } from "./code-state.ts";
import { Comparison } from "./compare.ts";
import { Coverage, type CoveredAction } from "./coverage.ts";
import { Follower, type Reached } from "./follow.ts";
import { Progress, type Standstill } from "./progress.ts";
import { type Running, RunningTimers } from "./running.ts";
import type { CodeStep, Way } from "./step.ts";

/** A pair, and how it was reached first. */
export interface Pair<P extends Simulable> {
  readonly code: CodeState<P>;
  readonly model: State;
  readonly from?: { readonly pair: Pair<P>; readonly step: CodeStep<P>; readonly steps: readonly Step[] };
  readonly depth: number;
  /** The timers that run on the way on which it was reached first. */
  readonly running: Running;
}

export interface LockstepFigures {
  readonly pairs: number;
  /** Steps of the code that the model followed. */
  readonly steps: number;
  /** Of these: events had nothing to say, and the model stood still. */
  readonly stutters: number;
  /** Steps with a crash in their middle. */
  readonly interrupted: number;
  /** The farthest pair; the first has depth 1. */
  readonly depth: number;
  /** Steps of the code that lead out of the model's bounds: not followed. */
  readonly cut: number;
  /** Pairs from which the code was left to itself, without faults, and the most steps that it took to get done. */
  readonly settled: number;
  readonly settledWithin: number;
}

export type LockstepOutcome<P extends Simulable> = {
  readonly figures: LockstepFigures;
  readonly actions: readonly CoveredAction[];
} & (
  | { readonly kind: "holds" }
  | { readonly kind: "inconclusive"; readonly limit: "pairs" | "interrupted" }
  /** The code starts where the model does not, or a step of the code is none of the model. */
  | {
      readonly kind: "violated";
      readonly pair: Pair<P>;
      readonly step?: CodeStep<P>;
      readonly complaint?: string;
      /** A duty that the step does not keep, or that the start does not. */
      readonly breach?: Breach;
      /** From the pair on, the code does not get done. */
      readonly standstill?: Standstill<P>;
    }
);

export interface LockstepOptions {
  readonly mostPairs?: number;
  /** Also find out what the model could do in each pair and the code does not: slow. */
  readonly closely?: boolean;
  /** From every so many-th pair, whether the code gets done when the faults end; 0 for none. */
  readonly calmEvery?: number;
  /** Asked now and then; true ends the search. */
  readonly interrupted?: () => boolean | Promise<boolean>;
  /** Told now and then how far the search is. */
  readonly progress?: (figures: LockstepFigures) => void;
}

const betweenLooks = 500;

export async function searchPairs<P extends Simulable>(
  code: Code<P>,
  machine: Machine,
  options: LockstepOptions = {},
): Promise<LockstepOutcome<P>> {
  const comparison = new Comparison(machine, code.alphabet, code.subject);
  const follower = new Follower(
    machine,
    code.subject.mapping.silent.map(({ name }) => name),
  );
  const coverage = new Coverage(machine, options.closely ?? false);
  const known = new Set<string>();
  const pairs: Pair<P>[] = [];
  let [steps, stutters, interrupted, cut, depth, settled] = [0, 0, 0, 0, 1, 0];
  const progress = new Progress(code);
  const timers = new RunningTimers();
  const figures = (): LockstepFigures => ({
    pairs: pairs.length,
    steps,
    stutters,
    interrupted,
    depth,
    cut,
    settled,
    settledWithin: progress.longest,
  });
  const report = () => ({ figures: figures(), actions: coverage.report() });

  const { state: start, started, complaint, breach } = code.initial();
  const initial = machine.initialStates().states;
  const [first] = initial;
  if (!first) return { kind: "holds", ...report() };
  const agreeing = initial.find((state) => comparison.agree(start, state));
  const root: Pair<P> = {
    code: start,
    model: agreeing ?? first,
    depth: 1,
    running: started.map((list) => timers.joined([], list)),
  };
  pairs.push(root);
  known.add(start.text);
  if (!agreeing || complaint !== undefined) return { kind: "violated", pair: root, complaint, ...report() };
  if (breach) return { kind: "violated", pair: root, breach, ...report() };

  /** The model's states after one way of a step that agree with the code; undefined when a bound was met. */
  const after = (
    pair: Pair<P>,
    still: readonly Reached[],
    { target, word, beyond }: Way<P>,
  ): readonly Reached[] | undefined => {
    if (beyond !== undefined) return undefined;
    // Nothing happened that anybody could tell.
    if (word.length === 0 && target.text === pair.code.text) return still;
    const followed = follower.follow(pair.model, word);
    const matching = followed.reached.filter(({ state }) => comparison.agree(target, state));
    return matching.length === 0 && followed.cut ? undefined : matching;
  };

  const isInterrupted = (): boolean | Promise<boolean> => {
    options.progress?.(figures());
    return options.interrupted?.() ?? false;
  };

  let isCut = false;
  for (let at = 0; at < pairs.length; at++) {
    const pair = pairs[at]!;
    const still = [{ state: pair.model, steps: [] }];
    if (at % betweenLooks === 0 && (await isInterrupted()))
      return { kind: "inconclusive", limit: "interrupted", ...report() };
    for (const step of code.steps(pair.code)) {
      if (step.complaint !== undefined) return { kind: "violated", pair, step, complaint: step.complaint, ...report() };
      let [matched, beyond] = [false, false];
      for (const way of step.ways) {
        const found = after(pair, still, way);
        beyond ||= found === undefined;
        const [model] = found ?? [];
        if (!model) continue;
        matched = true;
        coverage.took(model.steps);
        if (model.steps.length === 0) stutters++;
        if (known.has(way.target.text)) continue;
        known.add(way.target.text);
        depth = Math.max(depth, pair.depth + 1);
        pairs.push({
          code: way.target,
          model: model.state,
          from: { pair, step, steps: model.steps },
          depth: pair.depth + 1,
          running: timers.after(pair.running, pair.code, step),
        });
      }
      if (matched) {
        steps++;
        if ("interruption" in step.happening && step.happening.interruption) interrupted++;
      } else if (beyond) cut++;
      else return { kind: "violated", pair, step, ...report() };
      if (step.breach) return { kind: "violated", pair, step, breach: step.breach, ...report() };
    }
    coverage.leave(pair.model);
    isCut = options.mostPairs !== undefined && pairs.length >= options.mostPairs && at + 1 < pairs.length;
    if (isCut) break;
  }

  // Whatever the model refuses comes first, since it says more.
  const every = options.calmEvery ?? 1;
  for (let at = 0; every > 0 && at < pairs.length; at += every) {
    const pair = pairs[at]!;
    if (settled % betweenLooks === 0 && (await isInterrupted()))
      return { kind: "inconclusive", limit: "interrupted", ...report() };
    const standstill = progress.from(pair.code, pair.running);
    if (standstill) return { kind: "violated", pair, standstill, ...report() };
    settled++;
  }
  return isCut ? { kind: "inconclusive", limit: "pairs", ...report() } : { kind: "holds", ...report() };
}
