/**
 * `--coverage`: after the verdict, the interpreter explores the same states with somebody watching what it evaluates. A
 * pass of its own, so that nothing that counts is in the way of a search; its size is limited, and that is said.
 */
import { search } from "../explore/index.ts";
import type { Host } from "../host.ts";
import { asSearchable, createMachine, type Failure, type Label, type State, type Step } from "../interpreter/index.ts";
import type { Model } from "../ir/index.ts";
import { createProgressLine } from "../report/index.ts";
import { type Coverage, CoverageCounter, coverageOf } from "../trace/index.ts";
import type { SearchRequest } from "./search.ts";

/** States that are expanded, unless `--max-states` asks for more. */
const mostStates = 300_000;

export async function measureCoverage(
  model: Model,
  request: SearchRequest,
  title: string,
  host: Host,
): Promise<Coverage> {
  const counter = new CoverageCounter();
  const most = Math.max(mostStates, request.maxStates ?? 0);
  const searchable = asSearchable(createMachine(model, counter));
  let expanded = 0;
  let isCut = false;
  let starts = 0;
  const limited = {
    ...searchable,
    initial: () => {
      // At the end the ways to what is wrong are taken again, from the start: that is no part of the search.
      starts += 1;
      if (starts > 1) counter.isOver = true;
      return searchable.initial();
    },
    expand: (state: State) => {
      if (counter.isOver) return searchable.expand(state);
      if (expanded >= most) {
        isCut = true;
        return { steps: [], failures: [], cut: 0, deadlocked: false };
      }
      expanded += 1;
      const expansion = searchable.expand(state);
      for (const { label } of expansion.steps) counter.taken(label.action);
      return expansion;
    },
  };
  const line = createProgressLine(host.errors, title, () => host.now());
  let interrupted = false;
  const forget = host.onInterrupt(() => {
    interrupted = true;
  });
  const { continue: continueAfterViolation, maxStates, maxDepth, maxTime, deadlock } = request;
  try {
    const outcome = await search<State, Step, Label, Failure>(
      limited,
      { continueAfterViolation, maxStates, maxDepth, maxTime, deadlock, now: () => host.now() },
      async (figures) => {
        if (!request.quiet) line.show(figures);
        await host.breathe();
        return interrupted ? "stop" : "continue";
      },
    );
    const isLimited = outcome.kind !== "holds" && outcome.limit !== undefined;
    return coverageOf(model, counter, expanded, isCut || isLimited);
  } finally {
    forget();
    line.clear();
  }
}
