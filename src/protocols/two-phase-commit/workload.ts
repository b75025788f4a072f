/**
 * The client of a transaction in a simulation: it tells each participant to prepare, or that it can't, at its own time,
 * again until it gets an answer and sometimes after that, and may change its mind; and it asks the coordinator how it
 * ended.
 */
import type { Node } from "../core.ts";
import type { Random } from "../simulation/random.ts";
import type { Client, ClientAction } from "../simulation/system.ts";
import type { TwoPhaseConfiguration } from "./core.ts";
import type { TwoPhase, TwoPhaseAnswer } from "./types.ts";

const client = "application";
const askAgainAfter = [20, 150] as const;

export const createTwoPhaseClients = (
  configuration: TwoPhaseConfiguration,
  random: Random,
): readonly Client<TwoPhase>[] => [new Application(configuration, random)];

class Application implements Client<TwoPhase> {
  private readonly random: Random;
  private readonly coordinator: Node;
  /** Participants that have not answered, and how often each is passed over before it is asked. */
  private readonly toAsk = new Map<Node, number>();
  /** How likely it is that work can't be done. */
  private readonly refusal: number;
  private rounds = 0;
  private outcome: string | undefined;

  constructor({ coordinator, participants }: TwoPhaseConfiguration, random: Random) {
    this.random = random;
    this.coordinator = coordinator;
    this.refusal = random.pick([0, 0, 0.05, 0.3]);
    for (const participant of participants) this.toAsk.set(participant, random.between(0, 3));
  }

  goesBy(name: string): boolean {
    return name === client;
  }

  waiting(): boolean {
    return this.outcome === undefined || this.toAsk.size > 0;
  }

  wake(): readonly ClientAction<TwoPhase>[] {
    if (!this.waiting()) return [];
    const actions: ClientAction<TwoPhase>[] = [];
    if (this.rounds === 0) actions.push({ kind: "invoke", client, id: 1, call: { kind: "transaction" } });
    for (const [to, patience] of this.toAsk) {
      const kind = this.random.chance(this.refusal) ? "refuse" : "prepare";
      if (this.rounds >= patience) actions.push({ kind: "ask", client, to, request: { kind } });
    }
    if (this.outcome === undefined)
      actions.push({ kind: "ask", client, to: this.coordinator, request: { kind: "outcome" } });
    this.rounds++;
    return [...actions, { kind: "wake", after: this.random.between(...askAgainAfter) }];
  }

  hear(from: Node, { outcome }: TwoPhaseAnswer): readonly ClientAction<TwoPhase>[] {
    if (from !== this.coordinator) {
      if (outcome !== "Working" && this.random.chance(0.5)) this.toAsk.delete(from);
      return [];
    }
    if (outcome === "Open" || this.outcome !== undefined) return [];
    this.outcome = outcome;
    return [{ kind: "ok", client, id: 1, result: outcome }];
  }
}
