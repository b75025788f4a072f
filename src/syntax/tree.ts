/**
 * The syntax tree of a `.spec` file: what was written, before any name has a meaning. The parser makes it, the printer
 * makes text of it again, and `ir/` gives it meaning. Nodes are plain immutable data. `symbol` fields keep the spelling
 * that was found (`∧` or `and`), so that the formatter keeps it too; two trees are the same when they differ only in spans.
 */
import type { Span } from "../source/index.ts";
import type { Declaration } from "./tree-declarations.ts";
import type { Cites, Comment, Name, Text } from "./tree-names.ts";

export type * from "./tree-declarations.ts";
export type * from "./tree-expressions.ts";
export type * from "./tree-names.ts";
export type * from "./tree-statements.ts";

export interface File {
  readonly uses: readonly Text[];
  readonly units: readonly Unit[];
  /** Every `//` and `///` comment, in order, for the printer. */
  readonly comments: readonly Comment[];
  /**
   * Present when declarations or statements were left out because of mistakes in them: the names that stand in what was
   * left out, about which nothing should be said (they may be declared there).
   */
  readonly unread?: readonly Name[];
  readonly span: Span;
}

export interface Unit {
  readonly kind: "theory" | "model";
  readonly name: Name;
  readonly cites: readonly Cites[];
  readonly declarations: readonly Declaration[];
  /** The `///` lines that stand before the unit, joined by newlines. */
  readonly doc?: string;
  readonly span: Span;
}
