/** All values of a type as constant expressions: what a quantifier over behaviours and `for each` go through. */
import type { Span } from "../source/index.ts";
import type { Expr } from "./model.ts";
import { cardinality } from "./type-facts.ts";
import { bool, type Field, type Type } from "./types.ts";

/** Values for which a temporal formula may be repeated. */
export const mostValues = 4096;

/** In the type's order; undefined where there are too many, or a type that is not written as constants. */
export function valuesOf(type: Type, span: Span): readonly Expr[] | undefined {
  if (!(cardinality(type) <= mostValues)) return undefined;
  switch (type.kind) {
    case "bool":
      return [false, true].map((value): Expr => ({ kind: "literal", value, type: bool, span }));
    case "int":
      return Array.from({ length: Math.max(0, type.high - type.low + 1) }, (_none, at): Expr => {
        const value = type.low + at;
        return { kind: "literal", value, type: { kind: "int", low: value, high: value }, span };
      });
    case "symmetric":
      return type.members.map((name): Expr => ({ kind: "member", name, type, span }));
    case "process":
      return type.kinds.flatMap((kind) =>
        kind.members.map((name): Expr => ({ kind: "member", name, type: { kind: "process", kinds: [kind] }, span })),
      );
    case "variant":
      return collect(type.cases, ({ fields }, caseIndex) => {
        const rows = rowsOf(fields, span);
        return rows?.map((row): Expr => ({ kind: "construct", caseIndex, arguments: row, type, span }));
      });
    case "option": {
      const items = valuesOf(type.item, span);
      const none: Expr = { kind: "construct", caseIndex: 0, arguments: [], type, span };
      return items && [none, ...items.map((item): Expr => ({ ...none, caseIndex: 1, arguments: [item] }))];
    }
    case "record":
      return rowsOf(type.fields, span)?.map((row): Expr => {
        const fields = type.fields.map(({ name }, at) => ({ name, value: row[at] as Expr }));
        return { kind: "record", fields, type, span };
      });
    case "tuple": {
      const fields = type.items.map((item) => ({ name: "", type: item }));
      return rowsOf(fields, span)?.map((items): Expr => ({ kind: "tuple", items, type, span }));
    }
    case "never":
      return [];
    case "set":
    case "map":
    case "seq":
    case "bag":
      return undefined;
  }
}

function collect<T>(
  items: readonly T[],
  each: (item: T, at: number) => readonly Expr[] | undefined,
): readonly Expr[] | undefined {
  const lists = items.map(each);
  return lists.every((list) => list !== undefined) ? lists.flat() : undefined;
}

/** Every way to give the fields values, the last field changing fastest. */
function rowsOf(fields: readonly Field[], span: Span): readonly (readonly Expr[])[] | undefined {
  let rows: (readonly Expr[])[] = [[]];
  for (const { type } of fields) {
    const values = valuesOf(type, span);
    if (!values) return undefined;
    rows = rows.flatMap((row) => values.map((value) => [...row, value]));
  }
  return rows;
}

/** A text that is equal for equal constants of one type only; `nameOf`: with its members called otherwise. */
export function constantText(expr: Expr, nameOf: (member: string) => string = (name) => name): string {
  const text = (part: Expr) => constantText(part, nameOf);
  switch (expr.kind) {
    case "literal":
      return String(expr.value);
    case "member":
      return nameOf(expr.name);
    case "construct": {
      const name =
        expr.type.kind === "variant"
          ? (expr.type.cases[expr.caseIndex]?.name ?? "")
          : (["None", "Some"][expr.caseIndex] ?? "");
      return expr.arguments.length === 0 ? name : `${name}(${expr.arguments.map(text).join(", ")})`;
    }
    case "record":
      return `{ ${expr.fields.map(({ name, value }) => `${name}: ${text(value)}`).join(", ")} }`;
    case "tuple":
      return `(${expr.items.map(text).join(", ")})`;
    default:
      return "?";
  }
}
