/**
 * Calls and what they call: the name by which a call is known, whether a list of names means it, and the body that it runs
 * if that is among the files. A function that does by another of the same meaning what its name says is no end of the
 * search: its body is looked into (`persist(server)` that calls `turn.persist(record)`).
 */
import { type CallExpression, Node, SyntaxKind } from "ts-morph";
import { isNamed } from "./names.ts";

/** Whatever has a body that can run. */
export type Runnable = Node & { getBody(): Node | undefined };

export interface Callee {
  readonly name: string;
  /** Texts that stand for the object: `turn`, `Turn`; the last word of a longer one. */
  readonly receivers: readonly string[];
  readonly receiver?: Node;
  readonly declaration?: Runnable;
}

export function calleeOf(call: CallExpression): Callee | undefined {
  const target = unwrap(call.getExpression());
  if (Node.isIdentifier(target)) return { name: target.getText(), receivers: [], declaration: declarationOf(target) };
  if (!Node.isPropertyAccessExpression(target)) return undefined;
  const receiver = target.getExpression();
  const declaration = declarationOf(target.getNameNode());
  const owner = declaration?.getFirstAncestor(
    (node) => Node.isClassDeclaration(node) || Node.isInterfaceDeclaration(node),
  );
  const type = owner && "getName" in owner && typeof owner.getName === "function" ? String(owner.getName()) : undefined;
  const text = receiver.getText();
  const receivers = [text, text.slice(text.lastIndexOf(".") + 1), ...(type === undefined ? [] : [type])];
  return { name: target.getName(), receivers, receiver, declaration };
}

/** Without parentheses, `!`, `as` and `satisfies` around it. */
export function unwrap(node: Node): Node {
  return Node.isParenthesizedExpression(node) ||
    Node.isNonNullExpression(node) ||
    Node.isAsExpression(node) ||
    Node.isSatisfiesExpression(node)
    ? unwrap(node.getExpression())
    : node;
}

/** The function that a name means, through imports and constants. */
export function declarationOf(name: Node): Runnable | undefined {
  const symbol = name.getSymbol();
  const meant = symbol?.isAlias() ? symbol.getAliasedSymbol() : symbol;
  for (const declaration of meant?.getDeclarations() ?? []) {
    const runnable = asRunnable(declaration);
    if (runnable) return runnable;
  }
  return undefined;
}

function asRunnable(node: Node): Runnable | undefined {
  if (Node.isFunctionDeclaration(node) || Node.isMethodDeclaration(node)) return isFunction(node) ? node : undefined;
  if (Node.isVariableDeclaration(node) || Node.isPropertyDeclaration(node) || Node.isPropertyAssignment(node)) {
    const value = node.getInitializer();
    const inner = value && unwrap(value);
    return inner && isFunction(inner) ? inner : undefined;
  }
  return undefined;
}

export const isClosure = (node: Node): boolean => Node.isArrowFunction(node) || Node.isFunctionExpression(node);

/** Functions with a body, closures among them; constructors are none: what they assign is no change. */
export const isFunction = (node: Node): node is Runnable =>
  ((Node.isFunctionDeclaration(node) || Node.isMethodDeclaration(node)) && node.getBody() !== undefined) ||
  isClosure(node);

/** How a function is called in reports. */
export function nameOf(runnable: Node): string {
  if (Node.isFunctionDeclaration(runnable) || Node.isMethodDeclaration(runnable))
    return runnable.getName() ?? "a function";
  const parent = runnable.getParent();
  return Node.isVariableDeclaration(parent) || Node.isPropertyAssignment(parent) || Node.isPropertyDeclaration(parent)
    ? parent.getName()
    : "a function";
}

/** Decides which calls are meant by a list of names; what only passes on is not. */
export class Meaning {
  private readonly passesOn = new Map<Node, boolean>();
  private readonly patterns: readonly string[];

  constructor(patterns: readonly string[]) {
    this.patterns = patterns;
  }

  /** Whether this call does it, itself and at last. */
  isDoneBy(callee: Callee): boolean {
    if (!isNamed(this.patterns, callee.name, callee.receivers)) return false;
    return callee.declaration === undefined || !this.isPassedOn(callee.declaration);
  }

  /** Whether the function's own body calls another one of these names. */
  private isPassedOn(declaration: Runnable): boolean {
    const known = this.passesOn.get(declaration);
    if (known !== undefined) return known;
    this.passesOn.set(declaration, false); // a function that calls itself
    const found = declaration.getDescendantsOfKind(SyntaxKind.CallExpression).some((call) => {
      const callee = calleeOf(call);
      return callee !== undefined && isNamed(this.patterns, callee.name, callee.receivers);
    });
    this.passesOn.set(declaration, found);
    return found;
  }
}
