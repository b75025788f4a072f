/**
 * A violation as data for people: the steps that led to it, in the order in which they were taken; the step that the model
 * can't do; where the model stops following and which guard says so; and variable by variable how the two differ. Or the duty
 * that a step does not keep, or how the code comes to a standstill.
 */
import type { Machine, Named, Refusal, State } from "../../interpreter/index.ts";
import type { Breach, Simulable } from "../../protocols/index.ts";
import type { Span } from "../../source/index.ts";
import { differences } from "../../trace/index.ts";
import { type CalmAccount, calmAccountOf } from "./calm-account.ts";
import type { Code } from "./code.ts";
import type { CodeState } from "./code-state.ts";
import { Comparison, type Difference } from "./compare.ts";
import type { Deed } from "./deed.ts";
import { Follower } from "./follow.ts";
import type { LockstepOutcome, Pair } from "./search.ts";
import type { CodeStep, Way } from "./step.ts";
import { type HappeningText, happeningText, sentTexts } from "./story.ts";

export interface LockstepRow extends HappeningText {
  /** From 1. */
  readonly number: number;
  /** The model's actions, or what the code claims. */
  readonly actions: readonly string[];
  readonly changes: readonly string[];
  readonly sent: readonly string[];
}

export interface RejectedDeed {
  /** `s1 on RequestVoteResponse from s2`. */
  readonly text: string;
  /** Why the model has no such step: one for each action that it could be. */
  readonly refusals: readonly {
    readonly action: string;
    readonly reason: string;
    readonly span?: Span;
    readonly values: readonly string[];
  }[];
}

export interface LockstepAccount {
  /** What is wrong: the model can't do it, a duty is not kept, or the code does not get done. */
  readonly kind: "model" | "duty" | "progress";
  readonly title: string;
  readonly rows: readonly LockstepRow[];
  readonly rejected?: RejectedDeed;
  /** The duty that the last step, or the start, does not keep. */
  readonly breach?: Breach;
  /** What the code does on its own after the rows. */
  readonly calm?: CalmAccount;
  /** Between the code and the nearest state of the model. */
  readonly differences: readonly Difference[];
}

export type LockstepViolation<P extends Simulable> = Extract<LockstepOutcome<P>, { kind: "violated" }>;

const mostRefusals = 4;

export function accountOf<P extends Simulable>(
  { pair, step, complaint, breach, standstill }: LockstepViolation<P>,
  code: Code<P>,
  machine: Machine,
): LockstepAccount {
  const comparison = new Comparison(machine, code.alphabet, code.subject);
  const path = pathTo(pair);
  const rows = path.map((entry, at): LockstepRow => {
    const { from } = entry;
    const actions = from.steps.map(({ label }) => `${label.action.name}${parameters(label.parameters, machine)}`);
    return rowOf(at + 1, from.step, from.pair.code, entry.code, actions, machine);
  });
  if (standstill) {
    const calm = calmAccountOf(standstill, code, machine, rows.length);
    if (standstill.breach) return { ...dutyTold(standstill.breach), rows, calm, differences: [] };
    return {
      kind: "progress",
      title: `the code does not get done: ${standstill.missing}`,
      rows,
      calm,
      differences: [],
    };
  }
  if (!step) {
    if (breach) return { ...dutyTold(breach), rows, differences: [] };
    const title = complaint ?? "the code does not start as the model does";
    return { kind: "model", title, rows, differences: comparison.differences(pair.code, pair.model) };
  }
  const nearest = nearestOf(step, pair.model, code, machine, comparison);
  const target = nearest?.way.target ?? pair.code;
  const claimed = nearest?.way.word.map(ownWords) ?? [];
  rows.push(rowOf(rows.length + 1, step, pair.code, target, claimed, machine));
  if (breach) return { ...dutyTold(breach), rows, differences: [] };
  const differing = complaint === undefined ? (nearest?.differences ?? []) : [];
  return {
    kind: "model",
    title: complaint ?? "the code does what the model can't",
    rows,
    ...(complaint === undefined && nearest?.rejected ? { rejected: nearest.rejected } : {}),
    differences: differing,
  };
}

const faults: Readonly<Record<Breach["kind"], string>> = {
  Promptness: "the code leaves undone what it owes",
  Thrift: "the code does something for nothing",
  Obedience: "the code does something else than it should",
};

const dutyTold = (breach: Breach): Pick<LockstepAccount, "kind" | "title" | "breach"> => ({
  kind: "duty",
  title: `${faults[breach.kind]}: ${breach.what}`,
  breach,
});

/** A pair that was reached by a step. */
export type Arrived<P extends Simulable> = Pair<P> & { readonly from: NonNullable<Pair<P>["from"]> };

/** The pairs on the way to `pair`, itself included, the first one left out. */
export function pathTo<P extends Simulable>(pair: Pair<P>): readonly Arrived<P>[] {
  const path: Arrived<P>[] = [];
  for (let at: Pair<P> | undefined = pair; at?.from; at = at.from.pair) path.unshift(at as Arrived<P>);
  return path;
}

function rowOf<P extends Simulable>(
  number: number,
  step: CodeStep<P>,
  before: CodeState<P>,
  after: CodeState<P>,
  actions: readonly string[],
  machine: Machine,
): LockstepRow {
  return {
    number,
    ...happeningText(step.happening, machine, step.received),
    actions,
    changes: changesOf(before, after, machine),
    sent: sentTexts(step.sent, machine),
  };
}

function changesOf<P extends Simulable>(
  before: CodeState<P>,
  after: CodeState<P>,
  machine: Machine,
): readonly string[] {
  return after.nodes.flatMap((node, at) => {
    const was = before.nodes[at];
    if (!was || was === node) return [];
    const names = machine.model.variables.filter(
      ({ process, role, storage }) => process === node.kind && role === "field" && storage !== "ghost",
    );
    const changed = names.flatMap(({ name, type }, position) => {
      const [old, now] = [was.shown[position], node.shown[position]];
      if (old === undefined || now === undefined || machine.show(old) === machine.show(now)) return [];
      return differences(type, old, now, name, machine.show);
    });
    const stands = was.up === node.up ? [] : [node.up ? "comes up" : "goes down"];
    return [...stands, ...changed];
  });
}

interface Nearest<P extends Simulable> {
  readonly way: Way<P>;
  readonly differences: readonly Difference[];
  readonly rejected?: RejectedDeed;
}

/** The way on which the model comes closest: to the end with the fewest differences, or else the farthest. */
function nearestOf<P extends Simulable>(
  step: CodeStep<P>,
  from: State,
  code: Code<P>,
  machine: Machine,
  comparison: Comparison<P>,
): Nearest<P> | undefined {
  const follower = new Follower(
    machine,
    code.subject.mapping.silent.map(({ name }) => name),
  );
  const found = step.ways.map((way): Nearest<P> & { readonly end: number } => {
    const { reached, rejected } = follower.follow(from, way.word);
    const [closest] = reached
      .map(({ state }) => comparison.differences(way.target, state))
      .sort((a, b) => a.length - b.length);
    if (closest || !rejected) return { way, differences: closest ?? [], end: way.word.length };
    const states = rejected.before.map(({ state }) => state);
    const refusals = states.flatMap((state) => follower.refusals(state, rejected.deed)).slice(0, mostRefusals);
    const end = way.word.indexOf(rejected.deed);
    return { way, differences: [], rejected: rejectedDeed(rejected.deed, refusals, machine), end };
  });
  const rank = ({ rejected, end, way, differences: left }: Nearest<P> & { readonly end: number }) =>
    rejected ? 1000 + way.word.length - end : left.length;
  return found.sort((a, b) => rank(a) - rank(b))[0];
}

function rejectedDeed(deed: Deed, refusals: readonly Refusal[], machine: Machine): RejectedDeed {
  if (deed.impossible !== undefined)
    return { text: deed.text, refusals: [{ action: deed.text, reason: deed.impossible, values: [] }] };
  return {
    text: deed.text,
    refusals: refusals.map(({ label, reason, span, values }) => ({
      action: label.action.name,
      reason,
      span,
      values: values
        // That the guard is false is the reason already.
        .filter(({ value }) => typeof value !== "boolean")
        .map(({ text, value }) => ({ text: text.replace(/\s+/g, " "), shown: machine.show(value) }))
        .filter(({ text, shown }) => text !== shown)
        .map(({ text, shown }) => `${text} = ${shown}`),
    })),
  };
}

/** What a deed says beside whose it is. */
const ownWords = ({ self, text }: Deed): string =>
  self === undefined
    ? text
    : text
        .split(" ")
        .filter((word, at) => word !== self || at > 1)
        .join(" ");

const parameters = (list: readonly Named[], machine: Machine): string =>
  list.length === 0 ? "" : `(${list.map(({ value }) => machine.show(value)).join(", ")})`;
