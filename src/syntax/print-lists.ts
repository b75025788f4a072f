/**
 * Lists in brackets as layouts, with the comments between their elements. What the author opened with a new line stays
 * open, everything else closes up when it fits.
 */
import type { Span } from "../source/index.ts";
import { brokenGroup, group, hardLine, indent, type Layout, line, softLine } from "./layout.ts";
import { type Comments, commentText, trailing } from "./print-comments.ts";

export type Spelling = "ascii" | "unicode" | undefined;

/** One of several things in brackets: where it starts, and its layout, made when its turn comes. */
export interface Element {
  readonly span: Span;
  readonly print: () => Layout;
}

export class ListPrinter {
  constructor(
    protected readonly spelling: Spelling,
    protected readonly comments?: Comments,
  ) {}

  /**
   * `open a, b, c close`. Comments between the elements stay where they are: behind an element or on lines of their own.
   * `tail` follows the elements inside the brackets (a comprehension).
   */
  protected list(
    open: string,
    elements: readonly Element[],
    close: string,
    around: Span,
    options: { readonly pad: boolean; readonly tail?: () => Layout; readonly separator?: Layout },
  ): Layout {
    if (elements.length === 0) return `${open}${close}`;
    const edge = options.pad ? line : softLine;
    const parts: Layout[] = [edge];
    let hasComments = false;
    elements.forEach((element, index) => {
      if (index > 0) parts.push(options.separator ?? ",");
      const before = this.commentsBefore(element.span.start);
      const behind = before.filter(({ own }) => !own);
      const above = before.filter(({ own }) => own);
      hasComments ||= before.length > 0;
      parts.push(...behind.map(({ layout }) => layout));
      if (index > 0) parts.push(line);
      for (const { layout } of above) parts.push(layout, hardLine);
      parts.push(element.print());
    });
    if (options.tail) parts.push(options.tail());
    for (const { layout, own } of this.commentsBefore(around.end)) {
      hasComments = true;
      parts.push(own ? [hardLine, layout] : layout);
    }
    const first = elements[0]?.span.start ?? 0;
    const expanded =
      hasComments || (this.comments?.brokenBetween(around.start, first) && this.opensAt(around, open, first));
    return (expanded ? brokenGroup : group)(open, indent(...parts), edge, close);
  }

  /** Whether the newline before the first element follows the bracket, and not something before it. */
  private opensAt(around: Span, open: string, first: number): boolean {
    const before = around.source.text.slice(around.start, first);
    return before.slice(before.lastIndexOf(open.slice(-1))).includes("\n");
  }

  protected commentsBefore(offset: number): { layout: Layout; own: boolean }[] {
    return (this.comments?.takeBefore(offset) ?? []).map((comment) => {
      const own = this.comments?.ownsLine(comment) ?? false;
      return { own, layout: own ? commentText(comment) : trailing(comment) };
    });
  }

  /** Comments inside an expression, where no line of their own can be given to them: they go to the end of the line. */
  protected strayComments(offset: number): Layout[] {
    return (this.comments?.takeBefore(offset) ?? []).map(trailing);
  }
}
