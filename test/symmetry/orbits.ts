/**
 * Orbits counted without any normal form: all states are known, each is renamed by every exchange of two neighbours, and what comes
 * out is put together with it. Slow, sure, and sharing nothing with the engine's representatives but how states are written.
 */
import type { Layout, PlainCase, PlainState, PlainValue } from "../../src/engine/index.ts";
import type { Sort, Type } from "../../src/ir/index.ts";

type Names = ReadonlyMap<string, string>;

export interface Orbits {
  readonly count: number;
  /** How many images of states are no states: the members were not interchangeable. */
  readonly strangers: number;
}

export function countOrbits(layout: Layout, sorts: readonly Sort[], states: readonly PlainState[]): Orbits {
  const numbers = new Map(states.map((state, at) => [keyOf(layout, state), at]));
  const parents = Int32Array.from(states.keys());
  const root = (at: number): number => {
    let found = at;
    while (parents[found] !== found) {
      parents[found] = parents[parents[found]!]!;
      found = parents[found]!;
    }
    return found;
  };
  let strangers = 0;
  for (const [at, state] of states.entries()) {
    for (const names of exchangesOf(sorts)) {
      const image = numbers.get(keyOf(layout, renamed(layout, state, names)));
      if (image === undefined) strangers += 1;
      else parents[root(at)] = root(image);
    }
  }
  return { count: states.filter((_state, at) => root(at) === at).length, strangers };
}

/** Exchanges of neighbours, which all renamings are made of. */
function exchangesOf(sorts: readonly Sort[]): readonly Names[] {
  return sorts.flatMap(({ members }) =>
    members.slice(1).map((name, at) => {
      const before = members[at]!;
      return new Map([
        [name, before],
        [before, name],
      ]);
    }),
  );
}

function keyOf(layout: Layout, state: PlainState): string {
  const words = layout.encode(state);
  if ("crowded" in words) throw new Error("a state does not fit");
  return words.join(",");
}

export function renamed(layout: Layout, state: PlainState, names: Names): PlainState {
  const nameOf = (name: string): string => names.get(name) ?? name;
  return {
    variables: layout.model.variables.map(({ type, process }, at) => {
      const values = (state.variables[at] ?? []).map((value) => renamedValue(layout, type, value, names));
      if (!process) return values;
      const moved = [...values];
      for (const [member, name] of process.members.entries())
        moved[process.members.indexOf(nameOf(name))] = values[member]!;
      return moved;
    }),
    networks: state.networks.map((envelopes) =>
      envelopes.map(({ message, from, to, fields }) => ({
        message,
        from: nameOf(from),
        to: nameOf(to),
        fields: message.fields.map(({ type }, at) => renamedValue(layout, type, fields[at]!, names)),
      })),
    ),
  };
}

function renamedValue(layout: Layout, type: Type, value: PlainValue, names: Names): PlainValue {
  const inner = (part: Type, of: PlainValue): PlainValue => renamedValue(layout, part, of, names);
  switch (type.kind) {
    case "process":
    case "symmetric":
      return names.get(value as string) ?? value;
    case "record":
      return type.fields.map((field, at) => inner(field.type, (value as readonly PlainValue[])[at]!));
    case "tuple":
      return type.items.map((item, at) => inner(item, (value as readonly PlainValue[])[at]!));
    case "set":
    case "seq":
    case "bag":
      return (value as readonly PlainValue[]).map((item) => inner(type.item, item));
    case "option":
    case "variant": {
      const { case: at, arguments: given } = value as PlainCase;
      const types = type.kind === "option" ? [type.item] : type.cases[at]!.fields.map((field) => field.type);
      return { case: at, arguments: given.map((item, position) => inner(types[position]!, item)) };
    }
    case "map": {
      const rows = value as readonly PlainValue[];
      const moved = rows.map((item) => inner(type.value, item));
      for (const [ordinal, item] of rows.entries()) {
        const key = inner(type.key, layout.valueOf(type.key, ordinal));
        moved[layout.ordinal(type.key, key)] = inner(type.value, item);
      }
      return moved;
    }
    default:
      return value;
  }
}
