/**
 * Where an expression is evaluated: the state that it reads, the state before the step (`old`), who `self` is, what the
 * names stand for, and in a round what was received. Names are unique in a model, so one table holds them all.
 */
import type { Define, Message } from "../ir/index.ts";
import type { Value } from "./machine.ts";
import type { View } from "./state.ts";
import type { Universe } from "./universe.ts";

/** Values of defines without parameters in one state, by the member that they are about. */
export type Memo = Map<Define, Map<string | undefined, Value>>;

export class Scope {
  readonly universe: Universe;
  readonly view: View;
  readonly before: View | undefined;
  readonly self: string | undefined;
  readonly locals: Map<number, Value>;
  /** In a round: what `self` has received of each message. */
  readonly inboxes: ReadonlyMap<Message, Value> | undefined;
  /** Only while `view` does not change and nothing but it is read. */
  readonly memo: Memo | undefined;

  constructor(
    universe: Universe,
    view: View,
    parts: Partial<Pick<Scope, "before" | "self" | "locals" | "inboxes" | "memo">> = {},
  ) {
    this.universe = universe;
    this.view = view;
    this.before = parts.before;
    this.self = parts.self;
    this.locals = parts.locals ?? new Map();
    this.inboxes = parts.inboxes;
    this.memo = parts.memo;
  }

  /** The same place, seen by another member. */
  as(self: string | undefined): Scope {
    if (self === this.self) return this;
    const { before, locals, inboxes, memo } = this;
    return new Scope(this.universe, this.view, { before, self, locals, inboxes, memo });
  }

  /** The state before the step. Outside of steps that is the state itself. */
  past(): Scope {
    if (!this.before) return this;
    const { self, locals, inboxes } = this;
    return new Scope(this.universe, this.before, { self, locals, inboxes });
  }
}
