/**
 * Whether the disk of a node holds what the node must not forget, looked at after every step: a runtime gives records back
 * only after a crash, and few crashes come at the moment at which something is wrong.
 */
import { is } from "immutable";
import type * as Protocols from "../../src/protocols/index.ts";

export class Forgetful extends Error {
  override readonly name = "Forgetful";
}

/** The same system; a step after which the disk holds something else than the state does throws `Forgetful`. */
export function remembering<P extends Protocols.Simulable>(
  system: Protocols.System<P>,
  durable: (state: P["state"]) => readonly unknown[],
): Protocols.System<P> {
  return {
    ...system,
    createCore(point) {
      const core = system.createCore(point);
      const disks = new Map<string, readonly P["record"][]>();
      return {
        nodes: core.nodes,
        start(node, records, restarted) {
          disks.set(node, records);
          return core.start(node, records, restarted);
        },
        step(state, input) {
          const outcome = core.step(state, input);
          const { node } = outcome.state;
          const written = outcome.effects.flatMap((effect) => (effect.kind === "append" ? [effect.record] : []));
          const records = [...(disks.get(node) ?? []), ...written];
          disks.set(node, records);
          const kept = durable(core.start(node, records, true).state);
          const wrong = durable(outcome.state).findIndex((value, at) => !is(value, kept[at]));
          if (wrong >= 0) throw new Forgetful(`${node} has something else on its disk`);
          return outcome;
        },
      };
    },
  };
}

export const durableOfRaft = (state: Protocols.RaftState): readonly unknown[] => [
  state.currentTerm,
  state.votedFor,
  state.log.map(({ term, value }) => `${term} ${JSON.stringify(value)}`),
];

export const durableOfTwoPhase = (state: Protocols.TwoPhaseState): readonly unknown[] => [
  state.role === "coordinator" ? state.decision === "Committed" : state.vote,
];
