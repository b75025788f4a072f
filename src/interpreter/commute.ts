/**
 * Whether an order can matter: members of unordered types have none, so a loop over them must have the same effects when
 * it runs backwards, and the processes of a round must not see each other's changes. Checked where it happens, by doing it
 * in both directions and comparing everything that can be observed afterwards. What differs is a model error.
 */
import type { Stmt } from "../ir/index.ts";
import type { Span } from "../source/index.ts";
import { everyWay } from "./choices.ts";
import type { Flow } from "./execute.ts";
import { fail, ModelFailure } from "./failure.ts";
import { unobserved } from "./observer.ts";
import { Scope } from "./scope.ts";
import { Branch, keyOf } from "./state.ts";

interface Repetition<Row> {
  readonly rows: readonly Row[];
  readonly run: (rows: readonly Row[], branch: Branch, scope: Scope) => Flow;
  /** "the loop over Server". */
  readonly what: string;
  readonly span: Span;
  /** Statements whose assignments to outer names are part of the effect. */
  readonly body: readonly Stmt[];
}

/** Ends the branch with a model error if running `rows` backwards has other effects. A failure is left to the run itself. */
export function checkCommutes<Row>(repetition: Repetition<Row>, scope: Scope, branch: Branch): void {
  const inOrder = (rows: readonly Row[]) => unobserved(scope.universe, () => effects(repetition, rows, scope, branch));
  const forwards = inOrder(repetition.rows);
  const backwards = inOrder(repetition.rows.toReversed());
  if (forwards.has(failed) || sameItems(forwards, backwards)) return;
  fail(
    "order",
    `${repetition.what} does something else when it runs in another order, and its members have none`,
    repetition.span,
  );
}

const failed = "failed";

/** Every way in which the rows can end, as a text: the state, the outer names, how the list ended. */
function effects<Row>(
  repetition: Repetition<Row>,
  rows: readonly Row[],
  scope: Scope,
  from: Branch,
): ReadonlySet<string> {
  const found = new Set<string>();
  const outer = assignedLocals(repetition.body);
  everyWay((choices) => {
    const branch = new Branch(from, choices);
    const locals = new Map(scope.locals);
    const inner = new Scope(scope.universe, branch, {
      before: scope.before,
      self: scope.self,
      locals,
      inboxes: scope.inboxes,
    });
    try {
      const flow = repetition.run(rows, branch, inner);
      if (flow === "blocked") return;
      if (flow === "cut") {
        found.add(flow);
        return;
      }
      const names = outer.map((id) => scope.universe.order.text(locals.get(id)!));
      found.add([flow, keyOf(scope.universe, branch), ...names].join("\n"));
    } catch (problem) {
      if (!(problem instanceof ModelFailure)) throw problem;
      found.add(failed);
    }
  });
  return found;
}

const sameItems = (left: ReadonlySet<string>, right: ReadonlySet<string>): boolean =>
  left.size === right.size && [...left].every((item) => right.has(item));

const known = new WeakMap<readonly Stmt[], readonly number[]>();

/** The ids of the `var`s from outside that statements assign. Procedures see no names but their own. */
function assignedLocals(body: readonly Stmt[]): readonly number[] {
  let outer = known.get(body);
  if (!outer) {
    const assigned = new Set<number>();
    const declared = new Set<number>();
    collect(body, assigned, declared);
    outer = [...assigned].filter((id) => !declared.has(id));
    known.set(body, outer);
  }
  return outer;
}

function collect(statements: readonly Stmt[], assigned: Set<number>, declared: Set<number>): void {
  for (const statement of statements) {
    if (statement.kind === "assign" && statement.place.root.kind === "local")
      assigned.add(statement.place.root.local.id);
    if (statement.kind === "let") declared.add(statement.local.id);
    if (statement.kind === "if") {
      collect(statement.then, assigned, declared);
      collect(statement.otherwise, assigned, declared);
    }
    if (statement.kind === "match") for (const arm of statement.arms) collect(arm.body, assigned, declared);
    if (statement.kind === "for" || statement.kind === "pick") collect(statement.body, assigned, declared);
  }
}
