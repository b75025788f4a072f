/** From the text of a model to what the explorer finds with an evaluator: everything that two evaluators must agree on. */
import { type Outcome, search, type Violation } from "../../src/explore/index.ts";
import {
  asSearchable,
  createMachine,
  type Failure,
  type Label,
  type Machine,
  type State,
  type Step,
} from "../../src/interpreter/index.ts";
import { configurations, type Library, link, lower, type Model } from "../../src/ir/index.ts";
import { positionAt, spanText } from "../../src/source/index.ts";
import { parse, print } from "../../src/syntax/index.ts";

/** Everything that must be equal. */
export interface Findings {
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  readonly cut: number;
  readonly constrained: number;
  /** holds, property, unreached, deadlock, error, assertion, or the limit that ended the search. */
  readonly verdict: string;
  /** Time was up: what was found until then depends on the machine. */
  readonly isCutShort: boolean;
  /** Which property, or the rule that was broken. */
  readonly about: string;
  /** The states of the counterexample by their keys, each with the step that led to it. */
  readonly trace: readonly string[];
  /** What became of each property. */
  readonly properties: string;
  /** All violations, for a search that goes on. */
  readonly all: string;
}

/** The text is no model: the diagnostics, one on a line. */
export class NotAModel extends Error {}

/** The only model in `text`. */
export function modelIn(text: string): Model {
  const path = "random.spec";
  const file = parse({ path, text });
  const library: Library = {
    resolve: (use) => use,
    load: () => ({ file: file.value, failed: file.diagnostics.length > 0 }),
  };
  const program = link(path, library);
  const unit = program.value?.units.find(({ kind }) => kind === "model");
  const configuration = unit && configurations(unit)[0];
  const model =
    file.diagnostics.length === 0 && program.value && unit
      ? lower(program.value, unit, configuration?.settings ?? [])
      : undefined;
  const diagnostics = [...file.diagnostics, ...program.diagnostics, ...(model?.diagnostics ?? [])];
  if (!model?.value || diagnostics.length > 0) {
    const lines = diagnostics.map(({ rule, message, span, expected, found }) => {
      const place = span ? `${positionAt(span.source, span.start).line}: ${spanText(span)}` : "";
      return `${rule}: ${message} (expected ${expected}, found ${found}) at line ${place}`;
    });
    throw new NotAModel(lines.join("\n"));
  }
  return model.value;
}

/** The same text as the formatter writes it. */
export function formatted(text: string): string {
  const { value, diagnostics } = parse({ path: "random.spec", text });
  if (!value || diagnostics.length > 0) throw new NotAModel(diagnostics.map(({ message }) => message).join("\n"));
  return print(value);
}

export interface Limits {
  readonly maxStates: number;
  /** Seconds; a model that takes longer is left out by whoever compares. */
  readonly maxTime?: number;
  readonly maxDepth?: number;
  readonly continueAfterViolation?: boolean;
}

/** A few of the models are searched in other ways, by their numbers: to a depth, or on behind the first violation. */
export const limitsOf = (run: number, limits: Limits): Limits => ({
  ...limits,
  ...(run % 8 === 3 ? { maxDepth: 4 + (run % 3) } : {}),
  ...(run % 5 === 2 ? { continueAfterViolation: true } : {}),
});

export async function interpret(model: Model, limits: Limits): Promise<Findings> {
  const machine = createMachine(model);
  const outcome = await search(asSearchable(machine), { ...limits, now: () => performance.now() });
  return findingsOf(outcome, machine);
}

/** What a search of a machine comes to. */
export type Found = Outcome<State, Step, Label, Failure>;

export function findingsOf(outcome: Found, machine: Machine): Findings {
  const { states, transitions, depth, cut, constrained } = outcome.statistics;
  const properties = outcome.properties.map(({ name, verdict }) => `${name} ${verdict}`).join(", ");
  const isCutShort = outcome.kind !== "holds" && outcome.limit === "time";
  const figures = { states, transitions, depth, cut, constrained, properties, isCutShort, all: "" };
  if (outcome.kind === "holds") return { ...figures, verdict: "holds", about: "", trace: [] };
  if (outcome.kind === "inconclusive") return { ...figures, verdict: outcome.limit, about: "", trace: [] };
  const { violations } = outcome;
  const [violation] = violations;
  const path = "path" in violation ? violation.path : undefined;
  const steps = ["", ...(path?.steps ?? []).map(({ label }) => labelText(label, machine))];
  const trace = (path?.states ?? []).map((state, at) => `${steps[at]} → ${machine.key(state)}`);
  const all = violations.map((one) => `${one.kind} ${aboutOf(one)} at depth ${one.depth}`).join("; ");
  return { ...figures, verdict: violation.kind, about: aboutOf(violation), trace, all };
}

function aboutOf(violation: Violation<State, Step, Label, Failure>): string {
  if (violation.kind === "property" || violation.kind === "unreached") return violation.property;
  return violation.kind === "deadlock" ? "" : `${violation.failure.rule}: ${violation.failure.message}`;
}

function labelText({ action, self, parameters, picks, envelope, forged }: Label, machine: Machine): string {
  const named = [...parameters, ...picks].map(({ name, value }) => `${name}=${machine.show(value)}`);
  const message = envelope
    ? [envelope.message.name, envelope.from, envelope.to, ...envelope.fields.map(machine.show)]
    : [];
  return [action.id, action.name, self, ...named, ...message, forged].join(" ");
}
