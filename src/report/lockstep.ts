/**
 * What came of holding code against its model, for people: how much was compared, within which bounds, what was left out and
 * why, and which actions of the model the code never takes; or the card of a step that the model can't do.
 */
import type {
  CalmAccount,
  CoveredAction,
  LockstepAccount,
  LockstepFigures,
  LockstepRow,
  RejectedDeed,
} from "../conform/index.ts";
import type { Model } from "../ir/index.ts";
import { positionAt } from "../source/index.ts";
import type { Paint } from "./paint.ts";
import { type Line, labelled, table } from "./table.ts";
import { count, duration, plural, within } from "./verdict-line.ts";
import { wrap } from "./width.ts";

/** One run of lock-step, with everything that is said about it. */
export interface LockstepResult {
  /** `raft`. */
  readonly code: string;
  readonly model: Model;
  /** `Raft`, `Raft (crashes)`. */
  readonly name: string;
  readonly file: string;
  readonly configuration: string;
  readonly kind: "holds" | "violated" | "inconclusive";
  /** What ended the search, when it was no answer. */
  readonly limit?: string;
  readonly figures: LockstepFigures;
  readonly actions: readonly CoveredAction[];
  /** To how many duties each step is held. */
  readonly duties: number;
  /** Parts of the code's state that the model lacks, with the reasons. */
  readonly outside: readonly { readonly name: string; readonly because: string }[];
  readonly seconds: number;
  readonly account?: LockstepAccount;
  /** The command that shows this again. */
  readonly again: string;
}

export function lockstepText(result: LockstepResult, paint: Paint, width: number): string {
  const { account } = result;
  return [...(account ? cardLines(account, result, paint, width) : []), ...verdictLines(result, paint, width)].join(
    "\n",
  );
}

export const figuresText = ({ figures, seconds }: LockstepResult): string =>
  [
    plural(figures.pairs, "pair"),
    `${plural(figures.steps, "step")} of the code, ${count(figures.interrupted)} with a crash in the middle`,
    `depth ${count(figures.depth)}`,
    duration(seconds),
  ].join(" · ");

/** What was looked at beside the model. */
function besideText({ figures, duties }: LockstepResult): readonly string[] {
  const { settled, settledWithin, pairs } = figures;
  const kept = `every step keeps the code's ${count(duties)} duties`;
  if (settled === 0) return [`${kept}; whether it gets done was not looked at`];
  const from = settled === pairs ? "each pair" : plural(settled, "pair");
  return [
    `${kept}; from ${from} it gets done when nothing fails any more, in ${plural(settledWithin, "step")} at most`,
  ];
}

/** What is said of code with a violation. */
const lapses: Readonly<Record<LockstepAccount["kind"], (code: string, model: string) => string>> = {
  model: (code, model) => `${code} does what ${model} can't`,
  duty: (code, model) => `${code} does not keep a duty, whatever ${model} allows,`,
  progress: (code, model) => `${code} does not get done, though ${model} allows its steps,`,
};

function verdictLines(result: LockstepResult, paint: Paint, width: number): readonly string[] {
  const { code, name, model, kind, figures, actions, outside, limit, account } = result;
  const bounds = within(model, { cut: figures.cut });
  const [mark, text] = {
    holds: [paint.good("✓"), `${code} does only what ${name} can`],
    violated: [paint.bad("✗"), account ? lapses[account.kind](code, name) : ""],
    inconclusive: [paint.warning("?"), `${code} and ${name} are inconclusive: ${limit}; nothing bad found so far`],
  }[kind] as [string, string];
  const lines = wrap(`${text}${bounds === "" ? "" : ` for ${bounds}`}`, width - 2);
  const faint = (list: readonly string[]) => list.map((line) => `  ${paint.faint(line)}`);
  const never = actions.filter(({ taken }) => taken === 0);
  const left = actions.filter((action) => action.left);
  const partly = left.map((action) => `${action.name} ${count(action.left ?? 0)} of ${count(action.possible ?? 0)}`);
  return [
    ...lines.map((line, at) => `${at === 0 ? mark : " "} ${line}`),
    ...faint(wrap(figuresText(result), width - 2)),
    ...(kind === "violated"
      ? []
      : [
          ...faint(besideText(result).flatMap((text) => wrap(text, width - 4, "  "))),
          ...(never.length === 0
            ? faint(["the code took every action of the model"])
            : wrap(`never taken by the code: ${never.map((action) => action.name).join(", ")}`, width - 4, "  ").map(
                (line) => `  ${paint.warning(line)}`,
              )),
          ...(partly.length === 0
            ? []
            : wrap(`steps of the model that the code leaves out: ${partly.join(", ")}`, width - 4, "  ").map(
                (line) => `  ${paint.warning(line)}`,
              )),
          ...faint(
            outside.flatMap(({ name: part, because }) => wrap(`not compared: ${part} (${because})`, width - 4, "  ")),
          ),
        ]),
  ];
}

function cardLines(
  account: LockstepAccount,
  { again, model }: LockstepResult,
  paint: Paint,
  width: number,
): readonly string[] {
  const steps = plural(account.rows.length, "step");
  const way = account.calm ? `from where ${steps} led` : `${steps}, shortest`;
  return [
    ...wrap(`✗ ${account.title}    ${way}`, width, "  ").map((line) => paint.bad(line)),
    ...(account.rows.length === 0
      ? [`  ${paint.faint("at the start")}`]
      : rowLines(account.rows, account.kind !== "progress", paint, width)),
    ...(account.calm ? calmLines(account.calm, account.rows.length, paint, width) : []),
    ...(account.rejected ? rejectedLines(account.rejected, model, paint, width) : []),
    ...(account.breach
      ? labelled("owed", `${account.breach.owed}   (${account.breach.source})`, width, paint.strong)
      : []),
    ...differenceLines(account, paint, width),
    ...labelled("again", again, width, paint.faint),
  ];
}

function rowLines(rows: readonly LockstepRow[], isLastBad: boolean, paint: Paint, width: number): readonly string[] {
  const faint = (text: string) => ({ pieces: [text], paint: paint.faint });
  const header: Line = [
    faint("#"),
    faint("who"),
    faint("what happens"),
    faint("model"),
    faint("what changed, messages"),
  ];
  const lines = rows.map((row, at): Line => {
    const isBad = isLastBad && at === rows.length - 1;
    return [
      { pieces: [String(row.number)], paint: paint.faint },
      { pieces: [row.who] },
      { pieces: [row.what], paint: paint.strong, most: width < 110 ? 26 : 60 },
      { pieces: row.actions.length === 0 ? ["–"] : row.actions, paint: isBad ? paint.bad : undefined },
      { pieces: [...row.changes, ...row.sent], stacked: true },
    ];
  });
  return table([header, ...lines], width, "  ");
}

/** What the code does on its own, and why that does not help. */
function calmLines(calm: CalmAccount, before: number, paint: Paint, width: number): readonly string[] {
  const { rows, steps, silence, ending, goal, missing } = calm;
  const left = steps - rows.length;
  const start = `from here on nothing fails any more${silence === undefined ? "" : `; but ${silence}`}`;
  return [
    ...labelled(
      "then",
      `${start}${left > 0 ? `; steps ${before + 1} to ${before + left} are left out` : ""}`,
      width,
      paint.strong,
    ),
    ...(rows.length === 0 ? [] : rowLines(rows, false, paint, width)),
    ...labelled("end", `after ${plural(steps, "step")} without faults: ${ending}`, width, paint.strong),
    ...(missing === undefined ? [] : labelled("goal", `${goal}; but ${missing}`, width, paint.strong)),
  ];
}

function rejectedLines({ text, refusals }: RejectedDeed, model: Model, paint: Paint, width: number): readonly string[] {
  return [
    ...labelled("model", `it can't do: ${text}`, width, paint.strong),
    ...refusals.flatMap(({ reason, span, values }) => {
      const line = span && positionAt(span.source, span.start).line;
      const place = span && (span.source.path === model.path ? `line ${line}` : `${span.source.path}:${line}`);
      return [
        ...labelled(
          "why",
          `${reason.replace(/\s+/g, " ")}${place === undefined ? "" : `   (${place})`}`,
          width,
          paint.strong,
        ),
        ...(values.length > 0 ? labelled("values", values.join(" · "), width, paint.faint) : []),
      ];
    }),
  ];
}

function differenceLines({ differences }: LockstepAccount, paint: Paint, width: number): readonly string[] {
  if (differences.length === 0) return [];
  const rows = differences.map(
    ({ what, code, model }): Line => [{ pieces: [what] }, { pieces: [code], paint: paint.bad }, { pieces: [model] }],
  );
  const faint = (text: string) => ({ pieces: [text], paint: paint.faint });
  return [
    `  ${paint.strong("differ")}`,
    ...table([[faint("variable"), faint("the code"), faint("the model")], ...rows], width, "    "),
  ];
}
