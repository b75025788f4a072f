/**
 * What the code does on its own when nothing fails any more, from a state of the whole on: whoever is down comes back, then
 * messages arrive, timers that have run out fire, clients ask, and when nothing of that is left, a tick passes. Everything
 * comes in a fixed order, so that there is one continuation of each state; equal states have equal keys.
 */
import type { Input, Simulable } from "../../protocols/index.ts";
import type { CalmCall, CalmCore, CalmNode, Letter } from "./calm-core.ts";
import type { CodeState } from "./code-state.ts";
import type { Goal } from "./goal.ts";
import type { Running } from "./running.ts";

interface CalmTimer {
  readonly timer: string;
  /** Ticks. */
  left: number;
}

/** What happened: a node comes back, or has an input. */
export interface CalmStep<P extends Simulable> {
  readonly before: CalmNode<P>;
  /** Without one, it comes back. */
  readonly input?: Input<P>;
  readonly call: CalmCall<P>;
}

export class Calm<P extends Simulable> {
  private readonly core: CalmCore<P>;
  private readonly goal: Goal<P>;
  private readonly nodes: CalmNode<P>[];
  /** Ordered by number. */
  private letters: readonly Letter<P>[];
  /** By node; of each, by name. */
  private readonly timers: CalmTimer[][];
  /** So many ticks long, whatever is sent is lost. */
  private silence: number;
  /** The wish that is next, and how many nodes were asked since the last tick. */
  private wish = 0;
  private asked = 0;

  /** Either what is on its way arrives, or it is lost, and so is what is sent in the first `silence` ticks. */
  constructor(core: CalmCore<P>, goal: Goal<P>, { nodes, network }: CodeState<P>, running: Running, silence: number) {
    this.core = core;
    this.goal = goal;
    this.nodes = nodes.map((node) => core.nodeOf(node));
    const arriving = silence > 0 ? [] : network.filter(({ lost }) => !lost);
    this.letters = arriving
      .flatMap(({ parcel, count }) => Array<Letter<P>>(count).fill(core.letterOf(parcel)))
      .sort((one, other) => one.id - other.id);
    this.timers = running.map((list, at) =>
      list.map(({ timer, wait }) => ({ timer, left: goal.ticks(wait, this.nodes[at]?.name ?? "") })),
    );
    this.silence = silence;
  }

  get key(): string {
    let key = "";
    for (const { id } of this.nodes) key += `${id},`;
    for (const { id } of this.letters) key += `;${id}`;
    for (const list of this.timers) {
      key += "|";
      for (const { timer, left } of list) key += `${timer}${left},`;
    }
    return `${key}|${this.silence} ${this.wish} ${this.asked}`;
  }

  /** The next step, carried out; nothing when time has to pass first. */
  advance(): CalmStep<P> | undefined {
    return this.comeBack() ?? this.arrive() ?? this.fire() ?? this.ask();
  }

  /** What is missing of the goal, where nothing happens before time passes. */
  missing(): string | undefined {
    const wish = this.goal.wishes[this.wish];
    const lack = this.goal.missing(this.nodes.map(({ state }) => state));
    return lack ?? (wish && `${wish.client} is not served`);
  }

  /** Whether anything is left that time would bring about. */
  get isWaiting(): boolean {
    return this.timers.some((list) => list.length > 0);
  }

  tick(): void {
    for (const list of this.timers) for (const timer of list) timer.left--;
    if (this.silence > 0) this.silence--;
    this.asked = 0;
  }

  private comeBack(): CalmStep<P> | undefined {
    const at = this.nodes.findIndex(({ records }) => records !== undefined);
    const before = this.nodes[at];
    return before && this.carryOut(at, { before, call: this.core.restart(before) });
  }

  private arrive(): CalmStep<P> | undefined {
    const [letter, ...rest] = this.letters;
    if (!letter) return undefined;
    this.letters = rest;
    const at = this.nodes.findIndex(({ name }) => name === letter.envelope.to);
    return this.give(at, { kind: "message", ...letter.envelope }, `m${letter.id}`);
  }

  private fire(): CalmStep<P> | undefined {
    const at = this.timers.findIndex((list) => list.some(({ left }) => left <= 0));
    const list = this.timers[at];
    const due = list?.find(({ left }) => left <= 0);
    if (!list || !due) return undefined;
    list.splice(list.indexOf(due), 1);
    return this.give(at, { kind: "timer", timer: due.timer }, `t${due.timer}`);
  }

  private ask(): CalmStep<P> | undefined {
    const wish = this.goal.wishes[this.wish];
    if (!wish) return undefined;
    while (this.asked < this.nodes.length) {
      const at = this.asked++;
      if (wish.to !== undefined && this.nodes[at]?.name !== wish.to) continue;
      const { client, request, isServed } = wish;
      const name = `r${this.wish}`;
      if (!isServed && this.asked === this.nodes.length) {
        this.wish++;
        this.asked = 0;
      }
      return this.give(at, { kind: "request", client, request }, name);
    }
    return undefined;
  }

  private give(at: number, input: Input<P>, name: string): CalmStep<P> | undefined {
    const before = this.nodes[at];
    return before && this.carryOut(at, { before, input, call: this.core.step(before, input, name) });
  }

  private carryOut(at: number, step: CalmStep<P>): CalmStep<P> {
    const { after, sent, started, answers } = step.call;
    this.nodes[at] = after;
    if (this.silence === 0 && sent.length > 0)
      this.letters = [...this.letters, ...sent].sort((one, other) => one.id - other.id);
    if (started.length > 0) this.timers[at] = this.restarted(at, started);
    const wish = this.goal.wishes[this.wish];
    if (wish?.isServed && answers.some((answer) => wish.isServed?.(answer))) {
      this.wish++;
      this.asked = 0;
    }
    return step;
  }

  private restarted(at: number, started: CalmCall<P>["started"]): CalmTimer[] {
    const timers = new Map((this.timers[at] ?? []).map((item) => [item.timer, item]));
    for (const { timer, wait } of started)
      timers.set(timer, { timer, left: this.goal.ticks(wait, this.nodes[at]?.name ?? "") });
    return [...timers.values()].sort((one, other) => (one.timer < other.timer ? -1 : 1));
  }
}
