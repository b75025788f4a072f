/**
 * Which units and configurations of a file are meant, and the typed model of each: from a parsed file to jobs that can be
 * run. Everything that is wrong on the way is a diagnostic.
 */
import { type Configuration, configurations, link, lower, type Model, type Program } from "../ir/index.ts";
import { commandLinePath } from "../report/index.ts";
import { closest, type Diagnostic, type Phase, type RuleId } from "../source/index.ts";
import type { Setting, Unit } from "../syntax/index.ts";
import type { SpecLibrary } from "./files.ts";
import { override } from "./settings.ts";

/** One configuration of one model, ready to be explored. */
export interface Job {
  readonly path: string;
  readonly configuration: Configuration;
  readonly model: Model;
  /** `TwoPhase`, `TwoPhase (seven)`. */
  readonly name: string;
  /** The properties that are looked at, `deadlock` among them; all when absent. */
  readonly wanted?: readonly string[];
  /** Scenarios are run with the model's first or `default` configuration as it stands in the file. */
  readonly withRuns: boolean;
}

/** Whether this job is about a property: `deadlock`, or one of the model's. */
export const looksFor = (property: string, { wanted }: Job): boolean =>
  wanted === undefined || wanted.includes(property);

export interface Lack {
  readonly model: string;
  readonly mistake: Diagnostic;
}

export interface Selection {
  readonly jobs: readonly Job[];
  /** What the command line names and a model has not: that model is left out, as long as another one has it. */
  readonly lacking: readonly Lack[];
  readonly theories: readonly { readonly path: string; readonly name: string }[];
  /** Configurations called `deep` that `--all` leaves to those who ask for them by name. */
  readonly deep: number;
}

export interface Choice {
  readonly config?: string;
  readonly all: boolean;
  readonly only: readonly string[];
  /** Also the properties that the configuration's `checks` leave out. */
  readonly every?: boolean;
  readonly settings: readonly Setting[];
  /** Whether a model that lacks what is named may be left out; otherwise that is a mistake. */
  readonly skips?: boolean;
  /** Only this model of the file. */
  readonly model?: string;
}

/** What `choice` means in the file at `path`. */
export function select(path: string, library: SpecLibrary, choice: Choice): Phase<Selection> {
  const program = link(path, library);
  if (!program.value || program.diagnostics.length > 0) return { diagnostics: program.diagnostics };
  const jobs: Job[] = [];
  const lacking: Lack[] = [];
  const theories: Selection["theories"][number][] = [];
  let deep = 0;
  const diagnostics: Diagnostic[] = [];
  for (const unit of program.value.units) {
    if (choice.model !== undefined && unit.name.text !== choice.model) continue;
    if (unit.kind === "theory") {
      diagnostics.push(...lower(program.value, unit, []).diagnostics);
      theories.push({ path, name: unit.name.text });
      continue;
    }
    if (choice.all && choice.config === undefined) deep += configurations(unit).filter(isDeep).length;
    const phase = selectModel(path, program.value, unit, choice);
    jobs.push(...(phase.value ?? []));
    for (const mistake of phase.diagnostics) {
      if (choice.skips && isLack(mistake)) lacking.push({ model: unit.name.text, mistake });
      else diagnostics.push(mistake);
    }
  }
  if (choice.model !== undefined && jobs.length + lacking.length + diagnostics.length === 0) {
    diagnostics.push({ rule: "usage", message: `\`${path}\` has no model ${choice.model}` });
  }
  return { value: { jobs, lacking, theories, deep }, diagnostics };
}

/** Minutes of work, by convention: what only a bug that hides deep would need. */
const isDeep = ({ name }: Configuration): boolean => name === "deep";

/** Of the command line, and about one model only. */
function isLack({ rule, span }: Diagnostic): boolean {
  if (rule === "unknown-configuration" || rule === "unknown-property") return true;
  return rule === "unknown-parameter" && span?.source.path === commandLinePath;
}

function selectModel(path: string, program: Program, unit: Unit, choice: Choice): Phase<readonly Job[]> {
  const known = configurations(unit);
  const standard = known.find((item) => item.name === "default") ?? known[0];
  const chosen =
    choice.config === undefined
      ? choice.all
        ? known.filter((item) => !isDeep(item))
        : standard
          ? [standard]
          : []
      : known.filter((item) => item.name === choice.config);
  if (chosen.length === 0) {
    const names = known.map((item) => item.name);
    const near = choice.config === undefined ? undefined : closest(choice.config, names);
    return {
      diagnostics: [
        {
          rule: "unknown-configuration",
          message: `${unit.name.text} has no configuration \`${choice.config}\``,
          expected: names.join(", "),
          hint: near ? `did you mean \`${near}\`?` : undefined,
        },
      ],
    };
  }
  const jobs: Job[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const configuration of chosen) {
    const phase = lower(program, unit, override(configuration.settings, choice.settings));
    const blamed = blame(
      phase.diagnostics,
      choice.settings,
      () => lower(program, unit, configuration.settings).diagnostics,
    );
    // The same mistake shows in every configuration; it is told once.
    diagnostics.push(...blamed.filter((item) => !diagnostics.some((other) => same(item, other))));
    if (!phase.value || phase.diagnostics.length > 0) continue;
    const wanted = choice.only.length > 0 ? choice.only : choice.every ? undefined : configuration.checks;
    const unknown = choice.only.flatMap((name) => unknownProperty(name, phase.value as Model));
    if (unknown.length > 0) {
      diagnostics.push(...unknown.filter((item) => !diagnostics.some((other) => same(item, other))));
      continue;
    }
    jobs.push({
      path,
      configuration,
      model: restrict(phase.value, wanted),
      wanted,
      name:
        configuration === standard && configuration.name === "default"
          ? unit.name.text
          : `${unit.name.text} (${configuration.name})`,
      withRuns: configuration === standard && choice.settings.length === 0,
    });
  }
  return { value: jobs, diagnostics };
}

/** Mistakes of sizes, which make everything that uses the type look wrong too. */
const causes: readonly RuleId[] = ["empty-type", "too-many-members"];

/**
 * The mistakes worth telling: where a size is wrong, not its consequences; and when the file is fine with its own values,
 * the setting on the command line that broke it.
 */
function blame(
  diagnostics: readonly Diagnostic[],
  given: readonly Setting[],
  withoutThem: () => readonly Diagnostic[],
): readonly Diagnostic[] {
  const found = diagnostics.filter((item) => causes.includes(item.rule));
  const told = found.length > 0 ? found : diagnostics;
  const [first] = told;
  const [setting] = given;
  if (!first?.span || !setting || first.span.source.path === commandLinePath || withoutThem().length > 0) return told;
  return [
    {
      ...first,
      span: setting.span,
      related: [{ span: first.span, message: "this is what it breaks" }, ...(first.related ?? [])],
    },
  ];
}

const same = (a: Diagnostic, b: Diagnostic) =>
  a.rule === b.rule && a.message === b.message && a.span?.start === b.span?.start && a.span?.source === b.span?.source;

/** `name` as it is declared, or an axiom's name without its theory. */
const named = (name: string, wanted: readonly string[]) =>
  wanted.includes(name) || wanted.includes(name.slice(name.lastIndexOf(".") + 1));

function unknownProperty(name: string, model: Model): readonly Diagnostic[] {
  const names = [
    "deadlock",
    ...[...model.properties, ...model.behaviours.properties, ...model.unchecked].map((item) => item.name),
  ];
  if (names.some((item) => named(item, [name]))) return [];
  const near = closest(name, names);
  return [
    {
      rule: "unknown-property",
      message: `${model.name} has no property \`${name}\``,
      expected: names.length === 0 ? "nothing: the model has none" : names.join(", "),
      hint: near ? `did you mean \`${near}\`?` : undefined,
    },
  ];
}

/** The model with the wanted properties only; what is not about one property stays among the unchecked. */
function restrict(model: Model, wanted: readonly string[] | undefined): Model {
  if (!wanted) return model;
  return {
    ...model,
    properties: model.properties.filter((item) => named(item.name, wanted)),
    behaviours: {
      ...model.behaviours,
      properties: model.behaviours.properties.filter((item) => named(item.name, wanted)),
    },
    unchecked: model.unchecked.filter(
      (item) =>
        named(item.name, wanted) || item.kind === "fairness" || item.kind === "history" || item.kind === "family",
    ),
  };
}
