/** The leaves of the syntax tree: names, strings, comments and citations, each with its place. */
import type { Span } from "../source/index.ts";

/** A name as it stands in the source. */
export interface Name {
  readonly text: string;
  readonly span: Span;
}

/** A string literal; `value` is without its quotes and escapes. */
export interface Text {
  readonly value: string;
  readonly span: Span;
}

/** A comment; `doc` for `///`. `text` is what follows the slashes, trimmed at its end. */
export interface Comment {
  readonly doc: boolean;
  readonly text: string;
  readonly span: Span;
}

/** `cites "title", "place"`. */
export interface Cites {
  readonly texts: readonly Text[];
  readonly span: Span;
}
