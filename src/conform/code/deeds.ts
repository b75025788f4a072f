/**
 * What single expressions do that matters for durability: they change durable variables, compare them with what they were,
 * make them durable, or send. Everything is read off the code's text and the types of the files that were given.
 */
import { type CallExpression, Node, SyntaxKind } from "ts-morph";
import { type Callee, Meaning, unwrap } from "./calls.ts";
import type { Names } from "./names.ts";

export class Deeds {
  private readonly updating: Meaning;
  private readonly persisting: Meaning;
  private readonly sending: Meaning;
  /** The code's names of the model's durable variables, with the model's. */
  private readonly durable: ReadonlyMap<string, string>;

  constructor(names: Names, durable: ReadonlyMap<string, string>) {
    this.updating = new Meaning(names.update);
    this.persisting = new Meaning(names.persist);
    this.sending = new Meaning(names.send);
    this.durable = durable;
  }

  kindOf(callee: Callee): "update" | "persist" | "send" | undefined {
    if (this.persisting.isDoneBy(callee)) return "persist";
    if (this.sending.isDoneBy(callee)) return "send";
    return this.updating.isDoneBy(callee) ? "update" : undefined;
  }

  private named(names: Iterable<string>): readonly string[] {
    return [...names].filter((name) => this.durable.has(name));
  }

  /** `update({ votedFor: candidate })`: the fields of the object, written out or known by its type. */
  updatedBy(call: CallExpression): readonly string[] {
    return call.getArguments().flatMap((argument) => this.named(fieldsOf(argument)));
  }

  /**
   * What a call that persists makes durable: everything, unless it names durable variables and nothing else.
   * `persist({ votedFor })` leaves a new term in memory.
   */
  persistedBy(call: CallExpression): readonly string[] | "all" {
    const written = call.getArguments().map(unwrap).filter(Node.isObjectLiteralExpression);
    const names = written.flatMap((object) => fieldsOf(object));
    const known = this.named(names);
    return written.length === call.getArguments().length && known.length > 0 && known.length === names.length
      ? known
      : "all";
  }

  /** `state.votedFor = …`, `this.currentTerm++`, `server["log"] = …`, `delete …`. */
  assigned(target: Node): readonly string[] {
    const node = unwrap(target);
    if (Node.isPropertyAccessExpression(node)) return this.named([node.getName()]);
    if (Node.isElementAccessExpression(node)) {
      const index = node.getArgumentExpression();
      if (index && Node.isStringLiteral(index)) return this.named([index.getLiteralText()]);
      // `log[3] = entry` changes `log`.
      return this.assigned(node.getExpression());
    }
    if (Node.isIdentifier(node)) return isModuleVariable(node) ? this.named([node.getText()]) : [];
    if (Node.isArrayLiteralExpression(node)) return node.getElements().flatMap((element) => this.assigned(element));
    return [];
  }

  /** `this.log.push(entry);`: methods that change what they are called on, where nobody looks at their result. */
  mutatedBy(call: CallExpression): readonly string[] {
    const target = unwrap(call.getExpression());
    if (!Node.isPropertyAccessExpression(target) || !mutators.has(target.getName())) return [];
    return Node.isExpressionStatement(call.getParentOrThrow()) ? this.assigned(target.getExpression()) : [];
  }

  /** `{ ...state, votedFor: candidate }`: the state that follows. */
  replacedBy(object: Node): readonly string[] {
    if (!Node.isObjectLiteralExpression(object)) return [];
    const [first] = object.getProperties();
    if (!first || !Node.isSpreadAssignment(first)) return [];
    if (!isCopied(first.getExpression())) return [];
    return this.named(fieldsOf(object));
  }

  /** Variables that are what they were when this condition has this value: `log === before.log`. */
  unchangedWhen(condition: Node, holds: boolean): readonly string[] {
    const node = unwrap(condition);
    if (Node.isPrefixUnaryExpression(node) && node.getOperatorToken() === SyntaxKind.ExclamationToken)
      return this.unchangedWhen(node.getOperand(), !holds);
    if (!Node.isBinaryExpression(node)) return [];
    const operator = node.getOperatorToken().getKind();
    const [left, right] = [node.getLeft(), node.getRight()];
    if (operator === (holds ? SyntaxKind.AmpersandAmpersandToken : SyntaxKind.BarBarToken))
      return [...this.unchangedWhen(left, holds), ...this.unchangedWhen(right, holds)];
    const isEqual =
      operator === SyntaxKind.EqualsEqualsEqualsToken || operator === SyntaxKind.EqualsEqualsToken
        ? holds
        : (operator === SyntaxKind.ExclamationEqualsEqualsToken || operator === SyntaxKind.ExclamationEqualsToken) &&
          !holds;
    const name = lastName(left);
    return isEqual && name !== undefined && name === lastName(right) && left.getText() !== right.getText()
      ? this.named([name])
      : [];
  }
}

const mutators: ReadonlySet<string> = new Set(
  "push pop shift unshift splice sort reverse fill copyWithin set add delete clear append insert remove".split(" "),
);

/** `...state` in front: what the other fields are changes of. */
function isCopied(expression: Node): boolean {
  const node = unwrap(expression);
  return Node.isIdentifier(node) || Node.isPropertyAccessExpression(node);
}

function lastName(node: Node): string | undefined {
  const inner = unwrap(node);
  if (Node.isIdentifier(inner)) return inner.getText();
  return Node.isPropertyAccessExpression(inner) ? inner.getName() : undefined;
}

/** Names of the fields that an object certainly has; of one that is not written out, those of its type that are not optional. */
function fieldsOf(node: Node): readonly string[] {
  const object = unwrap(node);
  if (Node.isObjectLiteralExpression(object))
    return object
      .getProperties()
      .flatMap((property, at) =>
        !Node.isSpreadAssignment(property)
          ? "getName" in property
            ? [property.getName()]
            : []
          : at === 0 && isCopied(property.getExpression())
            ? []
            : fieldsOf(property.getExpression()),
      );
  if (Node.isConditionalExpression(object))
    return [...fieldsOf(object.getWhenTrue()), ...fieldsOf(object.getWhenFalse())];
  if (!Node.isIdentifier(object) && !Node.isCallExpression(object)) return [];
  const type = object.getType();
  if (!type.isObject() || type.isArray()) return [];
  return type
    .getProperties()
    .filter((property) => !property.isOptional())
    .map((property) => property.getName());
}

/** A variable outside all functions is state. */
function isModuleVariable(name: Node): boolean {
  const declared = name.getSymbol()?.getDeclarations()[0];
  if (!declared || !Node.isVariableDeclaration(declared)) return false;
  return declared.getVariableStatement()?.getParent().getKind() === SyntaxKind.SourceFile;
}
