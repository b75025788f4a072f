/** Type expressions to types: names are looked up, sizes are computed, and what can't be a type is told. */
import { closest, habitHint, type Span } from "../source/index.ts";
import type { CaseNode, Expression, TypeArgument, TypedName, TypeNode } from "../syntax/tree.ts";
import { evaluateConstant } from "./constants.ts";
import type { Context } from "./context.ts";
import type { Names } from "./names.ts";
import { cardinality } from "./type-facts.ts";
import { bool, type Case, type Field, integer, never, type Type } from "./types.ts";

/** The largest size that a capacity or a set of members may have. */
const largest = 2 ** 31 - 1;
/** The largest integer: beyond it they would not be exact. */
const largestInteger = Number.MAX_SAFE_INTEGER;
/** A set is a bitset up to this many values; above, it needs a maximal size. */
const bitset = 128;

/** The value of a constant integer expression; told when it is none. */
export function size(
  context: Context,
  names: Names,
  node: Expression,
  what: string,
  most = largest,
): number | undefined {
  const value = evaluateConstant(node, names);
  if (typeof value === "number" && Number.isInteger(value) && Math.abs(value) <= most) return value;
  context.report("constant-expected", node.span, `${what} must be a constant integer`, {
    expected: "an integer, or arithmetic over parameters",
    found: value === undefined ? "an expression that depends on more than parameters" : String(value),
  });
  return undefined;
}

/** `low..high` with low ≤ high. */
export function constantRange(
  context: Context,
  names: Names,
  node: Expression,
  what: string,
): { low: number; high: number } | undefined {
  let inner = node;
  while (inner.kind === "paren") inner = inner.inner;
  if (inner.kind !== "binary" || inner.operator !== "..") {
    context.report("constant-expected", node.span, `${what} must be a range`, { expected: "1..N" });
    return undefined;
  }
  const low = size(context, names, inner.left, what);
  const high = size(context, names, inner.right, what);
  if (low === undefined || high === undefined) return undefined;
  if (low > high) {
    context.report("empty-type", node.span, `${what}: the range ${low}..${high} is empty`, {
      hint: "check the values of the parameters in it",
    });
    return undefined;
  }
  return { low, high };
}

/** The type that `node` describes; `hint` names a variant that is written in place. Mistakes give `never`. */
export function resolveType(context: Context, names: Names, node: TypeNode, hint: string): Type {
  switch (node.kind) {
    case "rangeType": {
      const low = size(context, names, node.low, "the lower end of a range", largestInteger);
      const high = size(context, names, node.high, "the upper end of a range", largestInteger);
      if (low === undefined || high === undefined) return never;
      if (low > high) {
        context.report("empty-type", node.span, `the range ${low}..${high} is empty`, {
          hint: "check the values of the parameters in it",
        });
        return never;
      }
      return integer(low, high);
    }
    case "recordType":
      return { kind: "record", fields: resolveFields(context, names, node.fields) };
    case "tupleType":
      return { kind: "tuple", items: node.items.map((item, i) => resolveType(context, names, item, `${hint}${i}`)) };
    case "variantType":
      return variant(context, names, node.cases, hint);
    case "symmetricType":
      return declareMembers(
        context,
        names,
        hint,
        node.members.map((member) => member.text),
        false,
        node.span,
      );
    case "memberType": {
      const range = constantRange(context, names, node.range, `the members of ${hint}`);
      if (!range) return never;
      const members = Array.from(
        { length: range.high - range.low + 1 },
        (_, i) => `${node.prefix.text}${range.low + i}`,
      );
      return declareMembers(context, names, hint, members, node.ordered, node.span);
    }
    case "namedType":
      return named(context, names, node);
  }
}

export function resolveFields(context: Context, names: Names, fields: readonly TypedName[]): readonly Field[] {
  const seen = new Set<string>();
  return fields.map((field) => {
    if (seen.has(field.name.text))
      context.report("duplicate-name", field.name.span, `the field \`${field.name.text}\` is declared twice`);
    seen.add(field.name.text);
    return { name: field.name.text, type: resolveType(context, names, field.type, field.name.text) };
  });
}

function variant(context: Context, names: Names, nodes: readonly CaseNode[], name: string): Type {
  const cases: Case[] = [];
  const type: Type = { kind: "variant", name, cases };
  for (const node of nodes) {
    if (cases.some((known) => known.name === node.name.text)) {
      context.report("duplicate-name", node.name.span, `the case \`${node.name.text}\` is declared twice in ${name}`);
    }
    if (node.name.text === "None" || node.name.text === "Some") {
      context.report("duplicate-name", node.name.span, `\`${node.name.text}\` is a case of Option`, {
        hint: "choose another name",
      });
    }
    cases.push({ name: node.name.text, fields: resolveFields(context, names, node.fields) });
    const others = names.cases.get(node.name.text);
    if (others) others.push(type);
    else names.cases.set(node.name.text, [type]);
  }
  return type;
}

function declareMembers(
  context: Context,
  names: Names,
  name: string,
  members: readonly string[],
  ordered: boolean,
  span: Span,
): Type {
  const type: Type = { kind: "symmetric", name, members, ordered };
  for (const member of members) {
    if (names.members.has(member)) context.report("duplicate-name", span, `the member \`${member}\` is declared twice`);
    names.members.set(member, type);
  }
  return type;
}

const collections = {
  Set: "Set<T>",
  Map: "Map<K, V>",
  Seq: "Seq<T, max>",
  Bag: "Bag<T, max>",
  Option: "Option<T>",
} as const;

function named(context: Context, names: Names, node: Extract<TypeNode, { kind: "namedType" }>): Type {
  const word = node.name.text;
  if (word === "Bool" && node.arguments.length === 0) return bool;
  if (word === "Int" && node.arguments.length === 0) return integer(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);
  if (word in collections) return collection(context, names, node, word as keyof typeof collections);
  const known = names.resolve(node.name);
  if (known) {
    if (node.arguments.length > 0) context.report("type-arguments", node.span, `${word} takes no arguments`);
    return known;
  }
  const habit = habitHint(word, "type");
  const near = habit === undefined && closest(word, [...names.typeNames(), ...Object.keys(collections), "Bool"]);
  context.report(
    "unknown-name",
    node.name.span,
    `there is no type \`${word}\``,
    near ? { hint: `did you mean \`${near}\`?` } : habit ? { hint: habit } : {},
  );
  return never;
}

function collection(
  context: Context,
  names: Names,
  node: Extract<TypeNode, { kind: "namedType" }>,
  word: keyof typeof collections,
): Type {
  const [first, second] = node.arguments;
  const wrong = () => {
    context.report("type-arguments", node.span, `${word} needs other arguments`, { expected: collections[word] });
    return never;
  };
  const item = first && argumentType(context, names, first);
  if (!item || node.arguments.length > 2) return wrong();
  const max = () => {
    if (!second) return undefined;
    const value = size(context, names, argumentSize(second), `the maximal size of a ${word}`);
    if (value !== undefined && value < 0)
      context.report("empty-type", node.span, `a ${word} can't have ${value} items`);
    return value;
  };
  switch (word) {
    case "Option":
      return second ? wrong() : { kind: "option", item };
    case "Set": {
      const most = max();
      if (most === undefined && !context.largeSets && cardinality(item) > bitset) {
        context.report("large-set", node.span, `a set of a type with more than ${bitset} values needs a maximal size`, {
          expected: "Set<T, max>",
        });
      }
      return most === undefined ? { kind: "set", item } : { kind: "set", item, max: most };
    }
    case "Map": {
      const value = second && argumentType(context, names, second);
      return value ? { kind: "map", key: item, value } : wrong();
    }
    case "Seq":
      return second ? { kind: "seq", item, max: max() ?? 0 } : wrong();
    case "Bag":
      return second ? { kind: "bag", item, max: max() ?? 0 } : wrong();
  }
}

function argumentType(context: Context, names: Names, argument: TypeArgument): Type | undefined {
  return argument.kind === "type" ? resolveType(context, names, argument.type, "item") : undefined;
}

/** A bare name parses as a type; where a size is expected it is one. */
function argumentSize(argument: TypeArgument): Expression {
  if (argument.kind === "size") return argument.size;
  const { type } = argument;
  const name = type.kind === "namedType" ? type.name.text : "";
  return { kind: "name", name, span: type.span };
}
