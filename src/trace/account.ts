/**
 * Everything there is to say about one finding, as data: the story of its trace, why the property fails, what blocks each
 * action of a deadlock, the expression of a model error with its values. Reports only lay it out.
 */
import type { Machine } from "../interpreter/index.ts";
import type { Citation, Property, TemporalProperty } from "../ir/index.ts";
import { type Span, spanText, unreachable } from "../source/index.ts";
import { type OwedAccount, owedOn } from "./abstract-fairness.ts";
import { type FairnessOnLoop, fairnessOn, loopStart } from "./behaviour.ts";
import { type BlockedAction, blockedActions } from "./blocked.ts";
import { explain, type Reason } from "./explain.ts";
import { oneLine } from "./expressions.ts";
import { type ImageAccount, imageOf } from "./image.ts";
import { shower } from "./show.ts";
import { failedRow, type Row, type Story, tell } from "./story.ts";
import { lastState, stateBeforeLast, type Trace } from "./trace.ts";
import type { Finding } from "./verdict.ts";

export interface Account {
  /** `invariant Agreement violated`. */
  readonly title: string;
  /** It shows what was wanted. */
  readonly isGood?: boolean;
  /** The property or statement at fault. */
  readonly span?: Span;
  readonly cites: readonly Citation[];
  readonly doc?: string;
  readonly steps?: number;
  readonly story?: Story;
  readonly reason?: Reason;
  /** How the step looks to the model that is refined. */
  readonly image?: ImageAccount;
  /** What the model that is refined would have to do. */
  readonly owed?: OwedAccount;
  /** How it goes on for ever. */
  readonly lasso?: LassoAccount;
  readonly blocked: readonly BlockedAction[];
  readonly failure?: { readonly message: string; readonly span: Span; readonly values: readonly string[] };
  /** What somebody who sees this for the first time may want to know. */
  readonly advice?: string;
  /** The formula that no state satisfies, or no behaviour, or not this state. */
  readonly unreached?: string;
}

export interface LassoAccount {
  /** Steps before the loop, and in it; none when nothing happens any more. */
  readonly prefix: number;
  readonly length: number;
  /** What changes on the loop: each variable with the values that it goes through. */
  readonly changing: readonly string[];
  readonly fairness: readonly FairnessOnLoop[];
}

export function account(finding: Finding, machine: Machine): Account {
  switch (finding.kind) {
    case "violated":
      return {
        ...about(finding.property, "violated"),
        ...told(finding.trace, machine),
        ...(finding.property.kind === "refinement"
          ? { image: imageOf(finding.property, finding.trace, machine) }
          : {
              reason: explain(
                machine,
                finding.property.formula,
                lastState(finding.trace),
                finding.property.kind === "step invariant" ? stateBeforeLast(finding.trace) : undefined,
              ),
            }),
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
    case "liveness":
      return {
        ...about(finding.property, finding.property.kind === "possible" ? "is so in this behaviour" : "violated"),
        ...(finding.property.kind === "possible" ? { isGood: true } : {}),
        ...told(finding.trace, machine),
        ...(finding.property.kind === "invariant"
          ? { unreached: formulaText(finding.property) }
          : { lasso: onLoop(finding.trace, machine) }),
        ...(finding.owed
          ? { owed: owedOn(finding.trace, finding.owed.refinement, finding.owed.condition, machine) }
          : {}),
        blocked: [],
      };
    case "impossible":
      return {
        ...about(finding.property, "is so in no fair behaviour"),
        unreached: formulaText(finding.property),
        blocked: [],
      };
    case "deadlock":
      return {
        title: "deadlock",
        cites: [],
        ...told(finding.trace, machine),
        blocked: blockedActions(lastState(finding.trace), machine),
        ...(machine.model.terminal.length === 0 && {
          advice: "where the model may stop, say so: `terminal when …`",
        }),
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
            .map((item) => ({
              text: oneLine(item.text),
              value: item.value,
              shown: shower(machine)(item.value, item.type),
            }))
            .filter(({ text, shown }) => text !== shown)
            .map(({ text, value, shown }) => `${text} ${typeof value === "boolean" ? "is" : "="} ${shown}`),
        },
      };
    }
    default:
      return unreachable(finding);
  }
}

/** What stands behind the name and the places that are cited. */
const formulaText = ({ span }: TemporalProperty): string =>
  oneLine(spanText(span).replace(/^(?:"[^"]*"|[^":])*:\s*/, ""));

function onLoop(trace: Trace, machine: Machine): LassoAccount {
  const start = loopStart(trace);
  return {
    prefix: start,
    length: trace.steps.length - start,
    changing: changing(trace, start, machine),
    fairness: fairnessOn(trace, trace.model.behaviours, machine),
  };
}

const mostValues = 6;

/** `p1.hungry: True, False`: variables that have several values on the loop, in the order in which they come. */
function changing(trace: Trace, start: number, machine: Machine): readonly string[] {
  const show = shower(machine);
  const states = trace.steps.slice(start).map(({ target }) => target);
  return trace.model.variables.flatMap((variable) =>
    (variable.process?.members ?? [undefined]).flatMap((owner) => {
      const shown = [...new Set(states.map((state) => show(state.get(variable, owner), variable.type)))];
      if (shown.length < 2) return [];
      const name = owner === undefined ? variable.name : `${owner}.${variable.name}`;
      const values = shown.slice(0, mostValues).join(", ");
      return [`${name}: ${values}${shown.length > mostValues ? ", …" : ""}`];
    }),
  );
}

function about(property: Property | TemporalProperty, what: string): Pick<Account, "title" | "span" | "cites"> {
  const theory = property.theory === undefined || property.name.includes(".") ? "" : ` of ${property.theory}`;
  return { title: `${property.kind} ${property.name}${theory} ${what}`, span: property.span, cites: property.cites };
}

function told(trace: Trace, machine: Machine): Pick<Account, "story" | "steps"> {
  return { story: tell(trace, machine), steps: trace.steps.length };
}
