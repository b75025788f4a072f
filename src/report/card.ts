/**
 * The counterexample card: what is violated and where, the steps in a table, the state in which they end, why that is
 * bad, and how to see it again. It fits 80 columns and uses more where there is more.
 */
import { positionAt, type Span } from "../source/index.ts";
import type { Account, BlockedAction, Row, Snapshot, Story } from "../trace/index.ts";
import { excerpt, place } from "./diagnostics.ts";
import { imageLines, owedLines } from "./image.ts";
import type { Paint } from "./paint.ts";
import { type Cell, columnWidths, type Line, labelled, layOut, table } from "./table.ts";
import { plural } from "./verdict-line.ts";
import { displayWidth, wrap } from "./width.ts";

export interface CardOptions {
  readonly width: number;
  readonly paint: Paint;
  /** Whole states after each step, or only the steps from `first` to `last`. */
  readonly trace: { readonly full: boolean; readonly first?: number; readonly last?: number };
  /** Whether a shortest trace was looked for, as breadth-first search does. */
  readonly shortest: boolean;
  /** The path of the model's file: places in it are given by line alone. */
  readonly path: string;
  /** The command that shows this again. */
  readonly again?: string;
}

export function card(account: Account, options: CardOptions): string {
  const { paint, width } = options;
  const lines: string[] = [...heading(account, options)];
  for (const citation of account.cites)
    lines.push(...labelled("cites", citation.texts.join(" · "), width, paint.faint));
  if (account.story) lines.push(...steps(account.story, options), ...ending(account.story.final, options));
  if (account.lasso) lines.push(...lasso(account.lasso, options));
  if (account.image) lines.push(...imageLines(account.image, options));
  if (account.owed) lines.push(...owedLines(account.owed, options));
  if (account.failure) lines.push(...failure(account.failure, options));
  if (account.reason) lines.push(...why(account.reason, options));
  if (account.unreached) lines.push(...labelled("wanted", account.unreached, width, paint.strong));
  if (account.blocked.length > 0) lines.push(...blocked(account.blocked, options));
  if (account.advice) lines.push(...labelled("hint", account.advice, width, paint.faint));
  if (options.again) lines.push(...labelled("again", options.again, width, paint.faint));
  return lines.join("\n");
}

function heading(account: Account, { paint, width, shortest, path }: CardOptions): readonly string[] {
  const extent = account.lasso
    ? [
        `${plural(account.lasso.prefix, "step")}${shortest ? ", as few as can be," : ""} then ${account.lasso.length === 0 ? "nothing more" : `a loop of ${account.lasso.length}`}`,
      ]
    : account.steps === undefined
      ? []
      : [`${plural(account.steps, "step")}${shortest ? ", shortest" : ""}`];
  const where = [account.span === undefined ? path : shortPlace(account.span)];
  const title = `${account.isGood ? "✓" : "✗"} ${account.title}`;
  const paintTitle = account.isGood ? paint.good : paint.bad;
  const parts = [title, ...extent, ...where];
  const color = (part: string, index: number) => (index === 0 ? paintTitle(part) : paint.faint(part));
  if (displayWidth(parts.join("    ")) <= width) return [parts.map(color).join("    ")];
  return [
    ...wrap(title, width, "  ").map((line) => paintTitle(line)),
    ...wrap([...extent, ...where].join("    "), width - 2).map((line) => `  ${paint.faint(line)}`),
  ];
}

const shortPlace = (span: Span) => place(span).replace(/:\d+$/, "");

/** The table of steps. On narrow terminals long messages stand under the changes instead of beside them. */
function steps(story: Story, options: CardOptions): readonly string[] {
  const { paint, width, trace } = options;
  if (story.rows.length === 0) return [`  ${paint.faint("the initial state")}`];
  const withMessages = story.rows.some((row) => row.messages.length > 0);
  const longest = Math.max(
    0,
    ...story.rows.flatMap((row) => row.messages.map((message) => displayWidth(message.text))),
  );
  const beside = withMessages && (width >= 110 || longest <= 26);
  const faint = (text: string): Cell => ({ pieces: [text], paint: paint.faint });
  const header: Line = [
    faint("#"),
    faint("process"),
    faint("action"),
    faint(beside || !withMessages ? "what changed" : "what changed, messages"),
    ...(beside ? [faint("messages")] : []),
  ];
  const line = (row: Row): Line => {
    const changes = row.changes.length === 0 && row.messages.length === 0 ? ["–"] : row.changes;
    const messages = row.messages.map((message) => message.text);
    const start: Line = [
      { pieces: [String(row.number)], paint: paint.faint },
      { pieces: [row.process] },
      { pieces: [row.action], paint: paint.strong, most: width < 110 ? 22 : 60 },
    ];
    return beside
      ? [...start, { pieces: changes }, { pieces: messages, stacked: true, paint: paint.message }]
      : [...start, { pieces: changes }];
  };
  const shown = story.rows.filter(
    (row) => row.number >= (trace.first ?? 0) && row.number <= (trace.last ?? Number.POSITIVE_INFINITY),
  );
  const lines = shown.map(line);
  const room = width - 2;
  // Stacked messages may be as wide as the column of changes can get.
  const measured = beside ? lines : lines.map((cells, index) => stackedWidth(cells, shown[index]));
  const widths = columnWidths([header, ...measured], room);
  const last = widths.length - 1;
  const texts: string[] = layOut(header, widths).map((text) => `  ${text}`);
  const skipped = (rows: number) => (rows > 0 ? [`  ${paint.faint(`… ${plural(rows, "step")} not shown`)}`] : []);
  const before = story.rows.filter((row) => row.number < (trace.first ?? 0)).length;
  texts.push(...skipped(before));
  const first = shown[0];
  if (story.loop !== undefined && first && first.number === story.loop + 1) texts.push(loopMark(paint));
  const offset = widths.slice(0, last).reduce((sum, item) => sum + item + 2, 2);
  shown.forEach((row, index) => {
    const cells = lines[index] ?? [];
    const own =
      row.changes.length === 0 && row.messages.length > 0 && !beside
        ? []
        : layOut(cells, widths).map((text) => `  ${text}`);
    const messages = beside
      ? []
      : row.messages.flatMap((message) => wrap(message.text, Math.max(20, width - offset), "  "));
    if (own.length === 0) {
      // The first message takes the line of the changes that are not there.
      const head = layOut([...cells.slice(0, last), { pieces: messages.slice(0, 1), paint: paint.message }], widths);
      own.push(...head.map((text) => `  ${text}`));
      messages.shift();
    }
    texts.push(...own, ...messages.map((text) => `${" ".repeat(offset)}${paint.message(text)}`));
    if (trace.full) texts.push(...stateLines(row.state, options, 6).map((text) => paint.faint(text)));
    if (story.loop !== undefined && row.number === story.loop && index + 1 < shown.length) texts.push(loopMark(paint));
  });
  texts.push(...skipped(story.rows.length - before - shown.length));
  return texts;
}

const loopMark = (paint: Paint): string => `  ${paint.warning("↻ from here on, for ever:")}`;

/** How it goes on: what repeats, and why that is fair. */
function lasso(account: NonNullable<Account["lasso"]>, { width, paint }: CardOptions): readonly string[] {
  const { prefix, length, changing, fairness } = account;
  const repeated = prefix + 1 === prefix + length ? `step ${prefix + 1}` : `steps ${prefix + 1} to ${prefix + length}`;
  const text = length === 0 ? "nothing happens any more: it may stop here" : `${repeated}, again and again`;
  const lines = [...labelled("loop", text, width, paint.warning)];
  if (changing.length > 0) lines.push(...table([[{ pieces: changing }]], width, " ".repeat(9)));
  for (const [at, item] of fairness.entries())
    lines.push(
      ...labelled(at === 0 ? "fair" : "", `${item.strength} ${item.name}: ${met(item, length)}`, width, paint.faint),
    );
  return lines;
}

function met({ how, at }: NonNullable<Account["lasso"]>["fairness"][number], length: number): string {
  switch (how) {
    case "taken":
      return `taken in step ${at}`;
    case "disabled":
      return length === 0 ? "not enabled here" : at === 0 ? "not enabled at the start" : `not enabled after step ${at}`;
    case "never":
      return length === 0 ? "not enabled here" : "not enabled on the loop";
    case "unmet":
      return "not met";
  }
}

function stackedWidth(cells: Line, row: Row | undefined): Line {
  const changes = cells.at(-1)?.pieces ?? [];
  const messages = row?.messages.map((message) => message.text) ?? [];
  const longest = [changes.join(" · "), ...messages].reduce((a, b) => (displayWidth(b) > displayWidth(a) ? b : a), "");
  return [...cells.slice(0, -1), { pieces: [longest] }];
}

/** The state in which the steps end, and what is in flight there. */
function ending(state: Snapshot, options: CardOptions): readonly string[] {
  const lines = stateLines(state, options, 9);
  const first = lines[0];
  if (first === undefined) return [];
  return [`  ${options.paint.faint("end".padEnd(7))}${first.slice(9)}`, ...lines.slice(1)];
}

function stateLines(state: Snapshot, { width, paint }: CardOptions, indent: number): readonly string[] {
  const groups = state.groups.map(
    (group): Line => [{ pieces: [group.owner === "" ? "model" : group.owner] }, { pieces: group.values }],
  );
  const flight: Line[] =
    state.inFlight.length === 0 ? [] : [[{ pieces: ["in flight"] }, { pieces: state.inFlight, paint: paint.message }]];
  return table([...groups, ...flight], width, " ".repeat(indent));
}

function why(reason: NonNullable<Account["reason"]>, { width, paint, path }: CardOptions): readonly string[] {
  const { line } = positionAt(reason.span.source, reason.span.start);
  const where = reason.span.source.path === path ? `line ${line}` : `${reason.span.source.path}:${line}`;
  const bound = reason.bindings.length === 0 ? "" : `: ${reason.bindings.join(", ")}`;
  const facts = reason.facts.join(" ∧ ");
  const told = `(${where}${bound})`;
  // What does not fit beside the formula stands under it, so that a place is never torn apart.
  const isBeside = displayWidth(`${facts}   ${told}`) <= width - 9;
  const lines = isBeside
    ? [...labelled("why", `${facts}   ${told}`, width, paint.strong)]
    : [...labelled("why", facts, width, paint.strong), ...labelled("", told, width, paint.strong)];
  if (reason.values.length > 0) lines.push(...table([[{ pieces: reason.values }]], width, " ".repeat(9)));
  return lines;
}

function failure(failed: NonNullable<Account["failure"]>, { width, paint }: CardOptions): readonly string[] {
  const lines = [...labelled("why", failed.message, width, paint.strong)];
  lines.push(...excerpt(failed.span, paint, width - 7, paint.bad).map((text) => `       ${text}`));
  if (failed.values.length > 0) lines.push(...labelled("values", failed.values.join(" · "), width, paint.faint));
  return lines;
}

/** Each action with the condition that blocks it, by the order of declaration. */
function blocked(actions: readonly BlockedAction[], { width, paint, path }: CardOptions): readonly string[] {
  const rows = actions.map((item): Line => {
    const { line } = positionAt(item.span.source, item.span.start);
    const where = item.span.source.path === path ? `line ${line}` : `${item.span.source.path}:${line}`;
    return [
      { pieces: [item.processes.length === 0 ? "–" : item.processes.join(", ")] },
      { pieces: [item.action], paint: paint.strong },
      { pieces: [item.reason, ...item.values], stacked: true },
      { pieces: [where], paint: paint.faint },
    ];
  });
  return [
    `  ${paint.strong("blocked")}  ${paint.faint("nothing can happen any more:")}`,
    ...table(rows, width, "    "),
  ];
}
