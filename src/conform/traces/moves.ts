/**
 * What can come next in a log: for each node whose next event is not held up by others, the places that its explanations
 * lead to; and the silent steps that are allowed. What holds an event up are the clocks, times and lines that the header
 * promises, and nothing else.
 */

import type { Envelope, Machine, State, Step } from "../../interpreter/index.ts";
import type { Action } from "../../ir/index.ts";
import type { HeaderLine } from "../../protocols/index.ts";
import type { Overlooked } from "./comparison.ts";
import type { Item, LogItems } from "./log-items.ts";
import type { Matcher, Matches } from "./matcher.ts";
import type { Messages } from "./messages.ts";
import { checkBounds } from "./out-of-bounds.ts";
import type { Move, Place } from "./place.ts";
import { eachStatement } from "./reads.ts";

/** What is assumed about a log beyond what it tells: nothing, unless somebody asks what would make it acceptable. */
export interface Assumptions {
  /** Events that are passed over, `node i`. */
  readonly ignored?: ReadonlySet<string>;
  /** Values that are not compared, by event. */
  readonly overlooked?: ReadonlyMap<string, Overlooked>;
  /** Faults that may happen so often without a line, beside those that may anyway. */
  readonly silent?: ReadonlyMap<string, number>;
}

export interface SilentSteps {
  readonly actions: readonly Action[];
  /** Between two events. */
  readonly atMost: number;
  /** Faults that no line tells of: how many there may be of each kind; without a number, any. */
  readonly faults: ReadonlyMap<string, number | undefined>;
}

export interface Surroundings {
  readonly header: HeaderLine;
  readonly items: LogItems;
  readonly matcher: Matcher;
  readonly messages: Messages;
  readonly silent: SilentSteps;
  readonly assumptions: Assumptions;
  /** How many events a gap without an end may stand for. */
  readonly gapAtMost: number;
  /** Model errors that no bound is to blame for, by their messages. */
  readonly real: ReadonlySet<string>;
}

export const eventName = (node: string, i: number): string => `${node} ${i}`;

export class Moves {
  readonly around: Surroundings;
  private readonly machine: Machine;
  private readonly nodes: readonly string[];
  private readonly nodeOf: ReadonlyMap<string, string>;
  /** Budgets that stood in the way, in words. */
  readonly limits = new Set<string>();

  constructor(around: Surroundings) {
    this.around = around;
    this.machine = around.matcher.machine;
    this.nodes = around.header.nodes;
    this.nodeOf = new Map(this.nodes.map((node) => [around.matcher.member(node), node]));
  }

  next(place: Place, node: number): Item | undefined {
    return this.around.items.at(node, place.positions[node] ?? 0);
  }

  ended(place: Place): boolean {
    return this.nodes.every((_name, node) => this.next(place, node) === undefined);
  }

  /** Nodes whose next item has everything before it that must be, in the order of their lines. */
  ready(place: Place): readonly number[] {
    const waiting = this.nodes.flatMap((_name, node) => {
      const item = this.next(place, node);
      return item ? [{ node, item }] : [];
    });
    return waiting
      .filter(({ node, item }) => this.holding(place, node, item) === undefined)
      .sort((one, other) => one.item.line - other.item.line)
      .map(({ node }) => node);
  }

  /** The node that has to go first. */
  holding(place: Place, node: number, item: Item): string | undefined {
    const { order } = this.around.header;
    const others = this.nodes.flatMap((name, other) => (other === node ? [] : [{ name, other }]));
    if (order.includes("vc") && item.kind === "event" && item.event.vc) {
      const { vc } = item.event;
      const late = others.find(({ name, other }) => (place.reached[other] ?? 0) < (vc[name] ?? 0));
      if (late) return late.name;
    }
    const times = order.includes("ts") && item.kind === "event" ? item.event.ts : undefined;
    const lines = order.includes("lines");
    if (!times && !lines) return undefined;
    return others.find(({ other }) => {
      const theirs = this.next(place, other);
      if (!theirs) return false;
      if (lines && theirs.line < item.line) return true;
      return times && theirs.kind === "event" && theirs.event.ts && theirs.event.ts[1] < times[0];
    })?.name;
  }

  /** Whether more explanations may come while other nodes go on. */
  isOpen(item: Item): boolean {
    return item.kind === "gap" || (!this.around.header.order.includes("vc") && this.around.matcher.isOpen(item));
  }

  /** Places after the next item of `node`. */
  explain(place: Place, node: number): readonly Place[] {
    const item = this.next(place, node);
    if (!item) return [];
    if (item.kind === "gap") return this.passGap(place, node, item);
    if (item.kind === "event" && this.around.assumptions.ignored?.has(eventName(item.event.node, item.event.i)))
      return [this.after(place, { kind: "event", node, item, steps: [] }, place.state, item.event.i, true)];
    const { explanations } = this.match(place, item, false);
    const number = item.kind === "event" ? item.event.i : item.fault.i;
    const different = this.distinct(explanations);
    const ordered =
      different.length > 1 && item.kind === "event" ? this.likeliestFirst(different, place, item) : different;
    return ordered.map(({ steps, target }, at) => {
      const others =
        ordered.length > 1 ? ordered.filter((_one, other) => other !== at).map((one) => one.target) : undefined;
      const kind = item.kind === "event" ? "event" : "fault";
      return this.after(place, { kind, node, item, steps, ...(others ? { others } : {}) }, target, number, true);
    });
  }

  match(place: Place, item: Extract<Item, { readonly kind: "event" | "fault" }>, explained: boolean): Matches {
    const clock = this.around.header.order.includes("vc") && item.kind === "event" ? item.event.vc : undefined;
    const received = (envelope: Envelope) =>
      clock === undefined || this.around.messages.canReceive(envelope, place.sends, this.nodeOf, clock);
    const overlooked =
      item.kind === "event"
        ? this.around.assumptions.overlooked?.get(eventName(item.event.node, item.event.i))
        : undefined;
    const matches = this.around.matcher.match(item, place.state, received, explained, overlooked);
    checkBounds(matches.refusals, this.around.real);
    return matches;
  }

  private distinct<T extends { readonly target: State }>(explanations: readonly T[]): readonly T[] {
    if (explanations.length < 2) return explanations;
    const known = new Map(explanations.map((one) => [this.machine.key(one.target), one]));
    return [...known.values()];
  }

  /** The message that the clock points at, else the one that has waited longest. */
  private likeliestFirst<T extends { readonly steps: readonly Step[] }>(
    ways: readonly T[],
    place: Place,
    { event }: Extract<Item, { readonly kind: "event" }>,
  ): readonly T[] {
    const { messages } = this.around;
    const rank = ({ steps }: T): number => {
      const envelope = steps.find(({ label }) => label.envelope)?.label.envelope;
      const sender = envelope && this.nodeOf.get(envelope.from);
      if (!envelope || sender === undefined) return 0;
      const known = event.vc?.[sender];
      const lost = messages.probablyLost(envelope, place.sends) ? 1_000_000_000 : 0;
      return known === undefined
        ? lost + messages.earliest(envelope, place.sends)
        : lost + known - messages.latest(envelope, place.sends, known);
    };
    return ways
      .map((way) => ({ way, rank: rank(way) }))
      .sort((one, other) => one.rank - other.rank)
      .map(({ way }) => way);
  }

  // ------------------------------------------------------------------------------------------------------- gaps

  private passGap(place: Place, node: number, gap: Extract<Item, { readonly kind: "gap" }>): readonly Place[] {
    const done = place.within[node] ?? 0;
    const wanted = gap.to === undefined ? undefined : gap.to - gap.from + 1;
    const leave = wanted === undefined || done === wanted ? [this.leaveGap(place, node, gap, done)] : [];
    if (done === (wanted ?? this.around.gapAtMost)) {
      if (wanted === undefined) this.limits.add(`a gap may stand for ${this.around.gapAtMost} events at most`);
      return leave;
    }
    const self = this.around.matcher.member(this.nodes[node] ?? "");
    const actions = this.machine.model.actions.filter(
      ({ process, kind }) => process?.members.includes(self) && ownSteps.has(kind),
    );
    const steps = actions.flatMap((action) => this.take(place, action, self));
    const inside = steps.map((step) => {
      const move: Move = { kind: "gap", node, item: gap, steps: [step] };
      const after = this.after(place, move, step.target, gap.from + done, false);
      return {
        ...after,
        within: place.within.with(node, done + 1),
        reached: place.reached.with(node, gap.from + done),
      };
    });
    return [...leave, ...inside];
  }

  private leaveGap(place: Place, node: number, gap: Extract<Item, { readonly kind: "gap" }>, done: number): Place {
    const after = this.after(place, { kind: "gap", node, item: gap, steps: [] }, place.state, gap.from + done, true);
    const following = this.around.items.at(node, (place.positions[node] ?? 0) + 1);
    const number = following?.kind === "event" ? following.event.i - 1 : (gap.to ?? gap.from);
    return {
      ...after,
      explained: place.explained,
      within: place.within.with(node, 0),
      reached: place.reached.with(node, Math.max(place.reached[node] ?? 0, number)),
    };
  }

  // ------------------------------------------------------------------------------------------------ silent steps

  get hasSilent(): boolean {
    const { actions, faults } = this.around.silent;
    return actions.length > 0 || faults.size > 0;
  }

  /** Steps that no line tells of: of one node, when only that one is followed and they send nothing; else of everybody. */
  silent(place: Place, node?: number): readonly Place[] {
    const { actions, atMost, faults } = this.around.silent;
    const self =
      node === undefined || this.silentSends() ? undefined : this.around.matcher.member(this.nodes[node] ?? "");
    const found: Place[] = [];
    const bodies = this.machine.model.actions.filter((action) => actions.includes(action) || faults.has(action.kind));
    for (const action of bodies) {
      if (self !== undefined && action.process && !action.process.members.includes(self)) continue;
      const fault = !actions.includes(action);
      const steps = this.take(place, action, self).filter(({ target }) => target !== place.state);
      if (steps.length === 0) continue;
      if (fault && this.spent(place, action.kind)) {
        this.limits.add(`${action.kind} may happen ${faults.get(action.kind)} times without a line in the log`);
        continue;
      }
      if (!fault && place.silent >= atMost) {
        this.limits.add(`${atMost} silent steps may lie between two events`);
        continue;
      }
      for (const step of steps) {
        const actor =
          step.label.self === undefined ? undefined : this.nodes.indexOf(this.nodeOf.get(step.label.self) ?? "");
        const number = actor === undefined ? 0 : (place.reached[actor] ?? 0);
        const after = this.after(place, { kind: "silent", node: actor, steps: [step] }, step.target, number, false);
        const used = fault ? place.faults.update(action.kind, 0, (count) => count + 1) : place.faults;
        found.push({ ...after, silent: place.silent + (fault ? 0 : 1), faults: used });
      }
    }
    return found;
  }

  /** Whether others may have to wait for what a silent step sends. */
  private silentSends(): boolean {
    const { actions, faults } = this.around.silent;
    let sends = false;
    for (const action of this.machine.model.actions)
      if (actions.includes(action) || faults.has(action.kind))
        eachStatement(action.body, ({ kind }) => {
          sends ||= kind === "send";
        });
    return sends;
  }

  private spent(place: Place, kind: string): boolean {
    const budget = this.around.silent.faults.get(kind);
    return budget !== undefined && place.faults.get(kind, 0) >= budget;
  }

  private take(place: Place, action: Action, self: string | undefined): readonly Step[] {
    const attempt = this.machine.take(place.state, {
      action,
      ...(self === undefined || !action.process ? {} : { self }),
    });
    checkBounds(attempt.refusals, this.around.real);
    return attempt.steps;
  }

  private after(place: Place, move: Move, target: State, number: number, passes: boolean): Place {
    const followed = this.around.messages.follow(move.steps, target, place.sends, number);
    const { node } = move;
    const steps = followed.copied.length > 0 ? [...move.steps, ...followed.copied] : move.steps;
    const moved = passes && node !== undefined;
    return {
      state: followed.state,
      positions: moved ? place.positions.with(node, (place.positions[node] ?? 0) + 1) : place.positions,
      reached: moved ? place.reached.with(node, Math.max(place.reached[node] ?? 0, number)) : place.reached,
      within: place.within,
      silent: passes ? 0 : place.silent,
      faults: place.faults,
      sends: followed.sends,
      explained: place.explained + (passes && move.kind !== "gap" ? 1 : 0),
      via: { ...move, steps },
      before: place,
    };
  }
}

const ownSteps = new Set<Action["kind"]>(["action", "step", "handler"]);
