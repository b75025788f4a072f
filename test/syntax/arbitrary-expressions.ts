/**
 * Random expressions and types. Raw trees come without parentheses; `parenthesise` puts them where the grammar's precedence needs
 * them, so that the text of a tree reads as that tree again.
 */
import fc from "fast-check";
import type { Span } from "../../src/source/index.ts";
import { level, operators } from "../../src/syntax/operators.ts";
import type {
  Binder,
  Comprehension,
  Expression,
  MessageValue,
  Name,
  Pattern,
  Setting,
  Text,
  TypedName,
  TypeNode,
} from "../../src/syntax/tree.ts";

export const nowhere: Span = { source: { path: "", text: "" }, start: 0, end: 0 };

// Names, some of which are words of the grammar elsewhere. Those that mean something at the start of a statement or a step
// are not among them: there the grammar takes them for what they mean.
const plainNames = [
  "x",
  "y",
  "p1",
  "_",
  "näme",
  "名字",
  "state",
  "type",
  "timer",
  "step",
  "holds",
  "msg",
  "self",
  "each",
];
export const nameText = fc.constantFrom(...plainNames);
export const name: fc.Arbitrary<Name> = nameText.map((text) => ({ text, span: nowhere }));
/** After `.` and as a field: any word. */
export const word: fc.Arbitrary<Name> = fc
  .constantFrom(...plainNames, "from", "to", "if", "is", "match", "in", "and")
  .map((text) => ({ text, span: nowhere }));
export const text: fc.Arbitrary<Text> = fc
  .oneof(fc.string({ maxLength: 8 }), fc.constantFrom('"', "\\", "a\nb", "\t", "定义 49.2"))
  .filter((value) => !/[\r\p{C}\u2028\u2029]/u.test(value.replace(/[\n\t]/g, "")))
  .map((value) => ({ value, span: nowhere }));

const symbolsOf = (operator: string): string[] => {
  const found = operators.find((candidate) => candidate.name === operator);
  return found ? [found.ascii, ...found.unicode] : [operator];
};
const symbol = (operator: string) => fc.constantFrom(...symbolsOf(operator));

// ------------------------------------------------------------------------------------------------------- parentheses

const test = 5.5;
const negation = 9.5;
const atom = 10;

function levelOf(e: Expression): number {
  if (e.kind === "binary") return operators.find(({ name: operator }) => operator === e.operator)?.level ?? atom;
  if (e.kind === "junction") return e.operator === "or" ? level.or : level.and;
  if (e.kind === "unary") return e.operator === "negate" ? negation : test;
  if (e.kind === "is" || e.kind === "at") return level.relation;
  return atom;
}

/** Expressions that take everything behind them. */
const isOpen = (e: Expression) => e.kind === "quantifier" || e.kind === "if" || e.kind === "choose";

/** `e` where the grammar wants something that binds at least as tightly as `least`; `last` if nothing follows it there. */
export function parenthesise(e: Expression, least: number, last: boolean): Expression {
  const needed = isOpen(e) ? !last || least > negation : levelOf(e) < least;
  return needed ? { kind: "paren", inner: parenthesise(e, 0, true), span: nowhere } : parenthesiseInside(e, last);
}

function parenthesiseInside(e: Expression, last: boolean): Expression {
  switch (e.kind) {
    case "unary":
      return { ...e, operand: parenthesise(e.operand, e.operator === "negate" ? atom : test, last) };
    case "binary": {
      const own = levelOf(e);
      const leftAssociative = own >= level.sum;
      const left = parenthesise(e.left, leftAssociative ? own : own + (own === level.relation ? 1 : 0.5), false);
      const right = parenthesise(
        e.right,
        own === level.implies ? own : own === level.product ? negation : own + 1,
        last,
      );
      return {
        ...e,
        left: own === level.iff || own === level.leads ? parenthesise(e.left, own + 1, false) : left,
        right,
      };
    }
    case "junction": {
      const least = e.operator === "or" ? level.and : test;
      return {
        ...e,
        items: e.items.map((item, index) => parenthesise(item, least, last && index === e.items.length - 1)),
      };
    }
    case "is":
    case "at":
      return { ...e, operand: parenthesise(e.operand, level.range, false) };
    default:
      return e;
  }
}

const top = (e: Expression) => parenthesise(e, 0, true);
const suffixed = (e: Expression) => parenthesise(e, atom, false);

// ------------------------------------------------------------------------------------------------------- expressions

const integer = fc.nat({ max: 1000 }).map((value): Expression => ({ kind: "integer", value, span: nowhere }));
const variable = nameText.map((text): Expression => ({ kind: "name", name: text, span: nowhere }));
const leaf = fc.oneof(
  integer,
  variable,
  fc.boolean().map((value): Expression => ({ kind: "boolean", value, span: nowhere })),
);

const binaryOperators = operators.filter(
  ({ name: operator, level: at }) => at !== undefined && operator !== "and" && operator !== "or",
);

export const pattern: fc.Arbitrary<Pattern> = fc.record({
  name,
  binds: fc.option(fc.array(name, { minLength: 1, maxLength: 2 }), { nil: undefined }),
  span: fc.constant(nowhere),
});

const { any } = fc.letrec<{ any: Expression }>((tie) => {
  const sub = tie("any");
  const span = fc.constant(nowhere);
  const open = sub.map(top);
  const list = (minLength: number) => fc.array(open, { minLength, maxLength: 3 });
  const binder = makeBinder(sub);
  const binders = fc.array(binder, { minLength: 1, maxLength: 2 });
  const where = fc.option(open, { nil: undefined });
  const comprehension: fc.Arbitrary<Comprehension> = fc.record({ binders, where });
  const settings = makeSettings(sub);
  const message = makeMessage(sub);
  const optional = fc.option(open, { nil: undefined });

  const binary = fc.constantFrom(...binaryOperators).chain(({ name: operator }) =>
    fc.record({
      kind: fc.constant("binary" as const),
      operator: fc.constant(operator),
      symbol: symbol(operator),
      left: sub,
      right: sub,
      span,
    }),
  );
  const unary = fc
    .constantFrom("not" as const, "always" as const, "eventually" as const, "negate" as const)
    .chain((operator) =>
      fc.record({
        kind: fc.constant("unary" as const),
        operator: fc.constant(operator),
        symbol: operator === "negate" ? fc.constant("-") : symbol(operator),
        operand: sub,
        span,
      }),
    );
  const junction = fc.tuple(fc.constantFrom("and" as const, "or" as const), fc.boolean()).chain(([operator, leading]) =>
    fc.record({
      kind: fc.constant("junction" as const),
      operator: fc.constant(operator),
      symbol: symbol(operator),
      leading: fc.constant(leading),
      items: fc.array(sub, { minLength: leading ? 1 : 2, maxLength: 3 }),
      span,
    }),
  );
  const quantifier = fc.constantFrom("forall" as const, "exists" as const).chain((operator) =>
    fc.record({
      kind: fc.constant("quantifier" as const),
      quantifier: fc.constant(operator),
      symbol: symbol(operator),
      binders,
      body: open,
      span,
    }),
  );
  const constant = <T extends string>(kind: T) => fc.constant(kind);
  const composite = fc.oneof(
    binary as fc.Arbitrary<Expression>,
    unary,
    junction,
    quantifier,
    fc.record({ kind: constant("is"), operand: sub, case: name, span }),
    fc.record({ kind: constant("at"), operand: sub, label: name, span }),
    fc.record({ kind: constant("choose"), binder, where, span }),
    fc.record({ kind: constant("if"), condition: open, then: open, otherwise: open, span }),
    fc.record({
      kind: constant("match"),
      subject: open,
      arms: fc.array(fc.record({ pattern, value: open }), { minLength: 1, maxLength: 2 }),
      span,
    }),
    fc.record({ kind: constant("sent"), message, from: optional, to: optional, span }),
    fc.record({
      kind: constant("aggregate"),
      operator: fc.constantFrom("count" as const, "sum" as const),
      value: fc.constant(undefined),
      comprehension,
      span,
    }),
    fc.record({
      kind: constant("aggregate"),
      operator: fc.constantFrom("count" as const, "sum" as const),
      value: sub.map((e) => parenthesise(e, level.range, false)), // `sum(x in S)` binds x
      comprehension: fc.option(comprehension, { nil: undefined }),
      span,
    }),
    fc.record({ kind: constant("tuple"), items: list(2), span }),
    fc.record({ kind: constant("set"), items: list(0), span }),
    fc.record({ kind: constant("setOf"), value: open, comprehension, span }),
    fc.record({
      kind: constant("record"),
      fields: fc.array(fc.record({ name: word, value: open }), { minLength: 1, maxLength: 3 }),
      span,
    }),
    fc.record({
      kind: constant("mapOf"),
      key: sub.map((e) => parenthesise(e, 0, false)),
      value: open,
      comprehension,
      span,
    }),
    fc.record({ kind: constant("sequence"), items: list(0), span }),
    fc.record({ kind: constant("sequenceOf"), value: open, comprehension, span }),
    fc.record({ kind: constant("field"), object: sub.map(suffixed), field: word, on: fc.constant(false), span }),
    fc.record({ kind: constant("field"), object: sub.map(suffixed), field: name, on: fc.constant(true), span }),
    fc.record({ kind: constant("index"), object: sub.map(suffixed), index: open, span }),
    fc.record({ kind: constant("call"), callee: sub.map(suffixed), arguments: list(0), span }),
    fc.record({ kind: fc.constantFrom("with" as const, "under" as const), object: sub.map(suffixed), settings, span }),
  );
  return { any: fc.oneof({ maxDepth: 4, depthSize: "small" }, leaf, composite) };
});

function makeBinder(sub: fc.Arbitrary<Expression>): fc.Arbitrary<Binder> {
  return fc.record({ name, symbol: symbol("in"), domain: sub.map((e) => parenthesise(e, level.range, false)) });
}

function makeSettings(sub: fc.Arbitrary<Expression>): fc.Arbitrary<Setting[]> {
  const target: fc.Arbitrary<Setting["target"]> = fc.oneof(
    fc.array(word, { minLength: 1, maxLength: 2 }).map((names) => ({ kind: "path" as const, names })),
    sub.map((e) => ({ kind: "key" as const, key: top(e) })),
  );
  const separator = fc.constantFrom(":" as const, "=" as const);
  return fc.array(fc.record({ target, separator, value: sub.map(top), span: fc.constant(nowhere) }), { maxLength: 2 });
}

function makeMessage(sub: fc.Arbitrary<Expression>): fc.Arbitrary<MessageValue> {
  const value = fc.option(sub.map(top), { nil: undefined });
  return fc.record({
    name,
    fields: fc.array(fc.record({ name: word, value }), { maxLength: 3 }),
    span: fc.constant(nowhere),
  });
}

/** Any expression, parenthesised for a place of its own. */
export const expression: fc.Arbitrary<Expression> = any.map(top);
export const binders = fc.array(makeBinder(any), { minLength: 1, maxLength: 2 });
export const settings = makeSettings(any);
export const messageValue = makeMessage(any);
/** An expression that starts with a name and is not opened up: a place, a receiver. */
export const place: fc.Arbitrary<Expression> = fc.oneof(
  variable,
  fc
    .tuple(variable, expression)
    .map(([object, index]): Expression => ({ kind: "index", object, index, span: nowhere })),
  fc
    .tuple(variable, word)
    .map(([object, field]): Expression => ({ kind: "field", object, field, on: false, span: nowhere })),
);
export const call: fc.Arbitrary<Expression> = fc
  .tuple(place, fc.array(expression, { maxLength: 2 }))
  .map(([callee, items]) => ({ kind: "call", callee, arguments: items, span: nowhere }));

// ------------------------------------------------------------------------------------------------------------- types

/** What a size or a bound can start with: the grammar tells it from a type by what follows its first operand. */
const bound = fc.oneof(
  integer,
  fc.tuple(fc.oneof(variable, integer), fc.constantFrom("+" as const, "-" as const, "*" as const), leaf).map(
    ([left, operator, right]): Expression => ({
      kind: "binary",
      operator,
      symbol: operator,
      left,
      right,
      span: nowhere,
    }),
  ),
);
const low = fc.oneof(bound, variable, call);

export const { type } = fc.letrec<{ type: TypeNode; typed: TypedName[] }>((tie) => {
  const span = fc.constant(nowhere);
  const sub = tie("type");
  const fields = fc.array(fc.record({ name, type: sub }), { minLength: 1, maxLength: 2 });
  const argument = fc.oneof(
    sub.map((inner) => ({ kind: "type" as const, type: inner })),
    bound.map((size) => ({ kind: "size" as const, size })),
  );
  const named = fc.record({
    kind: fc.constant("namedType" as const),
    name,
    arguments: fc.array(argument, { maxLength: 2 }),
    span,
  });
  const range = fc.record({ kind: fc.constant("rangeType" as const), low, high: low, span });
  return {
    typed: fields,
    type: fc.oneof(
      { maxDepth: 3, depthSize: "small" },
      range,
      named,
      fc.record({ kind: fc.constant("recordType" as const), fields, span }),
      fc.record({
        kind: fc.constant("tupleType" as const),
        items: fc.array(sub, { minLength: 2, maxLength: 3 }),
        span,
      }),
    ),
  };
});

export const typedNames = fc.array(fc.record({ name, type }), { maxLength: 2 });

export const typeDefinition: fc.Arbitrary<TypeNode> = fc.oneof(
  type,
  fc.record({
    kind: fc.constant("variantType" as const),
    cases: fc.array(fc.record({ name, fields: typedNames }), { minLength: 1, maxLength: 3 }),
    span: fc.constant(nowhere),
  }),
  fc.record({
    kind: fc.constant("symmetricType" as const),
    members: fc.array(name, { minLength: 1, maxLength: 3 }),
    span: fc.constant(nowhere),
  }),
  fc.record({
    kind: fc.constant("memberType" as const),
    prefix: name,
    range: expression,
    symmetric: fc.boolean(),
    ordered: fc.boolean(),
    span: fc.constant(nowhere),
  }),
);
