/** Logs for the tests of trace validation: simulated runs, with as much or as little told of them as a test wants. */
import { readFileSync } from "node:fs";
import { dirname, isAbsolute, join, normalize } from "node:path";
import {
  type ConformanceOutcome,
  type ConformanceRequest,
  conform,
  defaultLimits,
  type TraceMapping,
  verdictOf as verdictOfLog,
} from "../../src/conform/index.ts";
import { type Library, link } from "../../src/ir/index.ts";
import {
  type EventLine,
  type Faults,
  type HeaderLine,
  noFaults,
  type Simulable,
  type System,
  simulate,
  type TraceLine,
} from "../../src/protocols/index.ts";
import { parse, type Setting } from "../../src/syntax/index.ts";

export const calm: Faults = { ...noFaults, reordering: true };

/** The lines of a simulated run. */
export function simulated<P extends Simulable>(system: System<P>, seed: number, faults?: Faults): readonly TraceLine[] {
  const lines: TraceLine[] = [];
  simulate(system, {
    seed,
    ...(faults ? { faults } : {}),
    write: (line) => lines.push(JSON.parse(line) as TraceLine),
  });
  return lines;
}

export interface Telling {
  readonly order?: HeaderLine["order"];
  /** Of events, only their names and arguments. */
  readonly namesOnly?: boolean;
  /** Whether lines tell of faults. */
  readonly faults?: boolean;
}

export const isEvent = (line: TraceLine): line is EventLine => "action" in line;
export const isHeader = (line: TraceLine): line is HeaderLine => "trace" in line;

/** The same run, of which less is told. */
export function tell(
  lines: readonly TraceLine[],
  { order = ["vc"], namesOnly = false, faults = true }: Telling,
): readonly TraceLine[] {
  return lines.flatMap((line): readonly TraceLine[] => {
    if (isHeader(line)) {
      const logged = namesOnly ? { variables: [], args: true, msg: false, pre: false } : line.logged;
      return [{ ...line, order, logged: { ...line.logged, ...logged, faults } }];
    }
    if ("fault" in line) {
      if (!faults) return [];
      return line.fault === "restart" && namesOnly ? [{ fault: "restart", node: line.node, i: line.i }] : [line];
    }
    if (!isEvent(line)) return [line];
    const { set, pre, msg, vc, ts, ...rest } = line;
    const details = namesOnly ? {} : { ...(set ? { set } : {}), ...(pre ? { pre } : {}), ...(msg ? { msg } : {}) };
    return [
      {
        ...rest,
        ...details,
        ...(order.includes("vc") && vc ? { vc } : {}),
        ...(order.includes("ts") && ts ? { ts } : {}),
      },
    ];
  });
}

/** As separate processes write it: the lines of one node after those of another. */
export function byNode(lines: readonly TraceLine[]): readonly TraceLine[] {
  const nodeOf = (line: TraceLine) => ("node" in line ? line.node : "gap" in line ? line.gap : "");
  const [header] = lines;
  const nodes = header && isHeader(header) ? header.nodes : [];
  const rest = lines.slice(1).filter((line) => !("end" in line));
  return [
    ...lines.slice(0, 1),
    ...nodes.flatMap((node) => rest.filter((line) => nodeOf(line) === node)),
    ...rest.filter((line) => nodeOf(line) === ""),
    ...lines.filter((line) => "end" in line),
  ];
}

export const textOf = (lines: readonly TraceLine[]): string =>
  lines.map((line) => `${JSON.stringify(line)}\n`).join("");

const library: Library = {
  resolve: (use, from) => (isAbsolute(use) ? use : normalize(join(dirname(from), use))),
  load: (path) => ({ file: parse({ path, text: readFileSync(path, "utf8") }).value, failed: false }),
};

const settingsOf = (text: string): readonly Setting[] => {
  const [check] =
    parse({ path: "settings", text: `model M check c { ${text} } expect holds` }).value?.units[0]?.declarations ?? [];
  return check?.kind === "check" ? check.settings : [];
};

export interface Asked {
  readonly mapping?: TraceMapping;
  /** `restart.total = 2`. */
  readonly settings?: string;
  readonly limits?: Partial<ConformanceRequest["limits"]>;
  readonly advise?: boolean;
  readonly seekRemedies?: boolean;
}

const programs = new Map<string, Pick<ConformanceRequest, "program" | "unit">>();

/** A model of `models/`, or the text of one. */
function programOf(model: string): Pick<ConformanceRequest, "program" | "unit"> {
  const known = programs.get(model);
  if (known) return known;
  const inline: Library = {
    resolve: (use) => use,
    load: (path) => ({ file: parse({ path, text: model }).value, failed: false }),
  };
  const program = (model.includes("\n") ? link("model.spec", inline) : link(model, library)).value;
  const unit = program?.units.find(({ kind }) => kind === "model");
  if (!program || !unit) throw new Error(`${model} does not parse`);
  programs.set(model, { program, unit });
  return { program, unit };
}

export function requestOf(model: string, log: string | Uint8Array, asked: Asked = {}): ConformanceRequest {
  const bytes = typeof log === "string" ? new TextEncoder().encode(log) : log;
  return {
    ...programOf(model),
    settings: asked.settings === undefined ? [] : settingsOf(asked.settings),
    path: "run.jsonl",
    open: () => [bytes],
    mapping: asked.mapping ?? {},
    limits: { ...defaultLimits, ...asked.limits },
    advise: asked.advise ?? false,
    seekRemedies: asked.seekRemedies ?? false,
  };
}

export const hold = (model: string, log: string | Uint8Array, asked: Asked = {}): ConformanceOutcome =>
  conform(requestOf(model, log, asked));

/** The verdict in one word: `rejected` also where a log contradicts itself. */
export function verdictOf(outcome: ConformanceOutcome): string {
  if (outcome.kind === "refused") return `refused: ${outcome.diagnostics.map(({ message }) => message).join("; ")}`;
  const { broken } = outcome.conformance.path;
  return broken
    ? `${verdictOfLog(outcome.conformance)}, ${broken.property.name} broken`
    : verdictOfLog(outcome.conformance);
}
