/** Random files: statements, declarations and units around random expressions and types. */
import fc from "fast-check";
import type {
  Block,
  Code,
  Declaration,
  FairAtom,
  FieldDeclaration,
  File,
  HandlerEvent,
  Outcome,
  RunStep,
  RunTarget,
  Statement,
  Unit,
} from "../../src/syntax/tree.ts";
import {
  binders,
  call,
  expression,
  messageValue,
  name,
  nowhere,
  pattern,
  place,
  settings,
  text,
  type,
  typeDefinition,
  typedNames,
  word,
} from "./arbitrary-expressions.ts";

const span = fc.constant(nowhere);
const kind = <T extends string>(...kinds: T[]) => fc.constantFrom(...kinds);
const optional = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined });
const guard = optional(expression);
const names = fc.array(name, { minLength: 1, maxLength: 2 });
const cites = fc.array(fc.record({ texts: fc.array(text, { minLength: 1, maxLength: 2 }), span }), { maxLength: 1 });
const doc = optional(fc.constantFrom("one line", "two\nlines", "", "  indented, 中文"));

// --------------------------------------------------------------------------------------------------------- statements

const { block } = fc.letrec<{ statement: Statement; block: Block }>((tie) => {
  const inner = tie("block");
  const body = inner;
  const simple: fc.Arbitrary<Statement> = fc.oneof(
    fc.record({ kind: kind("assign"), place, operator: kind(":=", "+=", "-="), value: expression, span }),
    fc.record({ kind: kind("call"), call, span }),
    fc.record({ kind: kind("let", "var"), name, type: optional(type), value: expression, span }),
    fc.record({ kind: kind("send"), message: messageValue, to: expression, span }),
    fc.record({ kind: kind("broadcast"), message: messageValue, to: optional(expression), span }),
    fc.record({ kind: kind("reply"), message: messageValue, span }),
    fc.record({ kind: kind("insert", "remove", "append"), value: expression, place, span }),
    fc.record({
      kind: kind("invoke"),
      history: name,
      operation: word,
      arguments: fc.array(expression, { maxLength: 2 }),
      by: optional(expression),
      span,
    }),
    fc.record({ kind: kind("respond"), history: name, value: optional(expression), by: optional(expression), span }),
    fc.record({ kind: kind("start"), timer: name, at: optional(expression), span }),
    fc.record({ kind: kind("stop", "goto"), name, span }),
    fc.record({ kind: kind("require"), condition: expression, span }),
    fc.record({ kind: kind("assert"), condition: expression, why: text, span }),
    fc.record({ kind: kind("return"), value: optional(expression), span }),
  );
  const compound: fc.Arbitrary<Statement> = fc.oneof(
    fc.record({
      kind: kind("if"),
      condition: expression,
      then: body,
      otherwise: optional(body),
      elseIf: fc.constant(false),
      span,
    }),
    fc.tuple(expression, body, expression, body, optional(body)).map(
      ([first, then, second, next, otherwise]): Statement => ({
        kind: "if",
        condition: first,
        then,
        elseIf: true,
        otherwise: {
          statements: [{ kind: "if", condition: second, then: next, otherwise, elseIf: false, span: nowhere }],
          span: nowhere,
        },
        span: nowhere,
      }),
    ),
    fc.record({
      kind: kind("match"),
      subject: expression,
      arms: fc.array(fc.record({ pattern, body }), { minLength: 1, maxLength: 2 }),
      span,
    }),
    fc.record({ kind: kind("for"), binders, where: guard, body, span }),
    fc.record({ kind: kind("pick"), binders, where: guard, body: optional(body), span }),
  );
  return {
    statement: fc.oneof({ maxDepth: 2, depthSize: "small" }, simple, compound),
    block: fc.record({ statements: fc.array(tie("statement"), { maxLength: 3 }), span }),
  };
});

// ------------------------------------------------------------------------------------------------------- declarations

const field: fc.Arbitrary<FieldDeclaration> = fc.record({
  kind: kind("field"),
  storage: kind("state", "ghost", "shared", "durable", "volatile"),
  timer: fc.constant(false),
  name,
  type: typeDefinition,
  initial: optional(
    fc.oneof(
      fc.record({ mode: kind("="), symbol: kind("="), value: expression }),
      fc.record({ mode: kind("in"), symbol: kind("in", "∈"), value: expression }),
    ),
  ),
  doc,
  span,
});
const timer = field.map((made): FieldDeclaration => ({ ...made, storage: "durable", timer: true }));

const event: fc.Arbitrary<HandlerEvent> = fc.oneof(
  fc.record({ kind: kind("message"), message: name, from: optional(name) }),
  fc.record({ kind: kind("round"), index: optional(place) }),
  fc.record({ kind: kind("restart") }),
);

const code: fc.Arbitrary<Code> = fc.oneof(
  fc.record({ kind: kind("handler"), event, guard, body: block, doc, span }),
  fc.record({
    kind: kind("action"),
    urgent: fc.boolean(),
    name,
    binders: fc.oneof(fc.constant([]), binders),
    guard,
    bound: optional(expression),
    body: block,
    doc,
    span,
  }),
  fc.record({
    kind: kind("task"),
    name,
    steps: fc.array(fc.record({ name, guard, body: block, doc, span }), { maxLength: 2 }),
    doc,
    span,
  }),
  fc.record({ kind: kind("procedure"), name, parameters: typedNames, body: block, doc, span }),
  fc.record({
    kind: kind("define"),
    name,
    parameters: optional(typedNames),
    result: optional(type),
    value: expression,
    doc,
    span,
  }),
);

const fairAtom: fc.Arbitrary<FairAtom> = fc.oneof(
  fc.record({ kind: kind("name"), process: optional(name), name }),
  fc.record({ kind: kind("on"), process: optional(name), message: name }),
  fc.record({ kind: kind("deliver"), message: name }),
);

const outcome: fc.Arbitrary<Outcome> = fc.oneof(
  fc.record({ kind: kind("holds", "bounded", "deadlocks"), span }),
  fc.record({ kind: kind("violates"), property: name, span }),
  fc.record({ kind: kind("states", "transitions"), count: fc.nat(), span }),
);

const runTarget: fc.Arbitrary<RunTarget> = fc.oneof(
  fc.record({
    kind: kind("action"),
    process: optional(name),
    name,
    arguments: fc.array(expression, { maxLength: 2 }),
    picks: settings,
    span,
  }),
  fc.record({
    kind: kind("message"),
    verb: kind("deliver", "lose", "duplicate", "forge"),
    message: messageValue,
    from: optional(place),
    to: optional(place),
    picks: settings,
    span,
  }),
  fc.record({
    kind: kind("environment"),
    verb: kind("crash", "restart", "pause", "resume", "drift", "partition"),
    subject: place,
    picks: settings,
    span,
  }),
  fc.record({ kind: kind("environment"), verb: kind("heal", "tick", "round"), picks: settings, span }),
);

const runStep: fc.Arbitrary<RunStep> = fc.oneof(
  fc.record({ kind: kind("step", "expectDisabled"), target: runTarget, span }),
  fc.record({ kind: kind("expect"), condition: expression, span }),
);

const declaration: fc.Arbitrary<Declaration> = fc.oneof(
  fc.record({ kind: kind("param"), name, type: optional(type), value: expression, doc, span }),
  fc.record({ kind: kind("assume"), condition: expression, doc, span }),
  fc.record({ kind: kind("type"), name, definition: optional(typeDefinition), doc, span }),
  fc.record({
    kind: kind("message"),
    name,
    fields: typedNames,
    from: fc.oneof(fc.constant([]), names),
    to: fc.oneof(fc.constant([]), names),
    doc,
    span,
  }),
  fc.record({
    kind: kind("network"),
    discipline: kind("unordered", "fifo", "set", "synchronous"),
    rounds: optional(expression),
    capacity: optional(expression),
    each: fc.boolean(),
    overflow: optional(kind("error", "drop", "block", "bound")),
    carries: fc.oneof(fc.constant([]), names),
    doc,
    span,
  }),
  field,
  timer,
  fc.record({
    kind: kind("process"),
    name,
    alias: name,
    range: optional(expression),
    ordered: fc.boolean(),
    body: fc.array(fc.oneof(field, timer, code), { maxLength: 3 }),
    doc,
    span,
  }),
  code,
  fc.record({ kind: kind("fault"), fault: name, settings: optional(settings), doc, span }),
  fc.record({
    kind: kind("fair"),
    strength: kind("weak", "strong"),
    targets: fc.array(
      fc.oneof(
        fc.record({ atoms: fairAtom.map((atom) => [atom]), grouped: fc.constant(false), as: optional(name), span }),
        fc.record({
          atoms: fc.array(fairAtom, { minLength: 1, maxLength: 3 }),
          grouped: fc.constant(true),
          as: optional(name),
          span,
        }),
      ),
      { minLength: 1, maxLength: 2 },
    ),
    when: guard,
    forEach: fc.oneof(fc.constant([]), fc.array(word, { minLength: 1, maxLength: 2 })),
    doc,
    span,
  }),
  fc.record({
    kind: kind("satisfies", "refines"),
    target: name,
    only: optional(names),
    binders: fc.oneof(fc.constant([]), binders),
    mapping: fc.array(fc.record({ name, part: optional(word), value: expression }), { maxLength: 3 }),
    assuming: fc.array(expression, { maxLength: 1 }),
    except: fc.array(fc.record({ axiom: name, because: text }), { maxLength: 1 }),
    doc,
    span,
  }),
  fc.record({
    kind: kind("property"),
    modifier: optional(kind("step", "liveness")),
    form: kind("axiom", "invariant", "property", "reachable", "theorem", "possible"),
    name,
    cites,
    formula: expression,
    doc,
    span,
  }),
  fc.record({ kind: kind("terminal", "constraint", "initially"), condition: expression, doc, span }),
  fc.record({
    kind: kind("object"),
    name,
    fields: fc.array(field, { maxLength: 2 }),
    operations: fc.array(fc.record({ name, parameters: typedNames, result: optional(type), body: block, span }), {
      maxLength: 2,
    }),
    doc,
    span,
  }),
  fc.record({ kind: kind("history"), name, object: name, by: name, atMost: optional(expression), doc, span }),
  fc.record({ kind: kind("family"), name, model: name, parameters: names, binders, doc, span }),
  fc.record({
    kind: kind("check"),
    name,
    settings,
    checks: optional(names),
    outcomes: fc.array(outcome, { minLength: 1, maxLength: 2 }),
    doc,
    span,
  }),
  fc.record({ kind: kind("run"), name, steps: fc.array(runStep, { maxLength: 4 }), doc, span }),
);

const unit: fc.Arbitrary<Unit> = fc.record({
  kind: kind("theory", "model"),
  name,
  cites,
  declarations: fc.array(declaration, { maxLength: 5 }),
  doc,
  span,
});

export const file: fc.Arbitrary<File> = fc.record({
  uses: fc.array(text, { maxLength: 2 }),
  units: fc.array(unit, { minLength: 1, maxLength: 2 }),
  comments: fc.constant([]),
  span,
});
