/**
 * The mutants of the protocols' cores: every replacement that an operator can make, in the order of files and places. A
 * mutant's name says the function, the operator and which of its kind it is, so that it survives changes elsewhere.
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import { Project } from "ts-morph";
import { createRandom } from "../../src/protocols/index.ts";
import { livingNodes, operators, placeOf, type Replacement } from "./operators.ts";

export type ProtocolName = "raft" | "two-phase-commit";

export interface Mutant extends Replacement {
  /** `raft/election.ts onRequestVote: negate condition 2`. */
  readonly name: string;
  /** In `src/protocols`. */
  readonly file: string;
  readonly operator: string;
  readonly line: number;
  /** What stands there now. */
  readonly text: string;
  readonly protocols: readonly ProtocolName[];
}

/** What is mutated: the cores and the turns that they take, not what drives, watches or describes them. */
const files: Readonly<Record<string, readonly ProtocolName[]>> = {
  "raft/commitment.ts": ["raft"],
  "raft/core.ts": ["raft"],
  "raft/election.ts": ["raft"],
  "raft/replication.ts": ["raft"],
  "raft/state.ts": ["raft"],
  "raft/store.ts": ["raft"],
  "turn.ts": ["raft", "two-phase-commit"],
  "two-phase-commit/coordinator.ts": ["two-phase-commit"],
  "two-phase-commit/core.ts": ["two-phase-commit"],
  "two-phase-commit/participant.ts": ["two-phase-commit"],
};

export const isMutated = (file: string): boolean => Object.hasOwn(files, file);

export const protocolsFolder = "src/protocols";

export function mutantsOf(root: string): readonly Mutant[] {
  const project = new Project({ useInMemoryFileSystem: true, skipLoadingLibFiles: true });
  const mutants: Mutant[] = [];
  for (const [file, protocols] of Object.entries(files)) {
    const text = readFileSync(path.join(root, protocolsFolder, file), "utf8");
    const source = project.createSourceFile(`/${file}`, text);
    const counts = new Map<string, number>();
    const seen = new Set<string>();
    for (const node of livingNodes(source))
      for (const operator of operators)
        for (const replacement of operator.mutate(node)) {
          const { start, end, by } = replacement;
          const key = `${start} ${end} ${by}`;
          // Two operators may come to the same.
          if (seen.has(key) || text.slice(start, end) === by) continue;
          seen.add(key);
          const place = placeOf(node) || "(top)";
          const kind = `${file} ${place}: ${operator.name}`;
          const count = (counts.get(kind) ?? 0) + 1;
          counts.set(kind, count);
          mutants.push({
            ...replacement,
            name: `${kind} ${count}`,
            file,
            operator: operator.name,
            line: source.getLineAndColumnAtPos(start).line,
            text: text.slice(start, end),
            protocols,
          });
        }
  }
  return mutants;
}

/** So many of them, chosen by the seed, in their order. */
export function sampleOf(mutants: readonly Mutant[], count: number, seed: number): readonly Mutant[] {
  const random = createRandom(seed);
  const order = mutants.map((_, index) => index);
  for (let last = order.length - 1; last > 0; last--) {
    const other = random.between(0, last);
    [order[last], order[other]] = [order[other] ?? 0, order[last] ?? 0];
  }
  const chosen = new Set(order.slice(0, count));
  return mutants.filter((_, index) => chosen.has(index));
}

export function mutated(mutant: Mutant, text: string): string {
  return text.slice(0, mutant.start) + mutant.by + text.slice(mutant.end);
}
