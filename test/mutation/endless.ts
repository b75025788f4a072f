/**
 * What never ends is found by counting: how often the loops of one step go round, and how many steps a simulated run has.
 * The limits are far above what the code needs as it is, which takes 5,100 steps in the longest of a thousand runs.
 */
import { Node, Project } from "ts-morph";
import type * as Protocols from "../../src/protocols/index.ts";

export interface Meter {
  /** How often loops went round in the step that is under way. */
  turns: number;
}

const turnsAtMost = 10_000;
const stepsAtMost = 20_000;

/** The code with a count in every loop; it expects a `meter` around it. */
export function countLoops(text: string): string {
  const project = new Project({ useInMemoryFileSystem: true, skipLoadingLibFiles: true });
  const edits: { readonly at: number; readonly insert: string }[] = [];
  const count = ` if (++meter.turns > ${turnsAtMost}) throw new Error("a loop that does not end"); `;
  project.createSourceFile("code.ts", text).forEachDescendant((node) => {
    const isLoop =
      Node.isWhileStatement(node) ||
      Node.isForStatement(node) ||
      Node.isForOfStatement(node) ||
      Node.isForInStatement(node) ||
      Node.isDoStatement(node);
    if (!isLoop) return;
    const body = node.getStatement();
    edits.push({ at: body.getStart(), insert: `{${count}` }, { at: body.getEnd(), insert: " }" });
  });
  // The ends of nested loops may be at one place, where their order does not matter.
  edits.sort((one, other) => other.at - one.at);
  return edits.reduce((code, { at, insert }) => code.slice(0, at) + insert + code.slice(at), text);
}

type Runs<P extends Protocols.Simulable> = Protocols.System<P>;

/** The same protocols, whose steps end, and whose runs do. */
export function bounded(protocols: typeof Protocols, meter: Meter): typeof Protocols {
  const core = <P extends Protocols.Simulable>(unbounded: Protocols.Core<P>, most: number): Protocols.Core<P> => {
    let steps = 0;
    return {
      nodes: unbounded.nodes,
      start(...given) {
        meter.turns = 0;
        return unbounded.start(...given);
      },
      step(...given) {
        meter.turns = 0;
        if (++steps > most) throw new Error(`a run of more than ${most} steps`);
        return unbounded.step(...given);
      },
    };
  };
  const system = <P extends Protocols.Simulable>(unbounded: Runs<P>): Runs<P> => ({
    ...unbounded,
    createCore: (point) => core(unbounded.createCore(point), stepsAtMost),
  });
  return {
    ...protocols,
    createRaft: (...given) => core(protocols.createRaft(...given), Number.POSITIVE_INFINITY),
    createTwoPhaseCommit: (...given) => core(protocols.createTwoPhaseCommit(...given), Number.POSITIVE_INFINITY),
    raftSystem: (...given) => system(protocols.raftSystem(...given)),
    twoPhaseSystem: (...given) => system(protocols.twoPhaseSystem(...given)),
  };
}
