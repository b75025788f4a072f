/**
 * Whether the code gets done: from pairs that the search has reached, without faults, by its one continuation in calm weather.
 * What is known to get done is kept, so that continuations that meet others end there. One that comes back to where it was, or
 * takes far too many steps, or comes to rest before its goal, never gets done.
 */
import type { Breach, Simulable } from "../../protocols/index.ts";
import { Calm, type CalmStep } from "./calm.ts";
import { CalmCore } from "./calm-core.ts";
import type { Code } from "./code.ts";
import type { CodeState } from "./code-state.ts";
import type { Running } from "./running.ts";

/** Why a continuation does not get done. */
export interface Standstill<P extends Simulable> {
  /** Since the faults ended. */
  readonly steps: readonly CalmStep<P>[];
  /** Ticks in which everything was still lost, if any. */
  readonly silence: number;
  /** What is missing of the goal. */
  readonly missing: string;
  /** It comes to rest, or goes round, or takes more steps than anybody waits for; or its last step does not keep a duty. */
  readonly ending: "rest" | "round" | "endless" | "breach";
  readonly breach?: Breach;
}

const mostSteps = 3000;
/** Ticks that pass before messages arrive again, where the network may lose any. */
const silentTicks = 2;

export class Progress<P extends Simulable> {
  /** The most steps that a continuation takes. */
  longest = 0;
  /** All steps that were taken. */
  steps = 0;
  private readonly core: CalmCore<P>;
  private readonly goal: ReturnType<Code<P>["subject"]["goal"]>;
  private readonly silences: readonly number[];
  /** How many steps each of these takes until it is done. */
  private readonly done = new Map<string, number>();

  constructor(code: Code<P>) {
    this.core = new CalmCore(code);
    this.goal = code.subject.goal(code.nodes);
    // What lies in a set was delivered, or is lost. A bag without losses gives everything to somebody.
    const loss = code.model.faults.find(({ kind }) => kind === "loss");
    const isLossy = code.isSet || (loss !== undefined && loss.total === undefined);
    this.silences = code.isSet ? [silentTicks] : isLossy ? [0, silentTicks] : [0];
  }

  /** Why the code does not get done from here; nothing when it does. */
  from(state: CodeState<P>, running: Running): Standstill<P> | undefined {
    for (const silence of this.silences) {
      const stuck = this.follow(state, running, silence);
      if (stuck) return stuck;
    }
    return undefined;
  }

  private follow(state: CodeState<P>, running: Running, silence: number): Standstill<P> | undefined {
    const calm = new Calm(this.core, this.goal, state, running, silence);
    /** With the steps that were taken before. */
    const seen = new Map<string, number>();
    let [steps, left] = [0, 0];
    const stuck = (ending: Standstill<P>["ending"], breach?: Breach): Standstill<P> => ({
      steps: this.stepsOf(new Calm(this.core, this.goal, state, running, silence), steps),
      silence,
      missing: calm.missing() ?? "",
      ending,
      ...(breach ? { breach } : {}),
    });
    for (;;) {
      const key = calm.key;
      const known = this.done.get(key);
      if (known !== undefined) {
        left = known;
        break;
      }
      if (seen.has(key)) return stuck("round");
      seen.set(key, steps);
      const step = calm.advance();
      if (step) {
        this.steps++;
        if (++steps > mostSteps) return stuck("endless");
        if (step.call.breach) return stuck("breach", step.call.breach);
        continue;
      }
      if (calm.missing() === undefined) break;
      if (!calm.isWaiting) return stuck("rest");
      calm.tick();
    }
    for (const [key, before] of seen) this.done.set(key, steps - before + left);
    this.longest = Math.max(this.longest, steps + left);
    return undefined;
  }

  /** The same again, to be told. */
  private stepsOf(calm: Calm<P>, count: number): readonly CalmStep<P>[] {
    const steps: CalmStep<P>[] = [];
    while (steps.length < count) {
      const step = calm.advance();
      if (step) steps.push(step);
      else calm.tick();
    }
    return steps;
  }
}
