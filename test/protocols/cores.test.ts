/**
 * The contract of a core, watched during simulated runs: a step is a function of its arguments and changes none of them;
 * and when it ends, what it changed of the durable variables is on the log and synced, so that no message depends on more.
 */
import { is } from "immutable";
import { expect, it } from "vitest";
import {
  type Core,
  encode,
  type Node,
  type Outcome,
  raftSystem,
  type Simulable,
  type System,
  simulate,
  twoPhaseSystem,
  type Variables,
} from "../../src/protocols/index.ts";

const seeds = process.env.LOCKSTEP_FULL ? 40 : 4;

it("Raft", { timeout: 60_000 }, () => {
  watch(raftSystem(), ["currentTerm", "votedFor", "log"]);
});

/** An abort of the coordinator is not logged: whoever finds no record knows of it. */
it("two-phase commit", { timeout: 60_000 }, () => {
  watch(twoPhaseSystem(), ["vote"]);
});

function watch<P extends Simulable>(system: System<P>, durable: readonly string[]): void {
  const kept = (state: P["state"]): Variables => {
    const values = system.observe(state);
    return Object.fromEntries(durable.map((name) => [name, encode(values[name])]));
  };

  const watched = (core: Core<P>): Core<P> => {
    const logs = new Map<Node, P["record"][]>();
    const record = (node: Node, outcome: Outcome<P>, before?: P["state"]) => {
      const log = logs.get(node) ?? [];
      let synced = true;
      for (const effect of outcome.effects) {
        if (effect.kind === "append") log.push(effect.record);
        if (effect.kind === "append" || effect.kind === "sync") synced = effect.kind === "sync";
        if (effect.kind === "answer" && !synced) expect.fail("an answer before the sync");
      }
      if (!synced) expect.fail("a record that is not synced");
      logs.set(node, log);
      const [was, now] = [before && system.observe(before), system.observe(outcome.state)];
      const same = durable.every((name) => is(was?.[name], now[name]));
      if (same && outcome.effects.every((effect) => effect.kind !== "append")) return;
      const stored = JSON.stringify(kept(core.start(node, log, true).state));
      if (stored !== JSON.stringify(kept(outcome.state))) expect.fail(`the log says ${stored}`);
    };
    return {
      nodes: core.nodes,
      start(node, records, restarted) {
        const outcome = core.start(node, records, restarted);
        logs.set(node, [...records]);
        record(node, outcome);
        return outcome;
      },
      step(state, input) {
        freeze(state);
        freeze(input);
        const outcome = core.step(state, input);
        if (show(outcome) !== show(core.step(state, input))) expect.fail("two outcomes of one step");
        record(state.node, outcome, state);
        return outcome;
      },
    };
  };

  for (let seed = 1; seed <= seeds; seed++) {
    const run = simulate({ ...system, createCore: (point) => watched(system.createCore(point)) }, { seed });
    expect(run.violation).toBeUndefined();
    expect(run.steps).toBeGreaterThan(10);
  }
}

const show = (outcome: object): string => JSON.stringify(outcome);

/** Plain objects only: collections are immutable already, and fill caches of their own. */
function freeze(value: object): void {
  if (Object.isFrozen(value)) return;
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== Array.prototype) return;
  Object.freeze(value);
  for (const item of Object.values(value)) if (typeof item === "object" && item !== null) freeze(item);
}
