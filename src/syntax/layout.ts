/**
 * Documents for the formatter, after Wadler and Oppen: text with places where a line may break. `render` puts as much on
 * a line as fits its width; a group breaks at all of its places or at none, outer groups first.
 */

export type Layout =
  | string
  | readonly Layout[]
  | { readonly kind: "line"; readonly flat: string; readonly hard: boolean }
  | { readonly kind: "group"; readonly content: Layout; readonly breaks: boolean; readonly waiting: boolean }
  | { readonly kind: "indent"; readonly content: Layout }
  /** Lines inside start at the column at which the content starts. */
  | { readonly kind: "align"; readonly content: Layout }
  /** One text where the group around it is broken, another where it is on one line. */
  | { readonly kind: "choice"; readonly broken: string; readonly flat: string }
  /** Text for the end of the line, however much follows on it: a comment. */
  | { readonly kind: "suffix"; readonly text: string };

export const line: Layout = { kind: "line", flat: " ", hard: false };
export const softLine: Layout = { kind: "line", flat: "", hard: false };
export const hardLine: Layout = { kind: "line", flat: "", hard: true };
/** Ends a line and leaves one blank. */
export const blankLine: readonly Layout[] = [hardLine, hardLine];

export const indent = (...content: Layout[]): Layout => ({ kind: "indent", content });
export const align = (...content: Layout[]): Layout => ({ kind: "align", content });
export const choice = (broken: string, flat: string): Layout => ({ kind: "choice", broken, flat });
export const suffix = (text: string): Layout => ({ kind: "suffix", text });

interface Walk {
  breaks: boolean;
  /** A comment waits for the end of its line. */
  waiting: boolean;
}

/** Looks through `layout` in order: a group with a fixed line end in it breaks, and so does one with a comment before a line. */
function walk(layout: Layout, state: Walk): void {
  if (typeof layout === "string") return;
  if (!("kind" in layout)) {
    for (const part of layout) walk(part, state);
  } else if (layout.kind === "line") {
    if (layout.hard || state.waiting) state.breaks = true;
    state.waiting = false;
  } else if (layout.kind === "suffix") state.waiting = true;
  else if (layout.kind === "group") {
    state.breaks ||= layout.breaks;
    state.waiting ||= layout.waiting;
  } else if (layout.kind !== "choice") walk(layout.content, state);
}

function makeGroup(content: Layout, broken: boolean): Layout {
  const state: Walk = { breaks: broken, waiting: false };
  walk(content, state);
  return { kind: "group", content, ...state };
}

export const group = (...content: Layout[]): Layout => makeGroup(content, false);
/** A group that is broken in any case. */
export const brokenGroup = (...content: Layout[]): Layout => makeGroup(content, true);

export function join(items: readonly Layout[], separator: Layout): Layout[] {
  return items.flatMap((item, index) => (index === 0 ? [item] : [separator, item]));
}

interface Task {
  readonly layout: Layout;
  readonly indentation: number;
  readonly flat: boolean;
}

/** Whether `task`, laid flat, and what follows it up to the next possible break fit into `room` columns. */
function fits(task: Task, rest: readonly Task[], room: number): boolean {
  const tasks = [task];
  let left = room;
  let following = rest.length;
  while (left >= 0) {
    const next = tasks.pop() ?? rest[--following];
    if (!next) return true;
    const { layout, flat } = next;
    if (typeof layout === "string") left -= layout.length;
    else if (!("kind" in layout)) {
      for (let index = layout.length - 1; index >= 0; index--) tasks.push({ ...next, layout: layout[index] ?? "" });
    } else if (layout.kind === "line") {
      if (!flat || layout.hard) return true;
      left -= layout.flat.length;
    } else if (layout.kind === "choice") left -= (flat ? layout.flat : layout.broken).length;
    else if (layout.kind === "group") tasks.push({ ...next, layout: layout.content, flat: flat && !layout.breaks });
    else if (layout.kind !== "suffix") tasks.push({ ...next, layout: layout.content });
  }
  return false;
}

/** The text of `layout` in lines of `width` columns where possible; two spaces a level, no space at the end of a line. */
export function render(layout: Layout, width: number): string {
  const lines: string[] = [];
  let current = "";
  let indentationHere = 0;
  let suffixes: string[] = [];
  const tasks: Task[] = [{ layout, indentation: 0, flat: false }];
  const endLine = () => {
    // Of several comments the last stays on the line and the others go above it, where they stay when printed again.
    const last = current.trimStart().startsWith("//") ? undefined : suffixes.pop();
    for (const above of suffixes) lines.push(" ".repeat(indentationHere) + above);
    lines.push(current.replace(/ +$/, "") + (last === undefined ? "" : `  ${last}`));
    suffixes = [];
  };
  for (let task = tasks.pop(); task; task = tasks.pop()) {
    const { layout: at, indentation, flat } = task;
    if (typeof at === "string") current += at;
    else if (!("kind" in at)) {
      for (let index = at.length - 1; index >= 0; index--) tasks.push({ ...task, layout: at[index] ?? "" });
    } else if (at.kind === "suffix") suffixes.push(at.text);
    else if (at.kind === "choice") current += flat ? at.flat : at.broken;
    else if (at.kind === "indent") tasks.push({ layout: at.content, indentation: indentation + 2, flat });
    else if (at.kind === "align") tasks.push({ layout: at.content, indentation: current.length, flat });
    else if (at.kind === "group") {
      const whole: Task = { layout: at.content, indentation, flat: true };
      const onOneLine = !at.breaks && (flat || fits(whole, tasks, width - current.length));
      tasks.push(onOneLine ? whole : { ...whole, flat: false });
    } else if (flat && !at.hard) current += at.flat;
    else {
      endLine();
      current = " ".repeat(indentation);
      indentationHere = indentation;
    }
  }
  endLine();
  return lines.join("\n");
}
