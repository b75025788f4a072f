/**
 * Follows flows through statements: branches are both taken, loops run until nothing new is known, a `catch` begins
 * wherever its `try` may have stopped. The bodies of functions that are called are followed where they are called, to a
 * bounded depth; a function that calls itself is followed once.
 */
import { Node, type SwitchStatement, SyntaxKind, type TryStatement } from "ts-morph";
import { nameOf, type Runnable } from "./calls.ts";
import {
  type Ends,
  each,
  ends,
  type Flow,
  type Flows,
  flowsOf,
  join,
  joinEnds,
  keyOf,
  none,
  type PathStep,
  withStep,
} from "./flow.ts";
import { ExpressionWalker, type Surroundings, setSwitch } from "./walk-expressions.ts";

/** Calls inside calls, at most. */
const deepest = 16;

export class Walker {
  private readonly expressions: ExpressionWalker;
  private readonly active: Runnable[] = [];
  /** What a function makes of a flow. */
  private readonly known = new Map<Runnable, Map<string, readonly Flow[]>>();
  /** Of the functions that are being followed, the outermost one inside which something was not followed again. */
  private cutAt = Number.POSITIVE_INFINITY;
  /** What was known anywhere inside each `try` that is being followed. */
  private readonly tries: Flow[][] = [];

  constructor(around: Omit<Surroundings, "enter">) {
    const enter: Surroundings["enter"] = (runnable, flows, call) => this.enter(runnable, flows, call);
    this.expressions = new ExpressionWalker({ ...around, enter });
  }

  /** All ways through a function: to its end, and to each `return`. */
  enter(runnable: Runnable, flows: Flows, call?: Node): Flows {
    const recursive = this.active.indexOf(runnable);
    if (recursive >= 0 || this.active.length >= deepest) {
      this.cutAt = Math.min(this.cutAt, Math.max(0, recursive));
      return flows;
    }
    return flowsOf([...flows.values()].flatMap((flow) => this.enterWith(runnable, flow, call)));
  }

  private enterWith(runnable: Runnable, flow: Flow, call: Node | undefined): readonly Flow[] {
    const body = runnable.getBody();
    if (!body) return [flow];
    const called = call ? withStep(flow, call, `calls ${nameOf(runnable)}`) : flow;
    const results = this.known.get(runnable) ?? new Map<string, readonly Flow[]>();
    this.known.set(runnable, results);
    const key = keyOf(flow);
    let result = results.get(key);
    if (!result) {
      this.active.push(runnable);
      const from = flowsOf([called]);
      const left = Node.isBlock(body) ? this.statement(body, from) : ends(this.expressions.walk(body, from));
      this.active.pop();
      for (const collected of this.tries) collected.push(...left.returned.values());
      result = [...join(left.normal, left.returned).values()].map((end) => moved(end, called.steps.length, []));
      // What was cut short because of a call around it is not the whole truth about this function.
      if (this.cutAt >= this.active.length) {
        results.set(key, result);
        this.cutAt = Number.POSITIVE_INFINITY;
      }
    }
    return result.map((end) => {
      const changesMore = [...end.changed].some(([name, { node }]) => flow.changed.get(name)?.node !== node);
      const all = moved(end, 0, called.steps);
      // A function that changed nothing is no part of the story any more; of what was changed before, the places are known.
      return changesMore ? all : { ...all, steps: flow.steps, changed: kept(all.changed, flow.changed) };
    });
  }

  private statements(nodes: readonly Node[], flows: Flows): Ends {
    let all = ends(flows);
    for (const node of nodes) {
      const next = this.statement(node, all.normal);
      all = { ...joinEnds({ ...all, normal: none }, next), normal: next.normal };
    }
    return all;
  }

  private statement(node: Node, flows: Flows): Ends {
    if (flows.size === 0) return ends(none);
    const result = this.follow(node, flows);
    for (const collected of this.tries) collected.push(...flows.values(), ...result.normal.values());
    return result;
  }

  private follow(node: Node, flows: Flows): Ends {
    const { expressions } = this;
    if (Node.isBlock(node) || Node.isModuleBlock(node)) return this.statements(node.getStatements(), flows);
    if (Node.isIfStatement(node)) {
      const condition = node.getExpression();
      const tested = expressions.walk(condition, flows);
      const otherwise = node.getElseStatement();
      const tell = (holds: boolean) =>
        each(expressions.assume(condition, holds, tested), (flow) =>
          flow.changed.size > 0 ? withStep(flow, condition, holds ? "this holds" : "this does not hold") : flow,
        );
      const no = tell(false);
      return joinEnds(
        this.statement(node.getThenStatement(), tell(true)),
        otherwise ? this.statement(otherwise, no) : ends(no),
      );
    }
    if (Node.isForStatement(node)) {
      const first = node.getInitializer();
      const begun = first ? this.simple(first, flows) : flows;
      return this.loop(node.getStatement(), begun, { condition: node.getCondition(), next: node.getIncrementor() });
    }
    if (Node.isForOfStatement(node) || Node.isForInStatement(node))
      return this.loop(node.getStatement(), expressions.walk(node.getExpression(), flows), {});
    if (Node.isWhileStatement(node)) return this.loop(node.getStatement(), flows, { condition: node.getExpression() });
    if (Node.isDoStatement(node)) {
      const once = this.statement(node.getStatement(), flows);
      const again = this.loop(node.getStatement(), join(once.normal, once.continued), {
        condition: node.getExpression(),
      });
      return { ...joinEnds(once, again), normal: join(again.normal, once.broken), broken: none, continued: none };
    }
    if (Node.isSwitchStatement(node)) return this.switched(node, flows);
    if (Node.isTryStatement(node)) return this.tried(node, flows);
    if (Node.isReturnStatement(node)) {
      const value = node.getExpression();
      return ends(none, { returned: value ? expressions.walk(value, flows) : flows });
    }
    if (Node.isThrowStatement(node)) {
      const thrown = expressions.walk(node.getExpression(), flows);
      for (const collected of this.tries) collected.push(...thrown.values());
      return ends(none);
    }
    if (Node.isBreakStatement(node)) return ends(none, { broken: flows });
    if (Node.isContinueStatement(node)) return ends(none, { continued: flows });
    if (Node.isLabeledStatement(node)) {
      const inner = this.statement(node.getStatement(), flows);
      return ends(join(inner.normal, inner.broken), { returned: inner.returned });
    }
    return ends(this.simple(node, flows));
  }

  /** Statements that go on in one way; declarations of functions and classes do nothing yet. */
  private simple(node: Node, flows: Flows): Flows {
    if (Node.isFunctionDeclaration(node) || Node.isClassDeclaration(node)) return flows;
    const declarations =
      Node.isVariableStatement(node) || Node.isVariableDeclarationList(node) ? node.getDeclarations() : undefined;
    if (!declarations) return this.expressions.walk(node, flows);
    return declarations.reduce((before, declaration) => {
      const value = declaration.getInitializer();
      const after = value ? this.expressions.walk(value, before) : before;
      return setSwitch(declaration.getNameNode(), value, SyntaxKind.EqualsToken, after);
    }, flows);
  }

  private loop(
    body: Node,
    flows: Flows,
    { condition, next }: { readonly condition?: Node; readonly next?: Node },
  ): Ends {
    const { expressions } = this;
    let [known, size] = [flows, -1];
    let all = ends(none);
    while (known.size !== size) {
      size = known.size;
      const tested = condition ? expressions.walk(condition, known) : known;
      const entered = condition ? expressions.assume(condition, true, tested) : tested;
      const inner = this.statement(body, entered);
      const round = join(inner.normal, inner.continued);
      known = join(known, next ? expressions.walk(next, round) : round);
      const left = condition ? expressions.assume(condition, false, tested) : tested;
      all = ends(join(all.normal, left, inner.broken), { returned: join(all.returned, inner.returned) });
    }
    return all;
  }

  private switched(node: SwitchStatement, flows: Flows): Ends {
    const tested = this.expressions.walk(node.getExpression(), flows);
    let falling: Flows = none;
    let all = ends(none);
    const clauses = node.getClauses();
    for (const clause of clauses) {
      const value = Node.isCaseClause(clause) ? clause.getExpression() : undefined;
      const entered = join(falling, value ? this.expressions.walk(value, tested) : tested);
      const inner = this.statements(clause.getStatements(), entered);
      falling = inner.normal;
      all = joinEnds(all, { ...inner, normal: inner.broken, broken: none });
    }
    const isTotal = clauses.some((clause) => Node.isDefaultClause(clause));
    return { ...all, normal: join(all.normal, falling, isTotal ? none : tested) };
  }

  private tried(node: TryStatement, flows: Flows): Ends {
    const collected: Flow[] = [...flows.values()];
    this.tries.push(collected);
    const body = this.statement(node.getTryBlock(), flows);
    this.tries.pop();
    const handler = node.getCatchClause()?.getBlock();
    const caught = handler ? this.statement(handler, flowsOf(collected)) : ends(none);
    const all = joinEnds(body, caught);
    const last = node.getFinallyBlock();
    if (!last) return all;
    const after = (before: Flows) => this.statement(last, before);
    const normal = after(all.normal);
    return joinEnds(
      normal,
      { ...normal, normal: none, returned: after(all.returned).normal },
      { ...normal, normal: none, broken: after(all.broken).normal },
      { ...normal, normal: none, continued: after(all.continued).normal },
    );
  }
}

/** A flow whose path begins later, or behind another one. */
function moved(flow: Flow, later: number, before: readonly PathStep[]): Flow {
  const by = before.length - later;
  return {
    ...flow,
    steps: [...before, ...flow.steps.slice(later)],
    changed: new Map([...flow.changed].map(([name, change]) => [name, { ...change, at: change.at + by }])),
  };
}

const kept = (changed: Flow["changed"], before: Flow["changed"]): Flow["changed"] =>
  new Map([...changed].map(([name, change]) => [name, before.get(name) ?? change]));
