/**
 * Operators on syntax trees: each looks at one node and says by what it could be replaced, so that the code still parses
 * and means something else. They know JavaScript, and nothing of the protocols.
 */
import { Node, type SourceFile, SyntaxKind } from "ts-morph";

/** A replacement of the text in [start, end) of the file. */
export interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly by: string;
}

export interface Operator {
  readonly name: string;
  readonly what: string;
  mutate(node: Node): readonly Replacement[];
}

const instead = (node: Node, by: string): Replacement => ({ start: node.getStart(), end: node.getEnd(), by });

/** The operator's sign of `a < b` and the like, if it is one of `signs`. */
function signOf(node: Node, signs: Readonly<Record<string, string>>): readonly Replacement[] {
  if (!Node.isBinaryExpression(node)) return [];
  const sign = node.getOperatorToken();
  const other = signs[sign.getText()];
  return other === undefined ? [] : [instead(sign, other)];
}

const conditionOf = (node: Node): Node | undefined =>
  Node.isIfStatement(node) || Node.isWhileStatement(node)
    ? node.getExpression()
    : Node.isConditionalExpression(node)
      ? node.getCondition()
      : undefined;

const reversed = { "<": ">", "<=": ">=", ">": "<", ">=": "<=" };

/** Cases of the protocols' unions: another one of the same type fits the same places. */
const unions = [
  ["Follower", "Candidate", "Leader"],
  ["Working", "Prepared", "Committed", "Aborted"],
  ["Open", "Committed", "Aborted"],
];

const collectionMethods: ReadonlySet<string> = new Set(
  "add delete remove clear set push pop concat slice setSize filter merge union".split(" "),
);

export const operators: readonly Operator[] = [
  {
    name: "negate condition",
    what: "`if (c)` becomes `if (!(c))`",
    mutate: (node) => {
      const condition = conditionOf(node);
      return condition ? [instead(condition, `!(${condition.getText()})`)] : [];
    },
  },
  {
    name: "shift boundary",
    what: "`<` becomes `<=`, and the like",
    mutate: (node) => signOf(node, { "<": "<=", "<=": "<", ">": ">=", ">=": ">" }),
  },
  {
    name: "reverse comparison",
    what: "`<` becomes `>`, `===` becomes `!==`, and the like",
    mutate: (node) => {
      const parent = node.getParent();
      // A condition that is an equation is negated already.
      if (parent && conditionOf(parent) === node) return signOf(node, reversed);
      return signOf(node, { ...reversed, "===": "!==", "!==": "===" });
    },
  },
  {
    name: "swap and with or",
    what: "`&&` becomes `||`, and the reverse",
    mutate: (node) => signOf(node, { "&&": "||", "||": "&&" }),
  },
  {
    name: "drop operand",
    what: "`a && b` becomes `a`, or `b`",
    mutate: (node) => {
      if (!Node.isBinaryExpression(node)) return [];
      const sign = node.getOperatorToken().getKind();
      if (sign !== SyntaxKind.AmpersandAmpersandToken && sign !== SyntaxKind.BarBarToken) return [];
      return [instead(node, node.getLeft().getText()), instead(node, node.getRight().getText())];
    },
  },
  {
    name: "swap plus with minus",
    what: "`+` becomes `-`, and the reverse",
    mutate: (node) => signOf(node, { "+": "-", "-": "+" }),
  },
  {
    name: "off by one",
    what: "a number becomes the next one",
    mutate: (node) =>
      Node.isNumericLiteral(node) ? [instead(node, String(Number(node.getText().replaceAll("_", "")) + 1))] : [],
  },
  {
    name: "swap min with max",
    what: "`Math.min` becomes `Math.max`, and the reverse",
    mutate: (node) => {
      if (!Node.isPropertyAccessExpression(node) || node.getExpression().getText() !== "Math") return [];
      const other = { min: "max", max: "min" }[node.getName()];
      return other === undefined ? [] : [instead(node, `Math.${other}`)];
    },
  },
  {
    name: "drop statement",
    what: "a call, an assignment or a loop is left out",
    mutate: (node) =>
      Node.isExpressionStatement(node) || Node.isForOfStatement(node) || Node.isForStatement(node)
        ? [instead(node, ";")]
        : [],
  },
  {
    name: "drop early return",
    what: "`if (c) return;` is left out",
    mutate: (node) =>
      Node.isIfStatement(node) && !node.getElseStatement() && Node.isReturnStatement(node.getThenStatement())
        ? [instead(node, ";")]
        : [],
  },
  {
    name: "return early",
    what: "a function that returns nothing does nothing",
    mutate: (node) => {
      if (!Node.isFunctionDeclaration(node) && !Node.isMethodDeclaration(node)) return [];
      const body = node.getBody();
      const isVoid = node.getReturnTypeNode()?.getText() === "void";
      return body && isVoid ? [{ start: body.getStart() + 1, end: body.getStart() + 1, by: " return; " }] : [];
    },
  },
  {
    name: "drop branch",
    what: "`if (c) x` becomes `x`; `if (c) x else y` becomes `y`",
    mutate: (node) => {
      if (!Node.isIfStatement(node)) return [];
      const then = node.getThenStatement();
      if (Node.isReturnStatement(then)) return [];
      return [instead(node, node.getElseStatement()?.getText() ?? then.getText())];
    },
  },
  {
    name: "flip boolean",
    what: "`true` becomes `false`, and the reverse",
    mutate: (node) =>
      Node.isTrueLiteral(node) ? [instead(node, "false")] : Node.isFalseLiteral(node) ? [instead(node, "true")] : [],
  },
  {
    name: "other case",
    what: "a case of a union becomes the next one of it",
    mutate: (node) => {
      if (!Node.isStringLiteral(node) || Node.isLiteralTypeNode(node.getParent())) return [];
      const text = node.getLiteralText();
      const union = unions.find((cases) => cases.includes(text));
      return union ? [instead(node, JSON.stringify(union[(union.indexOf(text) + 1) % union.length]))] : [];
    },
  },
  {
    name: "drop change of a collection",
    what: "`set.add(x)` becomes `set`, and the like",
    mutate: (node) => {
      if (!Node.isCallExpression(node) || Node.isExpressionStatement(node.getParent())) return [];
      const target = node.getExpression();
      if (!Node.isPropertyAccessExpression(target) || !collectionMethods.has(target.getName())) return [];
      return [instead(node, target.getExpression().getText())];
    },
  },
  {
    name: "drop field of an update",
    what: "`update({ a, b })` becomes `update({ b })`",
    mutate: (node) => {
      if (!Node.isObjectLiteralExpression(node)) return [];
      const call = node.getParent();
      if (!Node.isCallExpression(call) || !call.getExpression().getText().endsWith("update")) return [];
      const properties = node.getProperties();
      return properties.map((property) => {
        const others = properties.filter((other) => other !== property).map((other) => other.getText());
        return instead(node, `{ ${others.join(", ")} }`);
      });
    },
  },
  {
    name: "empty list",
    what: "`for (const x of xs)` goes over nothing but the first of `xs`",
    mutate: (node) => {
      if (!Node.isForOfStatement(node)) return [];
      const list = node.getExpression();
      return [instead(list, `[...${list.getText()}].slice(0, 1)`)];
    },
  },
];

/** The function in which a node stands: `onRequestVote`, `Turn.persist`. */
export function placeOf(node: Node): string {
  const names = [node, ...node.getAncestors()].flatMap((ancestor): readonly string[] => {
    if (Node.isFunctionDeclaration(ancestor) || Node.isMethodDeclaration(ancestor) || Node.isClassDeclaration(ancestor))
      return [ancestor.getName() ?? ""];
    return Node.isVariableDeclaration(ancestor) &&
      ancestor.getVariableStatement()?.getParent().getKind() === SyntaxKind.SourceFile
      ? [ancestor.getName()]
      : [];
  });
  return names.reverse().join(".");
}

/** Nodes whose value or effect a run can see: types, imports and the like are erased. */
export function* livingNodes(file: SourceFile): Generator<Node> {
  for (const statement of file.getStatements()) {
    if (Node.isImportDeclaration(statement) || Node.isExportDeclaration(statement)) continue;
    if (Node.isInterfaceDeclaration(statement) || Node.isTypeAliasDeclaration(statement)) continue;
    yield statement;
    yield* statement.getDescendants().filter((node) => !Node.isTypeNode(node));
  }
}
