/**
 * What never changes while a model runs, computed once: where each variable lies in a state, who belongs to which kind,
 * the order of members, and the values of types. Everything else in this room is handed the universe of its model.
 */
import { Set as ImmutableSet } from "immutable";
import {
  cardinality,
  type Model,
  type ProcessType,
  type SymmetricType,
  type Type,
  type Variable,
} from "../ir/index.ts";
import { assert, type Span } from "../source/index.ts";
import { enumerate, mostValues } from "./domains.ts";
import { fail } from "./failure.ts";
import type { Value } from "./machine.ts";
import type { Observed, Observer } from "./observer.ts";
import { Order } from "./order.ts";

/** All values of a type, in order and as a set. */
export interface Domain {
  readonly items: readonly Value[];
  readonly set: ImmutableSet<Value>;
}

export class Universe implements Observed {
  readonly model: Model;
  readonly order: Order;
  /** How many values a state holds beside its networks. */
  readonly slotCount: number;
  observer: Observer | undefined;
  /** More than 0 while something is tried out that does not happen. */
  trials = 0;
  readonly #slots = new Map<number, number | ReadonlyMap<string, number>>();
  readonly #numbers = new Map<string, number>();
  readonly #domains = new WeakMap<Type, Domain>();

  constructor(model: Model, observer?: Observer) {
    this.model = model;
    this.observer = observer;
    const ranks = new Map<string, number>();
    const enter = (members: readonly string[], firstIndex: number) => {
      for (const [at, member] of members.entries()) {
        if (!ranks.has(member)) ranks.set(member, ranks.size);
        this.#numbers.set(member, firstIndex + at);
      }
    };
    for (const kind of model.processes) enter(kind.members, kind.firstIndex);
    for (const type of symmetricTypes(model)) enter(type.members, Number(/\d+$/.exec(type.members[0] ?? "")?.[0] ?? 1));
    this.order = new Order(ranks);

    let next = 0;
    for (const variable of model.variables) {
      if (!variable.process) this.#slots.set(variable.id, next++);
      else this.#slots.set(variable.id, new Map(variable.process.members.map((member) => [member, next++])));
    }
    this.slotCount = next;
  }

  /** Where a state keeps `variable`, of `owner` when it belongs to a process. */
  slot(variable: Variable, owner: string | undefined): number {
    const slots = this.#slots.get(variable.id);
    const slot = typeof slots === "object" && owner !== undefined ? slots.get(owner) : slots;
    assert(typeof slot === "number", `no slot for ${variable.name} of ${owner ?? "the model"}`);
    return slot;
  }

  /** All values of a type; a model error at `span` when nobody could wait for them. */
  domain(type: Type, span: Span): Domain {
    let domain = this.#domains.get(type);
    if (!domain) {
      const size = cardinality(type);
      if (size > mostValues) fail("capacity", `this type has ${size} values, too many to go through one by one`, span);
      const items = enumerate(type, this.order);
      domain = { items, set: ImmutableSet(items) };
      this.#domains.set(type, domain);
    }
    return domain;
  }

  /** The number in an ordered member's name, as `index` gives it. */
  number(member: string): number {
    const number = this.#numbers.get(member);
    assert(number !== undefined, `${member} is no member`);
    return number;
  }
}

/** The members of the kinds of a process type, in order. */
export const membersOf = (type: ProcessType): readonly string[] => type.kinds.flatMap((kind) => kind.members);

/** Every symmetric type that a model mentions anywhere: types have no list of their own. */
function symmetricTypes(model: Model): readonly SymmetricType[] {
  const found: SymmetricType[] = [];
  const seen = new Set<object>();
  const waiting: unknown[] = [model];
  while (waiting.length > 0) {
    const part = waiting.pop();
    if (typeof part !== "object" || part === null || seen.has(part)) continue;
    seen.add(part);
    if ("kind" in part && part.kind === "symmetric") found.push(part as SymmetricType);
    // Reversed, so that what is declared first is also met first.
    for (const [name, inner] of Object.entries(part).reverse()) if (name !== "span") waiting.push(inner);
  }
  return found;
}
