/**
 * Durable variables are written before the messages that depend on them are sent. Every function is followed from its
 * start, with nothing changed, along all its paths and through the functions that it calls; and a function that nobody
 * calls must not end with a change that is not durable.
 *
 * The analysis is careful rather than clever: conditions are not evaluated (beyond comparisons of a variable with what it
 * was, and local switches), every message depends on every change before it. What it reports is a path, to be judged; a
 * change that needs no writing says so in the code: `// not durable: why`.
 */
import { type CallExpression, Node, SyntaxKind } from "ts-morph";
import type { Model } from "../../ir/index.ts";
import type { Diagnostic, Span } from "../../source/index.ts";
import { calleeOf, declarationOf, isFunction, nameOf, type Runnable } from "./calls.ts";
import type { Code } from "./code.ts";
import { Deeds } from "./deeds.ts";
import { type Change, type Flow, type Flows, flowsOf, type PathStep, start } from "./flow.ts";
import type { Names } from "./names.ts";
import { Walker } from "./walk-statements.ts";

export interface Durability {
  readonly diagnostics: readonly Diagnostic[];
  /** Durable variables of the model that the code changes somewhere. */
  readonly changed: readonly string[];
  /** Those that it never changes under the name that is looked for: nothing was checked about them. */
  readonly unseen: readonly string[];
  /** Calls, each counted once. */
  readonly sends: number;
  readonly persists: number;
  /** Changes that the code says need not be durable. */
  readonly excuses: readonly { readonly span: Span; readonly reason: string }[];
}

/** Steps of a path that are shown. */
const mostSteps = 12;

export function checkDurability(code: Code, model: Model, names: Names): Durability {
  const durable = durableNames(model, names);
  const deeds = new Deeds(names, durable);
  /** By place: the flow with most changes that are not durable there. */
  const sent = new Map<Node, Flow>();
  const left = new Map<Node, Flow>();
  const forgotten = new Set<Node>();
  const excuses = new Map<Node, string>();
  const seen = { sends: new Set<Node>(), persists: new Set<Node>(), changed: new Set<string>() };
  const keep = (found: Map<Node, Flow>, at: Node, flows: Flows) => {
    for (const flow of flows.values()) if (flow.changed.size > (found.get(at)?.changed.size ?? 0)) found.set(at, flow);
  };

  const walker = new Walker({
    deeds,
    send: (call: CallExpression, flows: Flows) => keep(sent, call, flows),
    forgetToAwait: (call) => void forgotten.add(call),
    isExcused(node) {
      const reason = reasonAt(node);
      if (reason !== undefined) excuses.set(node, reason);
      return reason !== undefined;
    },
  });

  const checkedSources = new Set(
    [...code.sources.values()].filter((file) => file.isChecked).map((file) => file.source),
  );
  const functions = code.project
    .getSourceFiles()
    .filter((file) => code.isChecked(file))
    .flatMap((file) => file.getDescendants().filter(isFunction));
  const called = calledFunctions(code);
  for (const file of code.project.getSourceFiles()) if (code.isChecked(file)) count(file);
  // Those that nobody calls come first: their paths tell the whole story.
  const isEntry = (runnable: Runnable) => !called.has(runnable);
  for (const runnable of [...functions.filter(isEntry), ...functions.filter((item) => !isEntry(item))]) {
    const reached = walker.enter(runnable, flowsOf([start]));
    if (isEntry(runnable)) keep(left, runnable, reached);
  }
  const changed = [...durable].filter(([name]) => seen.changed.has(name)).map(([, modelName]) => modelName);
  return {
    diagnostics: [
      ...[...forgotten].filter(code.isChecked).map(forgottenDiagnostic),
      ...[...sent].map(([at, flow]) => describe("sent-before-durable", flow, at)),
      ...[...left].flatMap(([at, flow]) => {
        const rest = withoutSent(flow);
        return rest.changed.size > 0 ? [describe("left-not-durable", rest, at)] : [];
      }),
    ].filter(({ span }) => span && checkedSources.has(span.source)),
    changed,
    unseen: [...durable.values()].filter((name) => !changed.includes(name)),
    sends: seen.sends.size,
    persists: seen.persists.size,
    excuses: [...excuses].map(([node, reason]) => ({ span: code.spanOf(node), reason })),
  };

  /** A change that was told of at a message is not told of again at the end. */
  function withoutSent(flow: Flow): Flow {
    const isTold = (name: string, { node }: Change) =>
      [...sent.values()].some((other) => other.changed.get(name)?.node === node);
    return { ...flow, changed: new Map([...flow.changed].filter(([name, change]) => !isTold(name, change))) };
  }

  function forgottenDiagnostic(call: Node): Diagnostic {
    return {
      rule: "unawaited-persist",
      span: code.spanOf(call),
      message: "nobody waits until this is durable",
      hint: "await it before anything is sent",
    };
  }

  function describe(rule: Diagnostic["rule"], flow: Flow, at: Node): Diagnostic {
    const changes = [...flow.changed].sort(([, one], [, other]) => one.at - other.at);
    const first = changes[0]?.[1];
    const places = [...new Set(changes.map(([, { node }]) => node))].map((node) => {
      const here = changes.filter(([, change]) => change.node === node);
      return {
        node,
        text: `${listed(here.map(([name]) => shownName(name)))} ${here.length > 1 ? "change" : "changes"}`,
        at: here[0]?.[1].at ?? 0,
      };
    });
    const path = flow.steps.flatMap((step, index): readonly PathStep[] => [
      ...places.filter((place) => place.at === index),
      ...(index >= (first?.at ?? 0) || step.text.startsWith("calls") ? [step] : []),
    ]);
    path.push(...places.filter((place) => place.at >= flow.steps.length));
    const names = listed(changes.map(([name]) => shownName(name)));
    const are = `${names} ${changes.length > 1 ? "are" : "is"} durable`;
    return {
      rule,
      span: code.spanOf(rule === "sent-before-durable" ? at : (first?.node ?? at)),
      message:
        rule === "sent-before-durable"
          ? `${messageName(at)} may leave before ${are}`
          : `\`${nameOf(at)}\` may end before ${are}`,
      hint: "make it durable first, or say why it need not be: `// not durable: …` where it changes",
      related: path.slice(-mostSteps).map(({ node, text }) => ({ span: code.spanOf(node), message: text })),
    };
  }

  function shownName(name: string): string {
    const variable = durable.get(name) ?? name;
    return variable === name ? `\`${name}\`` : `\`${name}\` (the model's \`${variable}\`)`;
  }

  function count(file: Node): void {
    for (const node of file.getDescendants()) {
      for (const name of namesChangedBy(node)) seen.changed.add(name);
      if (!Node.isCallExpression(node)) continue;
      const callee = calleeOf(node);
      const kind = callee && deeds.kindOf(callee);
      if (kind === "send") seen.sends.add(node);
      if (kind === "persist") seen.persists.add(node);
    }
  }

  function namesChangedBy(node: Node): readonly string[] {
    if (Node.isCallExpression(node)) {
      const callee = calleeOf(node);
      return callee && deeds.kindOf(callee) === "update" ? deeds.updatedBy(node) : deeds.mutatedBy(node);
    }
    if (Node.isBinaryExpression(node)) {
      const operator = node.getOperatorToken().getKind();
      const assigns = operator >= SyntaxKind.FirstAssignment && operator <= SyntaxKind.LastAssignment;
      return assigns ? deeds.assigned(node.getLeft()) : [];
    }
    if (Node.isPostfixUnaryExpression(node) || Node.isDeleteExpression(node)) {
      return deeds.assigned(Node.isDeleteExpression(node) ? node.getExpression() : node.getOperand());
    }
    return deeds.replacedBy(node);
  }
}

/** The code's names of the model's durable variables. */
function durableNames(model: Model, names: Names): ReadonlyMap<string, string> {
  const durable = model.variables.filter(({ storage, role }) => storage === "durable" && role === "field");
  return new Map(durable.map(({ name }) => [names.variables.get(name) ?? name, name]));
}

/** Functions that some code of the project calls; the others are called from outside: by a runtime, for an event. */
function calledFunctions(code: Code): ReadonlySet<Node> {
  const called = new Set<Node>();
  for (const file of code.project.getSourceFiles())
    for (const node of file.getDescendants()) {
      if (Node.isCallExpression(node)) {
        const declaration = calleeOf(node)?.declaration;
        if (declaration) called.add(declaration);
        // A closure is followed where it stands; a function that is handed over by name may be somebody's handler.
        for (const argument of node.getArguments()) {
          const given = isFunction(argument) ? argument : isIteration(node) ? declarationOf(argument) : undefined;
          if (given) called.add(given);
        }
      }
    }
  return called;
}

const iterations: ReadonlySet<string> = new Set("map forEach filter some every find flatMap reduce sort".split(" "));

const isIteration = (call: CallExpression): boolean => iterations.has(calleeOf(call)?.name ?? "");

const listed = (texts: readonly string[]): string =>
  texts.length < 2 ? (texts[0] ?? "") : `${texts.slice(0, -1).join(", ")} and ${texts.at(-1)}`;

/** `// not durable: presumed abort` behind the statement or on the lines above it. */
function reasonAt(node: Node): string | undefined {
  const statement = node.getFirstAncestor((item) => Node.isStatement(item) && !Node.isBlock(item)) ?? node;
  const comments = [...statement.getLeadingCommentRanges(), ...statement.getTrailingCommentRanges()];
  for (const comment of comments) {
    const reason = /^\/[/*]+\s*not durable:\s*(.+?)\s*(\*\/)?$/s.exec(comment.getText())?.[1];
    if (reason !== undefined) return reason;
  }
  return undefined;
}

/** `send({ type: "Vote" })` by the name of what it sends, where that is written there. */
function messageName(call: Node): string {
  const literal = call
    .getDescendantsOfKind(SyntaxKind.PropertyAssignment)
    .find((property) => ["type", "kind", "message"].includes(property.getName()))
    ?.getInitializer();
  if (literal && Node.isStringLiteral(literal)) return `\`${literal.getLiteralText()}\``;
  const callee = Node.isCallExpression(call) ? calleeOf(call) : undefined;
  return `what \`${callee?.name ?? "this"}\` sends`;
}
