/**
 * Nondeterminism by running again: a body is run as if it were deterministic, and asks `choose` whenever there are several
 * ways on. `everyWay` runs it once for every sequence of answers, in lexicographic order. So statements need no copies of
 * the state at each choice, and no continuation: they read as they are written.
 */
import { assert } from "../source/index.ts";

export class Choices {
  readonly #taken: { at: number; readonly of: number; readonly ways?: readonly unknown[] }[] = [];
  #position = 0;
  /** The first choice that differs from the run before; everything that happens before it has happened before. */
  #changed = 0;

  /** One of `of` ways, by number. */
  choose(of: number): number {
    assert(of > 0, "a choice without a way on");
    if (of === 1) return 0;
    if (this.#position === this.#taken.length) this.#taken.push({ at: 0, of });
    const choice = this.#taken[this.#position++]!;
    assert(choice.of === of, "a run is not repeatable");
    return choice.at;
  }

  /** One of the ways that `list` makes, or none when there is none: listed once, and not again by the runs that come after. */
  among<T>(list: () => readonly T[]): T | undefined {
    const known = this.#taken[this.#position]?.ways as readonly T[] | undefined;
    if (known) return known[this.#taken[this.#position++]!.at];
    const ways = list();
    if (ways.length > 0) this.#position = this.#taken.push({ at: 0, of: ways.length, ways });
    return ways[0];
  }

  /** Whether this run has left the path of the run before. */
  get fresh(): boolean {
    return this.#position >= this.#changed;
  }

  /** Turns to the next sequence of answers, if there is one. */
  advance(): boolean {
    let last = this.#taken.pop();
    while (last && last.at === last.of - 1) last = this.#taken.pop();
    if (!last) return false;
    this.#taken.push({ ...last, at: last.at + 1 });
    this.#changed = this.#taken.length;
    this.#position = 0;
    return true;
  }
}

/** Runs `run` once for every way through its choices. */
export function everyWay(run: (choices: Choices) => void): void {
  const choices = new Choices();
  do run(choices);
  while (choices.advance());
}
