/**
 * Duties are kept by every step of simulated runs, and they are sharp: whichever answer, timer or message one leaves out of a
 * step, a duty is broken; and whichever one adds. A message that is a decision of two-phase commit is the model's to miss.
 */
import { describe, expect, it } from "vitest";
import {
  breachOf,
  createRaftDuties,
  createTwoPhaseDuties,
  type Deed,
  type Duty,
  raftSystem,
  type Simulable,
  type System,
  simulate,
  twoPhaseSystem,
} from "../../src/protocols/index.ts";

const seeds = process.env.LOCKSTEP_FULL ? 20 : 3;

/** The steps of some runs, one of each sort: what went in, and what came out. */
function deedsOf<P extends Simulable>(system: System<P>): readonly Deed<P>[] {
  const deeds: Deed<P>[] = [];
  const createPace = () => ({ stepped: (deed: Deed<P>) => void deeds.push(deed), interrupted() {}, ended() {} });
  for (let seed = 1; seed <= seeds; seed++) simulate({ ...system, createPace }, { seed });
  return deeds;
}

type Outcome<P extends Simulable> = Deed<P>["outcome"];

interface Case<P extends Simulable> {
  readonly duties: readonly Duty<P>[];
  readonly deeds: readonly Deed<P>[];
  /** Messages that the model sees, whose loss is no duty. */
  readonly isModels: (type: string) => boolean;
  readonly record: P["record"];
  readonly answer: P["answer"];
  readonly wait: P["wait"];
}

function check<P extends Simulable>({ duties, deeds, isModels, record, answer, wait }: Case<P>): void {
  const broken = (deed: Deed<P>, change: Partial<Outcome<P>>) =>
    breachOf(duties, { ...deed, outcome: { ...deed.outcome, ...change } });

  it("are kept", () => {
    expect(deeds.length).toBeGreaterThan(100);
    for (const deed of deeds) expect(breachOf(duties, deed), JSON.stringify(deed.input)).toBeUndefined();
  });

  it("miss each answer, each timer and each message that is left out", () => {
    const counts = { effects: 0, messages: 0 };
    for (const deed of deeds) {
      const { effects, messages } = deed.outcome;
      for (const [at, effect] of effects.entries()) {
        if (effect.kind === "append" || effect.kind === "sync") continue;
        const left = effects.toSpliced(at, 1);
        // What is there twice may be there once.
        if (left.some((other) => JSON.stringify(other) === JSON.stringify(effect))) continue;
        counts.effects++;
        expect(broken(deed, { effects: left })?.kind, JSON.stringify([deed.input, effect])).toBe("Promptness");
      }
      for (const [at, { message }] of messages.entries()) {
        if (isModels(message.type)) continue;
        counts.messages++;
        expect(broken(deed, { messages: messages.toSpliced(at, 1) })?.kind).toBe("Promptness");
      }
    }
    expect(counts.effects).toBeGreaterThan(50);
    expect(counts.messages).toBeGreaterThan(5);
  });

  it("mind each record, answer, timer and message that is there for nothing", () => {
    for (const deed of deeds) {
      const { effects, messages, state } = deed.outcome;
      const add = (effect: Outcome<P>["effects"][number]) => broken(deed, { effects: [...effects, effect] })?.kind;
      expect(add({ kind: "append", record })).toBe("Thrift");
      expect(add({ kind: "answer", client: "a stranger", answer })).toBe("Thrift");
      expect(add({ kind: "start-timer", timer: "nap", wait })).toBe("Thrift");
      const again = messages.map((envelope) => ({ ...envelope, to: "a stranger" }));
      if (again.length > 0) expect(broken(deed, { messages: [...messages, ...again] })?.kind).toBe("Thrift");
      expect(state.node).toBeDefined();
    }
  });
}

describe("duties of Raft", () => {
  const system = raftSystem();
  check({
    duties: createRaftDuties(system.nodes),
    deeds: deedsOf(system),
    isModels: () => false,
    record: { currentTerm: 1, votedFor: undefined, keep: 0, entries: [] },
    answer: { kind: "not-leader", client: "a stranger", sequence: 1 },
    wait: "now",
  });
});

describe("duties of two-phase commit", () => {
  const system = twoPhaseSystem();
  check({
    duties: createTwoPhaseDuties({ coordinator: system.nodes[0] ?? "", participants: system.nodes.slice(1) }),
    deeds: deedsOf(system),
    isModels: (type) => type !== "Ready",
    record: { vote: "Prepared" },
    answer: { outcome: "Open" },
    wait: "inquiry",
  });
});
