/**
 * Everything there is to say about one finding, as data: the story of its trace, why the property fails, what blocks each
 * action of a deadlock, the expression of a model error with its values. Reports only lay it out.
 */
import type { Blocked, Machine } from "../interpreter/index.ts";
import type { Citation, Property } from "../ir/index.ts";
import { type Span, unreachable } from "../source/index.ts";
import { explain, type Reason } from "./explain.ts";
import { oneLine } from "./expressions.ts";
import { messageText } from "./label.ts";
import { shower } from "./show.ts";
import { failedRow, type Row, type Story, tell } from "./story.ts";
import { lastState, stateBeforeLast, type Trace } from "./trace.ts";
import type { Finding } from "./verdict.ts";

export interface Account {
  /** `invariant Agreement violated`. */
  readonly title: string;
  /** The property or statement at fault. */
  readonly span?: Span;
  readonly cites: readonly Citation[];
  readonly doc?: string;
  readonly steps?: number;
  readonly story?: Story;
  readonly reason?: Reason;
  readonly blocked: readonly BlockedAction[];
  readonly failure?: { readonly message: string; readonly span: Span; readonly values: readonly string[] };
  /** The formula that no state satisfies. */
  readonly unreached?: string;
}

/** An action that cannot happen, for all processes that it is blocked for in the same way. */
export interface BlockedAction {
  readonly processes: readonly string[];
  readonly action: string;
  readonly reason: string;
  readonly span: Span;
}

const mostBlocked = 400;

export function account(finding: Finding, machine: Machine): Account {
  switch (finding.kind) {
    case "violated":
      return {
        ...about(finding.property, "violated"),
        ...told(finding.trace, machine),
        reason: explain(
          machine,
          finding.property.formula,
          lastState(finding.trace),
          finding.property.kind === "step invariant" ? stateBeforeLast(finding.trace) : undefined,
        ),
        blocked: [],
      };
    case "unreached":
      return {
        ...about(finding.property, "not reached"),
        blocked: [],
        unreached: oneLine(
          finding.property.formula.span.source.text.slice(
            finding.property.formula.span.start,
            finding.property.formula.span.end,
          ),
        ),
      };
    case "deadlock":
      return {
        title: "deadlock",
        cites: [],
        ...told(finding.trace, machine),
        blocked: grouped(machine.blocked(lastState(finding.trace), mostBlocked), machine),
      };
    case "error": {
      const { failure, trace } = finding;
      const story = trace && tell(trace, machine);
      const extra: readonly Row[] =
        trace && finding.label ? [failedRow(trace.steps.length + 1, finding.label, lastState(trace), machine)] : [];
      return {
        title: failure.kind === "assertion" ? "assertion failed" : `model error (${failure.rule})`,
        span: failure.span,
        cites: [],
        steps: trace && trace.steps.length + extra.length,
        story: story && {
          ...story,
          rows: [...story.rows, ...extra.map((row) => ({ ...row, changes: ["✗ fails here"] }))],
        },
        blocked: [],
        failure: {
          message: failure.message,
          span: failure.span,
          // A constant says its value already.
          values: failure.values
            .map((item) => ({ text: oneLine(item.text), value: item.value, shown: machine.show(item.value) }))
            .filter(({ text, shown }) => text !== shown)
            .map(({ text, value, shown }) => `${text} ${typeof value === "boolean" ? "is" : "="} ${shown}`),
        },
      };
    }
    default:
      return unreachable(finding);
  }
}

function about(property: Property, what: string): Pick<Account, "title" | "span" | "cites"> {
  const theory = property.theory === undefined || property.name.includes(".") ? "" : ` of ${property.theory}`;
  return { title: `${property.kind} ${property.name}${theory} ${what}`, span: property.span, cites: property.cites };
}

function told(trace: Trace, machine: Machine): Pick<Account, "story" | "steps"> {
  return { story: tell(trace, machine), steps: trace.steps.length };
}

/** Instances that are blocked for the same reason share a line. */
export function grouped(blocked: readonly Blocked[], machine: Machine): readonly BlockedAction[] {
  const show = shower(machine);
  const groups: (BlockedAction & { processes: string[] })[] = [];
  for (const item of blocked) {
    const values = item.parameters.map((parameter) => show(parameter.value)).join(", ");
    const message = item.envelope ? ` ${messageText(item.envelope, show)} from ${item.envelope.from}` : "";
    const action = `${item.action.name}${values === "" ? "" : `(${values})`}${message}`;
    const reason = item.reason;
    const same = groups.find(
      (group) => group.action === action && group.reason === reason && group.span.start === item.span.start,
    );
    if (!same) groups.push({ processes: item.self === undefined ? [] : [item.self], action, reason, span: item.span });
    else if (item.self !== undefined && !same.processes.includes(item.self)) same.processes.push(item.self);
  }
  return groups;
}
