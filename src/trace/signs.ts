/**
 * Signs of life noted while the interpreter visits the states: what the compiled engine notes by itself. Whoever searches a
 * machine searches what `watched` makes of it instead.
 */
import type { Expansion, Machine, Observer, State } from "../interpreter/index.ts";
import { asSearchable } from "../interpreter/index.ts";
import { type Pick, signsOf } from "../ir/index.ts";

export interface Watched {
  readonly searchable: ReturnType<typeof asSearchable>;
  /** 1 for each sign that was seen (`signsOf`). */
  readonly seen: Uint8Array;
  /** Nothing more is noted. */
  readonly end: () => void;
}

export function watched(machine: Machine): Watched {
  const { model } = machine;
  const signs = signsOf(model);
  const seen = new Uint8Array(signs.count);
  const observer: Observer = {
    evaluated: () => {},
    executed: () => {},
    chosen: (statement, ways) => {
      const own = signs.picks.get(statement as Pick);
      if (!own) return;
      seen[own.reached] = 1;
      if (ways > 1) seen[own.several] = 1;
    },
  };
  machine.watch(observer);
  const note = ({ steps, cuts }: Expansion): void => {
    for (const { action, forged } of [...steps.map(({ label }) => label), ...cuts]) {
      seen[signs.actions.get(action) ?? -1] = 1;
      if (forged) seen[signs.forged] = 1;
    }
  };
  const look = (property: number, state: State, old: State | undefined): void => {
    for (const { sign, formulas, property: own } of signs.implications) {
      if (own !== property || seen[sign] === 1) continue;
      const isSeen = formulas.some((formula) => {
        const result = machine.evaluate(formula, state, old);
        return "value" in result && result.value;
      });
      if (isSeen) seen[sign] = 1;
    }
  };
  const searchable = asSearchable(machine);
  return {
    seen,
    end: () => machine.watch(undefined),
    searchable: {
      ...searchable,
      expand: (state) => {
        const expansion = searchable.expand(state);
        note(expansion);
        return expansion;
      },
      property: (position, state, old) => {
        look(position, state, old);
        return searchable.property(position, state, old);
      },
    },
  };
}
