/**
 * The interpreter's states as the engine knows them, and back: plain values are neither Immutable collections nor cells.
 * What the one evaluator reached, the other can look at.
 */
import type { Layout, PlainCase, PlainState, PlainValue } from "../engine/index.ts";
import {
  bagValue,
  ImmutableMap,
  ImmutableSet,
  List,
  type Machine,
  type MapValue,
  mapValue,
  none,
  type State,
  some,
  type Value,
  type Variant,
  variant,
} from "../interpreter/index.ts";
import type { Model, Type } from "../ir/index.ts";
import { assert, unreachable } from "../source/index.ts";

/** A state of the model in plain values. */
export function toPlain(layout: Layout, state: State): PlainState {
  const { model } = layout;
  return {
    variables: model.variables.map((variable) =>
      (variable.process?.members ?? [undefined]).map((member) =>
        plainOf(layout, variable.type, state.get(variable, member)),
      ),
    ),
    networks: model.networks.map((network) =>
      state.envelopes(network.id).flatMap(({ envelope: { message, from, to, fields }, count }) => {
        const values = message.fields.map(({ type }, at) => plainOf(layout, type, itemAt(fields, at)));
        return Array.from({ length: count }, () => ({ message, from, to, fields: values }));
      }),
    ),
  };
}

function itemAt(list: List<Value>, at: number): Value {
  const value = list.get(at);
  assert(value !== undefined, "a part is missing");
  return value;
}

function plainOf(layout: Layout, type: Type, value: Value): PlainValue {
  const inner = (part: Type, of: Value): PlainValue => plainOf(layout, part, of);
  switch (type.kind) {
    case "bool":
    case "int":
    case "symmetric":
    case "process":
      return value as boolean | number | string;
    case "never":
      return false;
    case "variant": {
      const { index, arguments: items } = value as Variant;
      const fields = type.cases[index]?.fields ?? [];
      return { case: index, arguments: fields.map((field, at) => inner(field.type, itemAt(items, at))) };
    }
    case "option": {
      const { index, arguments: items } = value as Variant;
      return { case: index, arguments: items.toArray().map((item) => inner(type.item, item)) } satisfies PlainCase;
    }
    case "record":
      return type.fields.map((field) => {
        const part = (value as ImmutableMap<string, Value>).get(field.name);
        assert(part !== undefined, `no field ${field.name}`);
        return inner(field.type, part);
      });
    case "tuple":
      return type.items.map((item, at) => inner(item, itemAt(value as List<Value>, at)));
    case "seq":
      return (value as List<Value>).toArray().map((item) => inner(type.item, item));
    case "set":
      return [...(value as Iterable<Value>)].map((item) => inner(type.item, item));
    case "bag":
      return [...(value as MapValue).entries].flatMap(([item, count]) =>
        Array.from({ length: count as number }, () => inner(type.item, item)),
      );
    case "map": {
      const { entries } = value as MapValue;
      const rows = new Map([...entries].map(([key, item]) => [layout.ordinal(type.key, inner(type.key, key)), item]));
      return Array.from({ length: layout.ordinals(type.key) }, (_none, ordinal) => {
        const item = rows.get(ordinal);
        return item === undefined ? layout.zero(type.value) : inner(type.value, item);
      });
    }
    default:
      return unreachable(type);
  }
}

/** The machine's state that a plain one stands for. */
export function fromPlain(layout: Layout, machine: Machine, state: PlainState): State {
  const values = layout.model.variables.map((variable, at) =>
    (state.variables[at] ?? []).map((value) => valueFrom(layout, variable.type, value)),
  );
  const envelopes = state.networks.map((network) =>
    network.map(({ message, from, to, fields }) => ({
      message,
      from,
      to,
      fields: List(message.fields.map(({ type }, at) => valueFrom(layout, type, fields[at] ?? false))),
    })),
  );
  return machine.stateWith(values, envelopes);
}

function valueFrom(layout: Layout, type: Type, value: PlainValue): Value {
  const inner = (part: Type, of: PlainValue | undefined): Value => valueFrom(layout, part, of ?? false);
  const list = value as readonly PlainValue[];
  switch (type.kind) {
    case "bool":
    case "int":
    case "symmetric":
    case "process":
      return value as boolean | number | string;
    case "never":
      return false;
    case "variant": {
      const { case: at, arguments: items } = value as PlainCase;
      const found = type.cases[at];
      assert(found, "a case of the type");
      return variant(
        found.name,
        at,
        found.fields.map((field, position) => inner(field.type, items[position])),
      );
    }
    case "option": {
      const { case: at, arguments: items } = value as PlainCase;
      return at === 0 ? none : some(inner(type.item, items[0]));
    }
    case "record":
      return ImmutableMap(type.fields.map((field, at): [string, Value] => [field.name, inner(field.type, list[at])]));
    case "tuple":
      return List(type.items.map((item, at) => inner(item, list[at])));
    case "seq":
      return List(list.map((item) => inner(type.item, item)));
    case "set":
      return ImmutableSet(list.map((item) => inner(type.item, item)));
    case "bag":
      return bagValue(
        ImmutableMap<Value, Value>().withMutations((counts) => {
          for (const item of list) {
            const one = inner(type.item, item);
            counts.set(one, ((counts.get(one) as number | undefined) ?? 0) + 1);
          }
        }),
      );
    case "map": {
      const rows = list.flatMap((item, ordinal): [Value, Value][] => {
        const key = layout.valueOf(type.key, ordinal);
        return isProper(layout, type.key, key) ? [[inner(type.key, key), inner(type.value, item)]] : [];
      });
      return mapValue(ImmutableMap(rows));
    }
    default:
      return unreachable(type);
  }
}

/** Whether what a number stands for is a value of its type: of bags and of sets with a maximum some are not. */
function isProper(layout: Layout, type: Type, value: PlainValue): boolean {
  const list = value as readonly PlainValue[];
  const all = (types: readonly Type[], values: readonly PlainValue[]): boolean =>
    values.every((item, at) => isProper(layout, types[at] ?? { kind: "never" }, item));
  switch (type.kind) {
    case "set":
      return list.length <= (type.max ?? list.length) && list.every((item) => isProper(layout, type.item, item));
    case "bag": {
      const ordinals = list.map((item) => layout.ordinal(type.item, item));
      return ordinals.every((ordinal, at) => at === 0 || ordinal >= (ordinals[at - 1] ?? 0));
    }
    case "seq":
      return list.every((item) => isProper(layout, type.item, item));
    case "map":
      return list.every((item) => isProper(layout, type.value, item));
    case "tuple":
      return all(type.items, list);
    case "record":
      return all(
        type.fields.map((field) => field.type),
        list,
      );
    case "option":
      return all([type.item], (value as PlainCase).arguments);
    case "variant": {
      const { case: at, arguments: items } = value as PlainCase;
      return all(type.cases[at]?.fields.map((field) => field.type) ?? [], items);
    }
    default:
      return true;
  }
}

/** Where two plain states differ, in words; undefined when they are equal. */
export function firstDifference(model: Model, left: PlainState, right: PlainState): string | undefined {
  for (const [at, variable] of model.variables.entries()) {
    for (const [member, value] of (left.variables[at] ?? []).entries()) {
      const [a, b] = [JSON.stringify(value), JSON.stringify(right.variables[at]?.[member])];
      const owner = variable.process ? `${variable.process.members[member]}.` : "";
      if (a !== b) return `${owner}${variable.name}: ${a} and ${b}`;
    }
  }
  for (const network of model.networks) {
    const show = (state: PlainState): string =>
      (state.networks[network.id] ?? [])
        .map(({ message, from, to, fields }) => `${message.name}${JSON.stringify(fields)} ${from}>${to}`)
        .join("; ");
    if (show(left) !== show(right)) return `network ${network.id}: ${show(left)} and ${show(right)}`;
  }
  return undefined;
}
