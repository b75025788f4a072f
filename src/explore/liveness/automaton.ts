/**
 * From a formula to a generalised Büchi automaton with acceptance on transitions, by the tableau of Couvreur ("On-the-fly
 * verification of linear temporal logic", 1999): a state is the set of formulas that are owed, a transition takes apart what
 * is owed now and says what is owed next. Each `until` has a set: the transitions that do not put it off. A behaviour is
 * accepted when some run takes a transition of every set infinitely often.
 */
import type { Literal, Normal } from "./formula.ts";

export interface Transition {
  /** All of them hold of the state and of the step that leaves it. */
  readonly literals: readonly Literal[];
  readonly target: number;
  /** The sets that it is in. */
  readonly sets: readonly number[];
}

export interface Automaton {
  /** By state. */
  readonly transitions: readonly (readonly Transition[])[];
  readonly initial: number;
  readonly setCount: number;
  /** Groups of states that reach each other, each before those that it leads to; `accepts`: a run may stay in it. */
  readonly components: readonly { readonly states: readonly number[]; readonly accepts: boolean }[];
}

/** What one way to meet all that is owed comes to. */
interface Way {
  readonly literals: ReadonlyMap<string, Literal>;
  readonly next: ReadonlyMap<string, Normal>;
  /** Keys of `until`s that are put off. */
  readonly postponed: ReadonlySet<string>;
}

export function automatonOf(formula: Normal): Automaton {
  const numbers = new Map<string, number>();
  const owed: (readonly Normal[])[] = [];
  const numberOf = (formulas: readonly Normal[]): number => {
    const sorted = [...formulas].sort((a, b) => (a.key < b.key ? -1 : 1));
    const name = sorted.map(({ key }) => key).join(" ");
    let number = numbers.get(name);
    if (number === undefined) {
      number = owed.push(sorted) - 1;
      numbers.set(name, number);
    }
    return number;
  };
  const initial = numberOf(formula.kind === "true" ? [] : [formula]);
  const drafts: { readonly way: Way; readonly target: number }[][] = [];
  const untils = new Set<string>();
  for (let state = 0; state < owed.length; state++) {
    const ways = leastOf(waysOf(owed[state] ?? []));
    drafts.push(ways.map((way) => ({ way, target: numberOf([...way.next.values()]) })));
    for (const { postponed } of ways) for (const key of postponed) untils.add(key);
  }
  const sets = [...untils];
  const transitions = drafts.map((list) =>
    list.map(
      ({ way, target }): Transition => ({
        literals: [...way.literals.values()],
        target,
        sets: [...sets.keys()].filter((at) => !way.postponed.has(sets[at] as string)),
      }),
    ),
  );
  return trimmed(merged({ transitions, initial, setCount: sets.length }));
}

/** All ways to meet what is owed. */
function waysOf(formulas: readonly Normal[]): Way[] {
  const ways: Way[] = [];
  const go = (todo: readonly Normal[], way: Way): void => {
    const [first, ...rest] = todo;
    if (!first) ways.push(way);
    else for (const [more, next] of alternatives(first, way)) go([...more, ...rest], next);
  };
  go(formulas, { literals: new Map(), next: new Map(), postponed: new Set() });
  return ways;
}

/** How one formula can be met: what has to hold now beyond it, and what has been decided. */
function alternatives(formula: Normal, way: Way): readonly (readonly [readonly Normal[], Way])[] {
  switch (formula.kind) {
    case "true":
      return [[[], way]];
    case "false":
      return [];
    case "literal": {
      const opposite = formula.negated ? formula.key.slice(1) : `!${formula.key}`;
      if (way.literals.has(opposite)) return [];
      return [[[], { ...way, literals: new Map([...way.literals, [formula.key, formula]]) }]];
    }
    case "and":
      return [[formula.operands, way]];
    case "or":
      return formula.operands.map((operand) => [[operand], way]);
    case "until":
      return [
        [[formula.right], way],
        [[formula.left], later(formula, way, formula.key)],
      ];
    case "release": {
      const inner = recurring(formula);
      // □◇: what is owed next says it again, so that the ◇ of now need not be remembered.
      if (inner)
        return [
          [[inner.right], later(formula, way)],
          [[], later(formula, way, inner.key)],
        ];
      return [
        [[formula.left, formula.right], way],
        [[formula.right], later(formula, way)],
      ];
    }
  }
}

function recurring(formula: Extract<Normal, { kind: "until" | "release" }>) {
  const { left, right } = formula;
  return left.kind === "false" && right.kind === "until" && right.left.kind === "true" ? right : undefined;
}

const later = (formula: Normal, way: Way, postponed?: string): Way => ({
  literals: way.literals,
  next: new Map([...way.next, [formula.key, formula]]),
  postponed: postponed === undefined ? way.postponed : new Set([...way.postponed, postponed]),
});

/** Leaves out ways that ask for more than another one and promise no more. */
function leastOf(ways: readonly Way[]): readonly Way[] {
  const named = ways.map((way) => ({ way, next: [...way.next.keys()].sort().join(" ") }));
  const isLess = (a: Way, b: Way) =>
    [...a.literals.keys()].every((key) => b.literals.has(key)) && [...a.postponed].every((key) => b.postponed.has(key));
  const same = (a: Way, b: Way) => a.literals.size === b.literals.size && a.postponed.size === b.postponed.size;
  return named
    .filter(
      (one, at) =>
        !named.some(
          (other, place) =>
            place !== at &&
            other.next === one.next &&
            isLess(other.way, one.way) &&
            (!same(other.way, one.way) || place < at),
        ),
    )
    .map(({ way }) => way);
}

type Plain = Omit<Automaton, "components">;

/** Makes one of states that do the same. */
function merged(automaton: Plain): Plain {
  let { transitions, initial } = automaton;
  for (;;) {
    const first = new Map<string, number>();
    const target: number[] = [];
    let count = 0;
    for (const [state, list] of transitions.entries()) {
      const text = [...new Set(list.map((item) => textOf(item)))].sort().join("\n");
      const known = first.get(text);
      target[state] = known ?? count;
      if (known === undefined) first.set(text, count++);
    }
    if (count === transitions.length) return { ...automaton, transitions, initial };
    const kept = transitions.filter((_list, state) => target.indexOf(target[state] as number) === state);
    transitions = kept.map((list) => {
      const moved = list.map((item) => ({ ...item, target: target[item.target] as number }));
      return moved.filter((item, at) => moved.findIndex((other) => textOf(other) === textOf(item)) === at);
    });
    initial = target[initial] as number;
  }
}

function textOf({ literals, target, sets }: Transition): string {
  const keys = literals.map(({ key }) => key).sort();
  return `${keys.join("&")} ${target} ${sets.join()}`;
}

/** Leaves out states from which no run is accepted, and finds the components of the rest. */
function trimmed({ transitions, initial, setCount }: Plain): Automaton {
  const all = componentsOf(transitions, initial).map((states) => ({
    states,
    accepts: accepts(states, transitions, setCount),
  }));
  const useful = new Set<number>();
  for (const { states, accepts: isAccepting } of [...all].reverse()) {
    const leads = states.some((state) => transitions[state]?.some(({ target }) => useful.has(target)));
    if (isAccepting || leads) for (const state of states) useful.add(state);
  }
  const order = [...useful].sort((a, b) => a - b);
  const renamed = new Map(order.map((state, at) => [state, at]));
  const kept = order.map((state) =>
    (transitions[state] ?? []).flatMap((item) => {
      const target = renamed.get(item.target);
      return target === undefined ? [] : [{ ...item, target }];
    }),
  );
  const components = all
    .filter(({ states }) => states.some((state) => useful.has(state)))
    .map(({ states, accepts: isAccepting }) => ({
      states: states.map((state) => renamed.get(state) as number),
      accepts: isAccepting,
    }));
  return { transitions: kept, initial: renamed.get(initial) ?? -1, setCount, components };
}

function accepts(states: readonly number[], transitions: Plain["transitions"], setCount: number): boolean {
  const inner = states.flatMap((state) => (transitions[state] ?? []).filter(({ target }) => states.includes(target)));
  return inner.length > 0 && new Set(inner.flatMap(({ sets }) => sets)).size === setCount;
}

/** Strongly connected components, each before those that it leads to (Tarjan, 1972). Automata are small: this recurses. */
function componentsOf(transitions: Plain["transitions"], initial: number): readonly (readonly number[])[] {
  const found: number[][] = [];
  const index = new Map<number, number>();
  const low = new Map<number, number>();
  const stack: number[] = [];
  const open = new Set<number>();
  const visit = (state: number): number => {
    const number = index.size;
    index.set(state, number);
    stack.push(state);
    open.add(state);
    let least = number;
    for (const { target } of transitions[state] ?? []) {
      if (!index.has(target)) least = Math.min(least, visit(target));
      else if (open.has(target)) least = Math.min(least, low.get(target) ?? (index.get(target) as number));
    }
    low.set(state, least);
    if (least === number) {
      const component = stack.splice(stack.indexOf(state));
      for (const member of component) open.delete(member);
      found.unshift(component);
    }
    return least;
  };
  visit(initial);
  return found;
}
