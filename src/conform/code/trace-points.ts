/**
 * Trace points in code, `turn.trace("on Vote", { … })`: their names must be there to be read, and are compared with the
 * model's actions in both directions, with the names of their arguments.
 */
import { type CallExpression, Node, SyntaxKind } from "ts-morph";
import type { Action, Model } from "../../ir/index.ts";
import { closest, type Diagnostic, type Span } from "../../source/index.ts";
import { calleeOf, isFunction, nameOf, unwrap } from "./calls.ts";
import type { Code } from "./code.ts";
import { isNamed, type Names } from "./names.ts";

export interface CodePoint {
  /** `commit`, or `Coordinator.commit` where processes share a name. */
  readonly name: string;
  readonly span: Span;
  /** Names of its arguments; absent when they can't be read off. */
  readonly args?: readonly string[];
}

export interface TracePoints {
  readonly points: readonly CodePoint[];
  readonly diagnostics: readonly Diagnostic[];
}

export function findTracePoints(code: Code, names: Names): TracePoints {
  const points: CodePoint[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const file of code.project.getSourceFiles()) {
    if (!code.isChecked(file)) continue;
    for (const call of file.getDescendantsOfKind(SyntaxKind.CallExpression)) {
      const callee = calleeOf(call);
      if (!callee || !isNamed(names.trace, callee.name, callee.receivers) || standsInOne(call, names)) continue;
      const [first, second] = call.getArguments();
      const texts = first && literals(first);
      if (texts) {
        const span = code.spanOf(call);
        points.push(...texts.map((name) => ({ name, span, args: argumentNames(second) })));
      } else {
        diagnostics.push({
          rule: "unreadable-trace-point",
          span: code.spanOf(first ?? call),
          message: "the name of this trace point can't be read off",
          hint: "write the action's name as a string, where the step is taken",
        });
      }
    }
  }
  return { points, diagnostics };
}

/** What stands inside a function of such a name passes on what it is given: the trace points are where that is called. */
function standsInOne(call: CallExpression, names: Names): boolean {
  return call
    .getAncestors()
    .some((node) => isFunction(node) && names.trace.some((pattern) => nameOf(node) === lastWord(pattern)));
}

const lastWord = (pattern: string): string => pattern.slice(pattern.lastIndexOf(".") + 1);

/** The strings that an expression can be: a literal, a choice between some, or a constant that is one of these. */
function literals(expression: Node): readonly string[] | undefined {
  const node = unwrap(expression);
  if (Node.isStringLiteral(node) || Node.isNoSubstitutionTemplateLiteral(node)) return [node.getLiteralText()];
  if (Node.isConditionalExpression(node)) {
    const [yes, no] = [literals(node.getWhenTrue()), literals(node.getWhenFalse())];
    return yes && no && [...yes, ...no];
  }
  if (!Node.isIdentifier(node) && !Node.isPropertyAccessExpression(node)) return undefined;
  const symbol = node.getSymbol();
  const declared = (symbol?.isAlias() ? symbol.getAliasedSymbol() : symbol)?.getDeclarations()[0];
  if (!declared || (!Node.isVariableDeclaration(declared) && !Node.isPropertyAssignment(declared))) return undefined;
  const isConstant =
    !Node.isVariableDeclaration(declared) || declared.getVariableStatement()?.getDeclarationKind() === "const";
  const value = declared.getInitializer();
  return isConstant && value ? literals(value) : undefined;
}

function argumentNames(node: Node | undefined): readonly string[] | undefined {
  if (node === undefined) return [];
  const object = unwrap(node);
  if (!Node.isObjectLiteralExpression(object)) return undefined;
  const properties = object.getProperties();
  if (properties.some((property) => Node.isSpreadAssignment(property))) return undefined;
  return properties.map((property) => ("getName" in property ? property.getName() : ""));
}

/** Steps that processes take; what the environment does to them is in nobody's code. */
export const codedActions = (model: Model): readonly Action[] =>
  model.actions.filter(({ kind }) => kind === "action" || kind === "step" || kind === "handler" || kind === "round");

export function compareActions(
  model: Model,
  { points, diagnostics }: TracePoints,
  names: Names,
): readonly Diagnostic[] {
  const actions = codedActions(model);
  const qualified = ({ process, name }: Action) => (process ? `${process.name}.${name}` : name);
  const known = [...new Set(actions.flatMap((action) => [action.name, qualified(action)]))];
  const found: Diagnostic[] = [...diagnostics];
  for (const untraced of names.untraced)
    if (!known.includes(untraced))
      found.push({
        rule: "unknown-action",
        message: `${model.name} has no action \`${untraced}\` that could go without a trace point`,
        hint: suggestion(untraced, known),
      });
  for (const action of actions) {
    const own = [action.name, qualified(action)];
    if (own.some((name) => names.untraced.includes(name) || points.some((point) => point.name === name))) continue;
    if (found.some((item) => item.rule === "missing-trace-point" && item.span?.start === action.span.start)) continue;
    found.push({
      rule: "missing-trace-point",
      span: action.span,
      message: `the code has no trace point for \`${qualified(action)}\``,
      hint: "a step of the code that is this action ends in a trace point of its name",
    });
  }
  for (const point of points) {
    const meant = actions.filter((action) => action.name === point.name || qualified(action) === point.name);
    if (meant.length === 0) {
      found.push({
        rule: "unknown-trace-point",
        span: point.span,
        message: `${model.name} has no action \`${point.name}\``,
        hint: suggestion(point.name, known),
      });
      continue;
    }
    const parameters = meant.map((action) => action.parameters.map(({ local }) => local.name));
    const { args } = point;
    if (args === undefined || parameters.some((wanted) => sameNames(wanted, args))) continue;
    found.push({
      rule: "trace-arguments",
      span: point.span,
      message: `this trace point does not have the arguments of \`${point.name}\``,
      expected: listed(parameters[0] ?? []),
      found: listed(args),
    });
  }
  return found;
}

const sameNames = (one: readonly string[], other: readonly string[]) =>
  one.length === other.length && one.every((name) => other.includes(name));

const listed = (names: readonly string[]) =>
  names.length === 0 ? "none" : names.map((name) => `\`${name}\``).join(", ");

function suggestion(name: string, known: readonly string[]): string | undefined {
  const near = closest(name, known);
  return near === undefined ? undefined : `did you mean \`${near}\`?`;
}
