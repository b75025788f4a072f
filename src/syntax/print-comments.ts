/**
 * Comments for the formatter. They are no part of the tree, so the printer, which walks the tree in the order of the text,
 * asks here at each node which comments stood before it, and whether the author left a blank line there.
 */
import { type Layout, suffix } from "./layout.ts";
import type { Comment, File } from "./tree.ts";

export function commentText(comment: Comment): string {
  return `${comment.doc ? "///" : "//"}${comment.text}`;
}

/** A comment at the end of the line that is being printed. */
export function trailing(comment: Comment): Layout {
  return suffix(commentText(comment));
}

export class Comments {
  private next = 0;
  private readonly comments: readonly Comment[];
  private readonly source: string;

  constructor(file: File) {
    this.comments = file.comments;
    this.source = file.span.source.text;
  }

  /** The comments that start before `offset` and were not printed yet. */
  takeBefore(offset: number): Comment[] {
    const taken: Comment[] = [];
    for (let at = this.comments[this.next]; at && at.span.start < offset; at = this.comments[++this.next])
      taken.push(at);
    return taken;
  }

  /** The comments behind `offset` on the same line, with nothing but separators between. */
  takeTrailing(offset: number): Layout[] {
    const at = this.comments[this.next];
    if (!at || at.span.start < offset || !/^[ \t;,]*$/.test(this.source.slice(offset, at.span.start))) return [];
    this.next++;
    return [trailing(at)];
  }

  /** Whether only space stands before `comment` on its line. */
  ownsLine(comment: Comment): boolean {
    for (let at = comment.span.start - 1; at >= 0; at--) {
      const character = this.source[at] ?? "";
      if (character === "\n") return true;
      if (!/\s/.test(character)) return false;
    }
    return true;
  }

  /** Whether a blank line stands before the line that starts with what is at `offset`. */
  blankBefore(offset: number): boolean {
    let newlines = 0;
    for (let at = offset - 1; at >= 0 && newlines < 2; at--) {
      const character = this.source[at] ?? "";
      if (character === "\n") newlines++;
      else if (!/\s/.test(character)) return false;
    }
    return newlines >= 2;
  }

  /** Whether the author broke the line between two offsets. */
  brokenBetween(start: number, end: number): boolean {
    return this.source.slice(start, end).includes("\n");
  }
}
