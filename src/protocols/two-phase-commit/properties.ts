/**
 * What must hold of every run of two-phase commit, by the names of the theory of transactions. A node's state while it is
 * down is the one that it had when it went down, until it comes back and shows what it has kept.
 */
import type { Node } from "../core.ts";
import type { Properties, Report } from "../simulation/system.ts";
import type { TwoPhase, TwoPhaseState } from "./types.ts";

const decisionOf = (state: TwoPhaseState): string => (state.role === "coordinator" ? state.decision : state.vote);
const isFinal = (decision: string): boolean => decision === "Committed" || decision === "Aborted";

export function createTwoPhaseProperties(nodes: readonly Node[], report: Report): Properties<TwoPhase> {
  const latest = new Map<Node, TwoPhaseState>();

  return {
    started(state) {
      const before = latest.get(state.node);
      if (before) checkDurability(before, state);
      check(state);
    },
    stepped(before, after) {
      checkDurability(before, after);
      check(after);
    },
    invoked: () => {},
    /** The client was told what the coordinator decided. */
    done(client, _id, result) {
      for (const state of latest.values())
        if (state.role === "coordinator" && state.decision !== result)
          report("Durability", `${client} was told ${JSON.stringify(result)}, which the coordinator does not know`);
    },
    ended(states, waiting) {
      if (states.length < nodes.length) report("Progress", "a node never came back");
      if (waiting > 0) report("Progress", "the client still waits");
      for (const state of states)
        if (!isFinal(decisionOf(state))) report("Progress", `${state.node} is still ${decisionOf(state)}`);
    },
  };

  /** Whoever has decided stays with it, over crashes too. */
  function checkDurability(before: TwoPhaseState, after: TwoPhaseState): void {
    const [was, is] = [decisionOf(before), decisionOf(after)];
    if (isFinal(was) && is !== was) report("Durability", `${after.node} was ${was} and is ${is}`);
  }

  function check(state: TwoPhaseState): void {
    latest.set(state.node, state);
    const decided = decisionOf(state);
    if (!isFinal(decided)) return;
    for (const other of latest.values()) {
      const theirs = decisionOf(other);
      if (isFinal(theirs) && theirs !== decided)
        report("Atomicity", `${state.node} is ${decided} and ${other.node} is ${theirs}`);
      if (decided === "Committed" && theirs === "Working")
        report("Consent", `${state.node} is committed, but ${other.node} is not prepared`);
    }
  }
}
