/** What the random models of a run were like: a comparison of trivial models compares nothing. */
import type { Findings } from "./examine.ts";

export interface Sample {
  readonly findings: Findings;
  readonly messages: boolean;
  readonly faults: boolean;
}

export interface Statistics {
  readonly models: number;
  readonly medianStates: number;
  /** Share of the models with messages and faults. */
  readonly distributed: number;
  /** Share of the models in which something was violated; among them, those with a model error. */
  readonly violated: number;
  readonly errors: number;
  readonly verdicts: ReadonlyMap<string, number>;
  readonly states: number;
  readonly transitions: number;
}

const fine: ReadonlySet<string> = new Set(["holds", "states", "depth", "time"]);

export function statisticsOf(samples: readonly Sample[]): Statistics {
  const share = (matches: (sample: Sample) => boolean) => samples.filter(matches).length / Math.max(1, samples.length);
  const sizes = samples.map(({ findings }) => findings.states).sort((left, right) => left - right);
  const verdicts = new Map<string, number>();
  for (const { findings } of samples) {
    const name = findings.verdict === "error" ? `error (${findings.about.split(":")[0]})` : findings.verdict;
    verdicts.set(name, (verdicts.get(name) ?? 0) + 1);
  }
  return {
    models: samples.length,
    medianStates: sizes[Math.floor(sizes.length / 2)] ?? 0,
    distributed: share(({ messages, faults }) => messages && faults),
    violated: share(({ findings }) => !fine.has(findings.verdict)),
    errors: share(({ findings }) => findings.verdict === "error"),
    verdicts,
    states: sizes.reduce((sum, size) => sum + size, 0),
    transitions: samples.reduce((sum, { findings }) => sum + findings.transitions, 0),
  };
}

const percent = (share: number): string => `${Math.round(share * 100)}%`;

export function showStatistics(statistics: Statistics): string {
  const { models, medianStates, distributed, violated, errors, verdicts, states, transitions } = statistics;
  const kinds = [...verdicts].sort(([, left], [, right]) => right - left).map(([name, count]) => `${name} ${count}`);
  return [
    `${models} models, ${states} states, ${transitions} transitions; median ${medianStates} states`,
    `${percent(distributed)} with messages and faults; ${percent(violated)} violated, ${percent(errors)} by a model error`,
    `verdicts: ${kinds.join(", ")}`,
  ].join("\n");
}
