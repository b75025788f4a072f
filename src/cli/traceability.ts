/**
 * `check spec/`: what became of each axiom in the models that satisfy its theory. Models are looked for in the folder
 * `models` beside the theories, or where `--models` says. Each is checked with its first configuration; an axiom that this
 * one leaves out, with the first other one that looks at it, but not with `deep`.
 */
import { dirname, join } from "node:path";
import { createMachine } from "../interpreter/index.ts";
import { citations, link } from "../ir/index.ts";
import { type Claim, type ClaimVerdict, type TracedTheory, within } from "../report/index.ts";
import { type Diagnostic, type Phase, positionAt, type Span } from "../source/index.ts";
import type { PropertyDeclaration, Unit } from "../syntax/index.ts";
import type { Verdict } from "../trace/index.ts";
import type { Context } from "./context.ts";
import { examine } from "./examine.ts";
import { expandPaths, type SpecLibrary } from "./files.ts";
import type { CheckRequest } from "./requests.ts";
import { type Job, looksFor, select } from "./selection.ts";

interface Theory {
  readonly path: string;
  readonly unit: Unit;
}

/** The folders in which models of these theories are looked for. */
export function modelFolders(paths: readonly string[], { models }: CheckRequest, { host }: Context): readonly string[] {
  if (models.length > 0) return models;
  const beside = paths.map((path) => join(dirname(path), "..", "models"));
  return [...new Set(beside)].filter((folder) => host.kind(folder) === "folder");
}

export async function traceTheories(
  paths: readonly string[],
  folders: readonly string[],
  library: SpecLibrary,
  request: CheckRequest,
  context: Context,
): Promise<Phase<readonly TracedTheory[]>> {
  const theories = paths.flatMap((path) =>
    (library.open(path)?.units ?? []).flatMap((unit) => (unit.kind === "theory" ? [{ path, unit }] : [])),
  );
  const expanded = expandPaths(context.host, folders);
  const diagnostics: Diagnostic[] = [...expanded.diagnostics];
  const claims = new Map<PropertyDeclaration, Claim[]>();
  for (const path of expanded.files) {
    const before = library.diagnostics.length;
    const program = link(path, library);
    for (const unit of program.value?.units ?? []) {
      const spoken = satisfied(unit, theories, program.value?.theories);
      if (unit.kind !== "model" || spoken.length === 0) continue;
      const choice = { all: true, only: [], settings: [], model: unit.name.text };
      const selected = select(path, library, choice);
      diagnostics.push(...library.diagnostics.slice(before), ...selected.diagnostics);
      for (const [axiom, claim] of await decide(selected.value?.jobs ?? [], spoken, request, context))
        claims.set(axiom, [...(claims.get(axiom) ?? []), claim]);
    }
  }
  return { value: theories.map((theory) => traced(theory, claims)), diagnostics };
}

/** Those of `theories` that the model says it satisfies. */
function satisfied(
  unit: Unit,
  theories: readonly Theory[],
  known: ReadonlyMap<string, Unit> | undefined,
): readonly Theory[] {
  const names = unit.declarations.flatMap((item) => (item.kind === "satisfies" ? [item.target.text] : []));
  return theories.filter((theory) => names.some((name) => known?.get(name) === theory.unit));
}

async function decide(
  jobs: readonly Job[],
  theories: readonly Theory[],
  request: CheckRequest,
  context: Context,
): Promise<readonly (readonly [PropertyDeclaration, Claim])[]> {
  const [first, ...others] = [...jobs].sort((a, b) => Number(isDefault(b)) - Number(isDefault(a)));
  if (!first) return [];
  const results = new Map<Job, Verdict>();
  const verdictOf = async (job: Job): Promise<Verdict> => {
    const known = results.get(job);
    if (known) return known;
    // Each axiom is decided, also behind the first that is violated.
    const asked = {
      ...request,
      continue: true,
      deadlock: looksFor("deadlock", job),
      quiet: request.quiet || request.json,
    };
    const verdict = await examine(createMachine(job.model), asked, job.name, context.host);
    results.set(job, verdict);
    return verdict;
  };
  const claims: (readonly [PropertyDeclaration, Claim])[] = [];
  for (const { unit } of theories) {
    for (const axiom of axiomsOf(unit)) {
      const name = axiom.name.text;
      const job = [first, ...others].find((each) => looksFor(name, each)) ?? first;
      const verdict = await verdictOf(job);
      claims.push([
        axiom,
        {
          model: job.model.name,
          path: job.path,
          config: job.configuration.name,
          within: within(job.model, verdict.statistics),
          verdict: becameOf(unit.name.text, name, job, verdict),
        },
      ]);
    }
  }
  return claims;
}

const isDefault = ({ configuration }: Job): boolean => configuration.name === "default";

function becameOf(theory: string, axiom: string, { model, configuration }: Job, verdict: Verdict): ClaimVerdict {
  const exception = model.exceptions.find((item) => item.theory === theory && item.axiom === axiom);
  if (exception) return { kind: "excepted", because: exception.because };
  const properties = [...model.properties, ...model.behaviours.properties];
  if (!properties.some((item) => item.theory === theory && item.name === axiom))
    return { kind: model.unchecked.some((item) => item.name === axiom) ? "undecided" : "unclaimed" };
  switch (verdict.properties.find(({ name }) => name === axiom)?.verdict) {
    case "holds":
      return { kind: "holds" };
    case "violated": {
      const finding = verdict.findings.find((item) => "property" in item && item.property?.name === axiom);
      const steps = finding && "trace" in finding ? finding.trace?.steps.length : undefined;
      const expected = configuration.outcomes.some(({ kind }) => kind === "violates");
      return { kind: "violated", expected, ...(steps === undefined ? {} : { steps }) };
    }
    default:
      return { kind: "undecided" };
  }
}

const axiomsOf = (unit: Unit): readonly PropertyDeclaration[] =>
  unit.declarations.filter((item): item is PropertyDeclaration => item.kind === "property");

function traced({ path, unit }: Theory, claims: ReadonlyMap<PropertyDeclaration, readonly Claim[]>): TracedTheory {
  const cites = citations(unit.cites);
  return {
    name: unit.name.text,
    path,
    line: lineOf(unit.name.span),
    cites,
    axioms: axiomsOf(unit).map((axiom) => ({
      name: axiom.name.text,
      form: axiom.modifier ? `${axiom.modifier} axiom` : "axiom",
      line: lineOf(axiom.name.span),
      cites: axiom.cites.length > 0 ? citations(axiom.cites) : cites,
      claims: claims.get(axiom) ?? [],
    })),
  };
}

const lineOf = ({ source, start }: Span): number => positionAt(source, start).line;
