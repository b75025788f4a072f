/** What examined mutants come to: how many are caught, by whom, and what is to be said about the others. */
import type { Explained } from "./equivalent.ts";
import type { Mutant } from "./mutants.ts";
import type { Examination } from "./worker.ts";

export interface Score {
  readonly examined: number;
  readonly caught: number;
  /** Not caught, because nobody can tell them from the original. */
  readonly equivalent: readonly Mutant[];
  /** Not caught, and not equivalent. */
  readonly missed: readonly Mutant[];
  /** Not caught, because their examination was given up. They count as missed, too. */
  readonly givenUp: readonly Mutant[];
  /** Caught, of those that are not equivalent. */
  readonly share: number;
  /** By catcher: how many it caught, and how many nobody else did. */
  readonly by: ReadonlyMap<string, { readonly caught: number; readonly alone: number }>;
  /** By operator: made, and caught. */
  readonly operators: ReadonlyMap<string, { readonly made: number; readonly caught: number }>;
}

export function score(
  mutants: readonly Mutant[],
  examinations: readonly Examination[],
  explained: Readonly<Record<string, Explained>>,
): Score {
  const found = new Map(examinations.map((item) => [item.name, item.found]));
  const catchersOf = ({ name }: Mutant) =>
    Object.entries(found.get(name) ?? {}).flatMap(([by, what]) => (what ? [by] : []));
  const caught = mutants.filter((mutant) => catchersOf(mutant).length > 0);
  const others = mutants.filter((mutant) => !caught.includes(mutant));
  const equivalent = others.filter(({ name }) => explained[name]?.kind === "equivalent");
  const missed = others.filter((mutant) => !equivalent.includes(mutant));
  const isGivenUp = new Set(examinations.flatMap((item) => (item.isGivenUp ? [item.name] : [])));
  const by = new Map<string, { caught: number; alone: number }>();
  for (const name of new Set(examinations.flatMap((item) => Object.keys(item.found))))
    by.set(name, { caught: 0, alone: 0 });
  const operators = new Map<string, { made: number; caught: number }>();
  for (const mutant of mutants) {
    const names = catchersOf(mutant);
    for (const name of names) {
      const entry = by.get(name);
      if (entry) entry.caught += 1;
      if (entry && names.length === 1) entry.alone += 1;
    }
    const entry = operators.get(mutant.operator) ?? { made: 0, caught: 0 };
    operators.set(mutant.operator, { made: entry.made + 1, caught: entry.caught + (names.length > 0 ? 1 : 0) });
  }
  const all = caught.length + missed.length;
  return {
    examined: mutants.length,
    caught: caught.length,
    equivalent,
    missed,
    givenUp: missed.filter(({ name }) => isGivenUp.has(name)),
    share: all === 0 ? 1 : caught.length / all,
    by,
    operators,
  };
}

const oneLine = (text: string, most: number): string => {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > most ? `${line.slice(0, most - 1)}…` : line;
};

/** `raft/election.ts onRequestVote: drop statement 2 (line 54): persist(…) → ;` */
export const shown = ({ name, line, text, by }: Mutant): string =>
  `${name} (line ${line}): ${text === "" ? "" : `${oneLine(text, 60)} → `}${oneLine(by, 60)}`;

export function table(result: Score): string {
  const { examined, caught, equivalent, missed, givenUp, share, by, operators } = result;
  const lines = [
    "",
    `${examined} mutants: ${caught} caught, ${equivalent.length} equivalent, ${missed.length} missed, of which ${givenUp.length} given up`,
    `caught of those that are not equivalent: ${(100 * share).toFixed(1)}%`,
    "",
    ...[...by].map(
      ([name, { caught: own, alone }]) =>
        `${name.padEnd(28)}${String(own).padStart(5)} caught${String(alone).padStart(5)} alone`,
    ),
    "",
    ...[...operators].map(
      ([name, { made, caught: own }]) => `${name.padEnd(28)}${String(own).padStart(5)} of${String(made).padStart(5)}`,
    ),
  ];
  if (missed.length > 0) lines.push("", "missed:", ...missed.map((mutant) => `  ${shown(mutant)}`));
  return lines.join("\n");
}
