/**
 * The model that a log is held against: its parameters are those of the log's header, its bounds as large as the log
 * needs, its faults those that the log tells of. How large the bounds must be shows when a value does not fit: then they
 * grow, and the search begins again.
 */
import { lower, type Model, type Program } from "../../ir/index.ts";
import type { Json } from "../../protocols/index.ts";
import { closest, type Diagnostic, type Phase } from "../../source/index.ts";
import { type Declaration, parse, type Setting, type Unit } from "../../syntax/index.ts";
import { boundingParameters } from "./bounds.ts";
import { leanModel, withoutBounds } from "./lean-model.ts";
import type { Mapping } from "./mapping.ts";
import type { Survey } from "./survey.ts";
import { isAlwaysTold } from "./told.ts";

export interface FittedModel {
  readonly whole: Model;
  readonly lean: Model;
  /** Those that were made larger than the model has them. */
  /** Budgets of faults as the model and the command line have them, by kind; without a number there is none. */
  readonly budgets: ReadonlyMap<string, number | undefined>;
  readonly lifted: readonly { readonly name: string; readonly from: number; readonly to: number }[];
}

/** Beyond this a bound is no bound any more. */
const largestBound = 2 ** 20;

export class ModelFitter {
  private readonly program: Program;
  private readonly unit: Unit;
  private readonly fixed: readonly Setting[];
  private readonly before = new Map<string, number>();
  private readonly bounds = new Map<string, number>();
  private readonly budgets = new Map<string, number | undefined>();
  /** What is wrong with the header, seen from the model. */
  readonly diagnostics: readonly Diagnostic[];

  constructor(program: Program, unit: Unit, given: readonly Setting[], survey: Survey) {
    this.program = program;
    this.unit = unit;
    const { settings, diagnostics } = constants(unit, survey);
    this.diagnostics = diagnostics;
    this.fixed = [...settings, ...faultSettings(unit, given, survey), ...given];
    const set = new Set(this.fixed.map(nameOf));
    for (const { kind, total } of lower(program, unit, [...settings, ...given], { largeSets: true }).value?.faults ??
      [])
      this.budgets.set(kind, total);
    const model = lower(program, unit, this.fixed, { largeSets: true }).value;
    for (const name of boundingParameters(unit)) {
      const shown = Number(model?.parameters.find((parameter) => parameter.name === name)?.shown);
      if (set.has(name) || !Number.isSafeInteger(shown)) continue;
      this.before.set(name, shown);
      this.bounds.set(name, shown);
    }
  }

  /** Takes the mapping's bounds for a start. */
  startWith({ bounds = {} }: Mapping): void {
    for (const [name, bound] of Object.entries(bounds)) {
      if (!this.before.has(name)) this.before.set(name, bound);
      this.bounds.set(name, bound);
    }
  }

  build(): Phase<FittedModel> {
    const lifted = [...this.bounds].map(([name, to]) => ({ name, from: this.before.get(name) ?? to, to }));
    const settings = [...this.fixed, ...parsed(lifted.map(({ name, to }) => `${name} = ${to}`))];
    const { value, diagnostics } = lower(this.program, this.unit, settings, { largeSets: true });
    if (!value) return { diagnostics };
    const grown = lifted.filter(({ from, to }) => from !== to);
    const whole = withoutBounds(value);
    return { value: { whole, lean: leanModel(whole), budgets: this.budgets, lifted: grown }, diagnostics };
  }

  /** Makes the bounds larger that `limit` may come from, or all; false when there is nothing to make larger. */
  grow(limit: number | undefined): boolean {
    const near = (distance: number) => [...this.bounds].filter(([, bound]) => bound === (limit ?? 0) + distance);
    const candidates = [near(0), near(-1), near(1), [...this.bounds]].find((found) => found.length > 0) ?? [];
    const growing = candidates.filter(([, bound]) => bound < largestBound);
    for (const [name, bound] of growing) this.bounds.set(name, Math.max(4, 2 * bound));
    return growing.length > 0;
  }
}

const nameOf = ({ target }: Setting): string =>
  target.kind === "path" ? target.names.map(({ text }) => text).join(".") : "";

const parsed = (settings: readonly string[]): readonly Setting[] => {
  if (settings.length === 0) return [];
  const text = `model Settings check log { ${settings.join(", ")} } expect holds`;
  const [check] = parse({ path: "the log's header", text }).value?.units[0]?.declarations ?? [];
  return check?.kind === "check" ? check.settings : [];
};

/** The header's constants as settings. */
function constants(unit: Unit, { header }: Survey) {
  const names = unit.declarations.flatMap((node) => (node.kind === "param" ? [node.name.text] : []));
  const diagnostics: Diagnostic[] = [];
  const settings: string[] = [];
  for (const [name, value] of Object.entries(header.constants)) {
    const text = constantText(value);
    if (!names.includes(name)) {
      const near = closest(name, names);
      diagnostics.push({
        rule: "trace-header",
        message: `the log's constant \`${name}\` is no parameter of the model`,
        expected: names.join(", ") || "no constants: the model has no parameters",
        ...(near === undefined ? {} : { hint: `did you mean \`${near}\`?` }),
      });
    } else if (text === undefined)
      diagnostics.push({
        rule: "trace-header",
        message: `the log's constant \`${name}\` is no number, truth value or name`,
      });
    else settings.push(`${name} = ${text}`);
  }
  return { settings: parsed(settings), diagnostics };
}

function constantText(value: Json): string | undefined {
  if (typeof value === "number" && Number.isSafeInteger(value)) return String(value);
  if (typeof value === "boolean") return value ? "True" : "False";
  return typeof value === "string" && /^\p{L}[\p{L}\p{N}_]*$/u.test(value) ? value : undefined;
}

/**
 * Budgets of the faults that the model declares: as many as the log tells of, where it tells of all. Losses in a network
 * without order need no step, because what is lost is as good as what never arrives. Pauses and partitions only hold
 * things up.
 */
function faultSettings(unit: Unit, given: readonly Setting[], survey: Survey): readonly Setting[] {
  const { faults, nodes } = survey;
  const declared = new Set(unit.declarations.flatMap((node) => (node.kind === "fault" ? [node.fault.text] : [])));
  for (const setting of given) {
    const [kind] = nameOf(setting).split(".");
    if (kind !== undefined && nameOf(setting).includes(".")) declared.add(kind);
  }
  const count = (kind: Parameters<typeof faults.get>[0]) => faults.get(kind) ?? 0;
  const settings: string[] = [];
  for (const kind of ["partition", "pause"]) if (declared.has(kind)) settings.push(`${kind}.total = 0`);
  // What the log tells of has happened, whether it tells of all or not.
  if (declared.has("crash") && (isAlwaysTold("crash", survey) || count("crash") > 0))
    settings.push(`crash.total = ${count("crash")}`, `crash.atOnce = ${Math.max(1, nodes.size)}`);
  if (declared.has("duplication") && count("duplication") > 0)
    settings.push(`duplication.total = ${count("duplication")}`);
  if (declared.has("restart") && isAlwaysTold("restart", survey))
    settings.push(`restart.total = ${declared.has("crash") && count("crash") > 0 ? 0 : count("restart")}`);
  if (declared.has("loss") && isAlwaysTold("loss", survey))
    settings.push(`loss.total = ${inOrder(unit.declarations) ? count("loss") : 0}`);
  if (declared.has("duplication") && count("duplication") === 0 && isAlwaysTold("duplication", survey))
    settings.push("duplication.total = 0");
  return parsed(settings);
}

const inOrder = (declarations: readonly Declaration[]): boolean =>
  declarations.some((node) => node.kind === "network" && node.discipline === "fifo");
