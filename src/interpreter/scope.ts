/**
 * Where an expression is evaluated: the state that it reads, the state before the step (`old`), who `self` is, what the
 * names stand for, and in a round what was received. Names are unique in a model, so one table holds them all.
 */
import type { Define, Message } from "../ir/index.ts";
import type { Value } from "./machine.ts";
import type { View } from "./state.ts";
import type { Universe } from "./universe.ts";

/** Values of defines in one state, by the member that they are about and their arguments. */
export type Memo = Map<Define, Map<string, Value>>;

type Parts = Partial<Pick<Scope, "before" | "self" | "locals" | "inboxes" | "memo" | "pastMemo">>;

export class Scope {
  readonly universe: Universe;
  readonly view: View;
  readonly before: View | undefined;
  readonly self: string | undefined;
  readonly locals: Map<number, Value>;
  /** In a round: what `self` has received of each message. */
  readonly inboxes: ReadonlyMap<Message, Value> | undefined;
  /** What is known of `view`, if it does not change. */
  readonly memo: Memo | undefined;
  /** What is known of `before`. */
  readonly pastMemo: Memo | undefined;

  constructor(universe: Universe, view: View, parts: Parts = {}) {
    this.universe = universe;
    this.view = view;
    this.before = parts.before;
    this.self = parts.self;
    this.locals = parts.locals ?? new Map();
    this.inboxes = parts.inboxes;
    this.memo = parts.memo;
    this.pastMemo = parts.pastMemo;
  }

  /** The same place, seen by another member. */
  as(self: string | undefined): Scope {
    if (self === this.self) return this;
    const { before, locals, inboxes, memo, pastMemo } = this;
    return new Scope(this.universe, this.view, { before, self, locals, inboxes, memo, pastMemo });
  }

  /** The state before the step. Outside of steps that is the state itself. */
  past(): Scope {
    if (!this.before) return this;
    const { self, locals, inboxes, pastMemo } = this;
    return new Scope(this.universe, this.before, { self, locals, inboxes, memo: pastMemo });
  }
}
