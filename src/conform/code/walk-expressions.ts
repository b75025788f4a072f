/**
 * Follows flows through an expression, in the order in which JavaScript evaluates it: operands, then what the operator, the
 * assignment or the call does. Conditions split flows in two. Functions among the arguments of a call may run any number of
 * times; those of a call that persists run afterwards.
 */
import { type BinaryExpression, type CallExpression, Node, SyntaxKind } from "ts-morph";
import { type Callee, calleeOf, declarationOf, isClosure, isFunction, type Runnable, unwrap } from "./calls.ts";
import type { Deeds } from "./deeds.ts";
import { each, type Flow, type Flows, flowsOf, join, withChange, withoutChanges } from "./flow.ts";

/** What an expression needs from its surroundings. */
export interface Surroundings {
  readonly deeds: Deeds;
  /** Runs the body of a function, which is called here. */
  enter(runnable: Runnable, flows: Flows, call?: CallExpression): Flows;
  /** A message leaves. */
  send(call: CallExpression, flows: Flows): void;
  /** What would make changes durable is not waited for. */
  forgetToAwait(call: CallExpression): void;
  /** Whether the code says why this change need not be durable. */
  isExcused(node: Node): boolean;
}

export class ExpressionWalker {
  private readonly around: Surroundings;

  constructor(around: Surroundings) {
    this.around = around;
  }

  walk(node: Node, flows: Flows): Flows {
    if (flows.size === 0 || isFunction(node) || Node.isClassExpression(node)) return flows;
    if (Node.isCallExpression(node)) return this.call(node, flows);
    if (Node.isBinaryExpression(node)) return this.binary(node, flows);
    if (Node.isConditionalExpression(node)) {
      const tested = this.walk(node.getCondition(), flows);
      return join(
        this.walk(node.getWhenTrue(), this.assume(node.getCondition(), true, tested)),
        this.walk(node.getWhenFalse(), this.assume(node.getCondition(), false, tested)),
      );
    }
    if (Node.isPrefixUnaryExpression(node) || Node.isPostfixUnaryExpression(node)) {
      const operator = node.getOperatorToken();
      const changes = operator === SyntaxKind.PlusPlusToken || operator === SyntaxKind.MinusMinusToken;
      const after = this.walk(node.getOperand(), flows);
      return changes ? this.change(this.around.deeds.assigned(node.getOperand()), node, after) : after;
    }
    if (Node.isDeleteExpression(node))
      return this.change(
        this.around.deeds.assigned(node.getExpression()),
        node,
        this.walk(node.getExpression(), flows),
      );
    const after = node.forEachChildAsArray().reduce((before, child) => this.walk(child, before), flows);
    return this.change(this.around.deeds.replacedBy(node), node, after);
  }

  /** The flows on which `condition` has this value. */
  assume(condition: Node, holds: boolean, flows: Flows): Flows {
    const unchanged = this.around.deeds.unchangedWhen(condition, holds);
    const [name, value] = switchOf(condition, holds);
    return each(
      join(
        new Map([...flows].filter(([, flow]) => name === undefined || (flow.switches.get(name) ?? value) === value)),
      ),
      (flow) => withoutChanges(flow, unchanged),
    );
  }

  private change(names: readonly string[], node: Node, flows: Flows): Flows {
    if (names.length === 0 || this.around.isExcused(node)) return flows;
    return each(flows, (flow) => names.reduce((before, name) => withChange(before, name, node), flow));
  }

  private binary(node: BinaryExpression, flows: Flows): Flows {
    const operator = node.getOperatorToken().getKind();
    const [left, right] = [node.getLeft(), node.getRight()];
    switch (operator) {
      case SyntaxKind.AmpersandAmpersandToken:
      case SyntaxKind.BarBarToken: {
        const isAnd = operator === SyntaxKind.AmpersandAmpersandToken;
        const tested = this.walk(left, flows);
        return join(this.assume(left, !isAnd, tested), this.walk(right, this.assume(left, isAnd, tested)));
      }
      case SyntaxKind.QuestionQuestionToken: {
        const tested = this.walk(left, flows);
        return join(tested, this.walk(right, tested));
      }
      default: {
        if (operator < SyntaxKind.FirstAssignment || operator > SyntaxKind.LastAssignment)
          return this.walk(right, this.walk(left, flows));
        const after = this.walk(right, Node.isIdentifier(left) ? flows : this.walk(left, flows));
        return this.change(this.around.deeds.assigned(left), node, setSwitch(left, right, operator, after));
      }
    }
  }

  private call(call: CallExpression, flows: Flows): Flows {
    const { deeds } = this.around;
    const callee = calleeOf(call);
    const kind = callee && deeds.kindOf(callee);
    const target = unwrap(call.getExpression());
    let after = callee?.receiver
      ? this.walk(callee.receiver, flows)
      : isClosure(target)
        ? flows
        : this.walk(target, flows);
    for (const argument of call.getArguments()) {
      // An object that is given to be stored or sent is no state.
      const inner = kind === undefined ? [argument] : isObject(argument) ? argument.forEachChildAsArray() : [argument];
      for (const part of inner) after = this.walk(part, after);
    }
    const closures = call.getArguments().flatMap((argument): readonly Runnable[] => {
      const given = unwrap(argument);
      const runnable = isFunction(given) ? given : Node.isIdentifier(given) ? declarationOf(given) : undefined;
      return runnable ? [runnable] : [];
    });
    switch (kind) {
      case "send":
        this.around.send(call, after);
        return after;
      case "update":
        return this.change(deeds.updatedBy(call), call, after);
      case "persist": {
        if (callee && isPromised(callee) && !isAwaited(call)) {
          this.around.forgetToAwait(call);
          return after;
        }
        const written = deeds.persistedBy(call);
        return this.sometimes(
          closures,
          each(after, (flow) => withoutChanges(flow, written)),
        );
      }
      default:
    }
    const mutated = deeds.mutatedBy(call);
    if (mutated.length > 0) return this.change(mutated, call, this.sometimes(closures, after));
    if (isClosure(target) && isFunction(target)) return this.around.enter(target, after);
    const given = this.sometimes(closures, after);
    if (!callee?.declaration) return given;
    if (!isPromised(callee) || isAwaited(call)) return this.around.enter(callee.declaration, given, call);
    return this.enterUnawaited(callee.declaration, given, call);
  }

  /** What such a function makes durable, it does later: what had changed before the call stays open. */
  private enterUnawaited(runnable: Runnable, flows: Flows, call: CallExpression): Flows {
    const results: Flow[] = [];
    for (const flow of flows.values())
      for (const end of this.around.enter(runnable, flowsOf([flow]), call).values()) {
        const open = [...flow.changed].filter(([name]) => !end.changed.has(name));
        if (open.length > 0) this.around.forgetToAwait(call);
        results.push({ ...end, changed: new Map([...end.changed, ...open]) });
      }
    return flowsOf(results);
  }

  /** Each of these functions runs never, once, or more often. */
  private sometimes(closures: readonly Runnable[], flows: Flows): Flows {
    let [known, size] = [flows, -1];
    while (closures.length > 0 && known.size !== size) {
      size = known.size;
      for (const closure of closures) known = join(known, this.around.enter(closure, known));
    }
    return known;
  }
}

const isObject = (node: Node): boolean => Node.isObjectLiteralExpression(unwrap(node));

/** `async`, or declared to return a promise. */
function isPromised({ declaration }: Callee): boolean {
  if (!declaration) return false;
  if ("isAsync" in declaration && typeof declaration.isAsync === "function" && declaration.isAsync()) return true;
  const type =
    "getReturnTypeNode" in declaration && typeof declaration.getReturnTypeNode === "function"
      ? (declaration.getReturnTypeNode() as Node | undefined)
      : undefined;
  return type !== undefined && /^Promise(Like)?\b/.test(type.getText());
}

/** Awaited, returned, or continued with `then`. */
function isAwaited(call: Node): boolean {
  const parent = call.getParent();
  if (parent === undefined) return false;
  if (Node.isParenthesizedExpression(parent)) return isAwaited(parent);
  if (Node.isAwaitExpression(parent) || Node.isReturnStatement(parent) || isClosure(parent)) return true;
  // `Promise.all([…])` counts as what is made of it.
  if (Node.isArrayLiteralExpression(parent) && Node.isCallExpression(parent.getParentOrThrow()))
    return isAwaited(parent.getParentOrThrow());
  return Node.isPropertyAccessExpression(parent) && ["then", "finally"].includes(parent.getName());
}

/** A local variable by the place of its declaration. */
function switchName(node: Node): string | undefined {
  if (!Node.isIdentifier(node)) return undefined;
  const declared = node.getSymbol()?.getDeclarations()[0];
  if (!declared || !Node.isVariableDeclaration(declared)) return undefined;
  return `${node.getText()}@${declared.getSourceFile().getFilePath()}:${declared.getPos()}`;
}

function switchOf(condition: Node, holds: boolean): readonly [string | undefined, boolean] {
  const node = unwrap(condition);
  if (Node.isPrefixUnaryExpression(node) && node.getOperatorToken() === SyntaxKind.ExclamationToken)
    return switchOf(node.getOperand(), !holds);
  return [switchName(node), holds];
}

/** After `changed = true`, the condition `changed` holds; after any other assignment it is not known. */
export function setSwitch(target: Node, value: Node | undefined, operator: SyntaxKind, flows: Flows): Flows {
  const name = switchName(target);
  if (name === undefined) return flows;
  const kind = operator === SyntaxKind.EqualsToken ? value?.getKind() : undefined;
  return each(flows, (flow) => {
    const switches = new Map(flow.switches);
    if (kind === SyntaxKind.TrueKeyword || kind === SyntaxKind.FalseKeyword)
      switches.set(name, kind === SyntaxKind.TrueKeyword);
    else switches.delete(name);
    return { ...flow, switches };
  });
}
