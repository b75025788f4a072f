/**
 * The verdict in one line: what holds, within which bounds, and how much was explored; then what the model says that was
 * not looked at. The bounds are part of the verdict, never left out.
 */
import type { Model, Unchecked } from "../ir/index.ts";
import { type Statistics, type SymmetryUse, type Verdict, verdictKind } from "../trace/index.ts";
import type { Paint } from "./paint.ts";
import { displayWidth, wrap } from "./width.ts";

const grouped = new Intl.NumberFormat("en-US");
export const count = (number: number): string => grouped.format(number);

export const plural = (number: number, one: string, many = `${one}s`): string =>
  `${count(number)} ${number === 1 ? one : many}`;

/** `0.2 s`, `2 min 5 s`. */
export function duration(seconds: number): string {
  if (seconds < 100) return `${seconds.toFixed(1)} s`;
  const minutes = Math.floor(seconds / 60);
  const rest = `${minutes % 60} min ${Math.floor(seconds % 60)} s`;
  return minutes < 60 ? rest : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** `Servers=3, MaxTerm=2, crash ≤ 1, network ≤ 4 (within bounds: 812 steps cut)`; empty when nothing bounds the model. */
export function within(model: Model, statistics: Pick<Statistics, "cut">): string {
  const bounds = [
    ...model.parameters.map((parameter) => `${parameter.name}=${parameter.shown}`),
    ...model.faults.map(
      (fault) =>
        `${fault.kind}${fault.total === undefined ? (fault.atOnce === undefined ? "" : ` ≤ ${fault.atOnce} at once`) : ` ≤ ${fault.total}`}`,
    ),
    ...model.networks
      .filter((network) => network.capacity !== undefined)
      .map(
        (network) =>
          `network${model.networks.length > 1 ? ` ${network.id + 1}` : ""} ≤ ${network.capacity}${network.each ? " each" : ""}`,
      ),
  ];
  const cut =
    statistics.cut === 0
      ? ""
      : `${bounds.length === 0 ? "" : " "}(within bounds: ${plural(statistics.cut, "step")} cut)`;
  return `${bounds.join(", ")}${cut}`;
}

/** ` · P(missed) ≤ 2.9e-6`, rounded up; empty when states were compared. */
export function missedText({ collision = 0 }: Statistics): string {
  if (collision === 0) return "";
  if (collision < 1e-9) return " · P(missed) < 1e-9";
  const unit = 10 ** Math.floor(Math.log10(collision) - 1);
  return ` · P(missed) ≤ ${(Math.ceil(collision / unit) * unit).toExponential(1)}`;
}

/** `288 states · 1,146 transitions · depth 11 · 0.2 s`; with symmetry `80 orbits · …`, or `≥ 80 states` if not all are orbits. */
export function figures(statistics: Statistics, symmetry?: SymmetryUse): string {
  const isReduced = symmetry !== undefined && symmetry.types.length > 0;
  const one = isReduced && symmetry.exact ? "orbit" : "state";
  return [
    `${isReduced && !symmetry.exact ? "≥ " : ""}${plural(statistics.states, one)}`,
    plural(statistics.transitions, "transition"),
    `depth ${count(statistics.depth)}`,
    duration(statistics.seconds),
  ].join(" · ");
}

export const limitTexts = {
  states: "the limit on states was reached",
  depth: "the limit on depth was reached",
  time: "the limit on time was reached",
  memory: "the memory that it may use was used up",
  walks: "it saw random walks only",
  bounds: "everything within the bounds was explored, and what they cut could decide it",
  interrupted: "interrupted",
} as const;

/** One line or a few; `name` is the model with its configuration. `missed`: it is not what was expected. */
export function verdictLine(
  name: string,
  model: Model,
  verdict: Verdict,
  paint: Paint,
  width: number,
  missed = false,
): string {
  const bounds = within(model, verdict.statistics);
  const kind = verdictKind(verdict);
  const isSure = kind !== "holds" && kind !== "inconclusive";
  const size = `${figures(verdict.statistics, verdict.symmetry)}${isSure ? "" : missedText(verdict.statistics)}`;
  let mark: string;
  let text: string;
  switch (kind) {
    case "holds":
      mark = missed ? paint.bad("✗") : paint.good("✓");
      text = `${name} holds${bounds === "" ? "" : bounds.startsWith("(") ? ` ${bounds}` : ` for ${bounds}`}`;
      break;
    case "inconclusive":
      if (verdict.limit === "walks") {
        mark = paint.warning("?");
        text = `${name}: nothing bad found on random walks${bounds === "" ? "" : bounds.startsWith("(") ? ` ${bounds}` : ` for ${bounds}`}`;
        break;
      }
      mark = paint.warning("?");
      text = `${name} is inconclusive: ${limitTexts[verdict.limit ?? "interrupted"]}; ${verdict.found ? "something bad was found, but there was no time left for the way to it" : "nothing bad found so far"}${bounds === "" ? "" : bounds.startsWith("(") ? ` ${bounds}` : ` for ${bounds}`}`;
      break;
    default:
      mark = paint.bad("✗");
      text = `${name} fails${bounds === "" ? "" : bounds.startsWith("(") ? ` ${bounds}` : ` for ${bounds}`}`;
  }
  const line = `${text}  ${size}`;
  if (displayWidth(line) + 2 <= width) return `${mark} ${text}  ${paint.faint(size)}`;
  return [
    ...wrap(text, width - 2).map((part, index) => `${index === 0 ? `${mark} ` : "  "}${part}`),
    `  ${paint.faint(size)}`,
  ].join("\n");
}

/** `only NoEntryTwice was looked at`; empty when everything was. */
export function wantedLine(wanted: readonly string[] | undefined, paint: Paint, width: number): string {
  if (!wanted) return "";
  const text = `looked at only: ${wanted.join(", ")}${wanted.includes("deadlock") ? "" : " (not at deadlock)"}`;
  return wrap(text, width - 4, "  ")
    .map((line) => `  ${paint.faint(line)}`)
    .join("\n");
}

/** `open: CanFinish`: properties that what bounds cut could decide; empty when there are none. */
export function openLine({ limit, properties }: Verdict, paint: Paint, width: number): string {
  const open = properties.filter(({ verdict }) => verdict === "unknown");
  if (limit !== "bounds" || open.length === 0) return "";
  return wrap(`open: ${open.map(({ name }) => name).join(", ")}`, width - 4, "  ")
    .map((line) => `  ${paint.warning(line)}`)
    .join("\n");
}

/** `except Validity of Consensus: …`, one line for each axiom that the model says it does not satisfy. */
export function exceptionLines(exceptions: Model["exceptions"], paint: Paint, width: number): string {
  const texts = exceptions.map((item) => `except ${item.axiom} of ${item.theory}: ${item.because}`);
  return texts
    .flatMap((text) => wrap(text, width - 4, "  "))
    .map((line) => `  ${paint.warning(line)}`)
    .join("\n");
}

/** `no symmetry of Node: …`: a line for each type whose members keep their names, with the reason. */
export function asymmetryLines(symmetry: SymmetryUse, paint: Paint, width: number): string {
  const texts = symmetry.refused.map(({ type, reason }) =>
    type === undefined ? `no symmetry: ${reason}` : `no symmetry of ${type}: ${reason}`,
  );
  return texts
    .flatMap((text) => wrap(text, width - 4, "  "))
    .map((line) => `  ${paint.faint(line)}`)
    .join("\n");
}

/** Says of a model that holds without stating anything what that means; empty when it states something. */
export function nothingStatedLine(model: Model, verdict: Verdict, paint: Paint, width: number): string {
  const stated = [model.properties, model.behaviours.properties, model.runs, model.unchecked, model.exceptions];
  if (verdictKind(verdict) !== "holds" || stated.some((items) => items.length > 0)) return "";
  const text = "it states nothing: deadlocks, model errors and assertions are looked for";
  return wrap(text, width - 4, "  ")
    .map((line) => `  ${paint.faint(line)}`)
    .join("\n");
}

/** `unchecked: Liveness (property), …`; empty when everything was looked at. */
export function uncheckedLine(unchecked: readonly Unchecked[], paint: Paint, width: number): string {
  if (unchecked.length === 0) return "";
  const text = unchecked.map((item) => `${item.name} (${item.kind})`).join(", ");
  return wrap(`unchecked: ${text}`, width - 4, "  ")
    .map((line) => `  ${paint.warning(line)}`)
    .join("\n");
}
