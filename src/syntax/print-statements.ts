/** Blocks and statements as layouts, and what all vertical sequences share: comments, blank lines, documentation. */
import { type Span, unreachable } from "../source/index.ts";
import { blankLine, choice, group, hardLine, indent, join, type Layout, line } from "./layout.ts";
import { commentText } from "./print-comments.ts";
import { quoted } from "./print-expressions.ts";
import { TypePrinter } from "./print-types.ts";
import type { Block, Expression, Statement } from "./tree.ts";

/** One thing among others below each other. */
export interface Entry {
  readonly span: Span;
  readonly doc?: string;
  readonly print: () => Layout;
}

interface Row {
  readonly blank: boolean;
  readonly layout: Layout;
}

export class StatementPrinter extends TypePrinter {
  // -------------------------------------------------------------------------------------------------------- sequences

  /** Entries on lines of their own, with their comments; `end` is where the comments behind the last one end. */
  protected rows(entries: readonly Entry[], end: number): Row[] {
    const rows: Row[] = [];
    for (const entry of entries) {
      this.commentRows(rows, entry.span.start, entry.doc !== undefined);
      const lines = entry.doc?.split("\n").map((text) => (text === "" ? "///" : `/// ${text}`)) ?? [];
      const blank = rows.at(-1)?.layout === docMark ? (rows.pop()?.blank ?? false) : this.blankBefore(entry.span.start);
      const layout = [entry.print(), ...this.strayComments(entry.span.end), ...this.trailingComments(entry.span.end)];
      rows.push({ blank, layout: [...lines.map((text) => [text, hardLine]), ...layout] });
    }
    this.commentRows(rows, end, false);
    return rows;
  }

  /**
   * The comments before `offset` as rows. Where the tree has the documentation, its comments are left out and a mark
   * remembers whether a blank line stood before them.
   */
  private commentRows(rows: Row[], offset: number, documented: boolean): void {
    let mark: Row | undefined;
    for (const comment of this.comments?.takeBefore(offset) ?? []) {
      const blank = this.blankBefore(comment.span.start);
      if (comment.doc && documented) mark ??= { blank, layout: docMark };
      else rows.push({ blank, layout: commentText(comment) });
    }
    if (mark) rows.push(mark);
  }

  private blankBefore(offset: number): boolean {
    return this.comments?.blankBefore(offset) ?? false;
  }

  protected trailingComments(offset: number): Layout[] {
    return this.comments?.takeTrailing(offset) ?? [];
  }

  protected stack(rows: readonly Row[]): Layout {
    return rows.map(({ blank, layout }, index) => (index === 0 ? layout : [blank ? blankLine : hardLine, layout]));
  }

  /** `{ … }` below each other; comments behind the opening brace stay there. */
  protected braces(entries: readonly Entry[], around: Span): Layout {
    const opening = this.trailingComments(this.openingBrace(around));
    const rows = this.rows(entries, around.end);
    if (rows.length === 0) return opening.length === 0 ? "{ }" : ["{", ...opening, hardLine, "}"];
    return ["{", ...opening, indent(hardLine, this.stack(rows)), hardLine, "}"];
  }

  /** The offset behind the first `{` of `around`, which starts at it or before. */
  private openingBrace(around: Span): number {
    const at = around.source.text.indexOf("{", around.start);
    return at < 0 ? around.start : at + 1;
  }

  /** As `braces`, but on one line when the author wrote it so and it fits; `separator` then stands between the entries. */
  protected shortBraces(entries: readonly Entry[], around: Span, separator: ";" | ""): Layout {
    const text = around.source.text.slice(around.start, around.end);
    if (entries.length === 0 || text === "" || text.includes("\n")) return this.braces(entries, around);
    const items = entries.map(({ print }) => print());
    return group("{", indent(line, join(items, [choice("", separator), line])), line, "}");
  }

  block(block: Block): Layout {
    const stray = this.strayComments(block.span.start);
    const last = block.statements.at(-1);
    const entries = block.statements.map((statement) => {
      // What follows on the next line would be read as the value.
      const bare = statement.kind === "return" && !statement.value && statement !== last;
      return { span: statement.span, print: () => (bare ? "return;" : this.statement(statement)) };
    });
    return [...stray, this.shortBraces(entries, block.span, ";")];
  }

  // ------------------------------------------------------------------------------------------------------- statements

  private statement(s: Statement): Layout {
    switch (s.kind) {
      case "assign":
        return this.after([this.expression(s.place), ` ${s.operator}`], s.value);
      case "call":
        return this.expression(s.call);
      case "let":
      case "var":
        return this.after([s.kind, " ", s.name.text, s.type ? [": ", this.type(s.type)] : "", " ="], s.value);
      case "if":
        return this.conditional(s);
      case "match": {
        const subject = this.expression(s.subject);
        const arms = s.arms.map(({ pattern, body }) => ({
          span: { ...pattern.span, end: body.span.end },
          print: () => [this.pattern(pattern), " ", this.block(body)],
        }));
        return ["match ", subject, " ", this.shortBraces(arms, { ...s.span, start: s.subject.span.end }, "")];
      }
      case "for": {
        const head = group("for ", this.binders(s.binders), indent(this.where(s.where)));
        return [head, " ", this.block(s.body)];
      }
      case "pick": {
        const head = group("pick ", this.binders(s.binders), indent(this.where(s.where)));
        return [head, s.body ? [" ", this.block(s.body)] : ""];
      }
      case "send":
        return ["send ", this.message(s.message), " to ", this.expression(s.to)];
      case "broadcast":
        return ["broadcast ", this.message(s.message), s.to ? [" to ", this.expression(s.to)] : ""];
      case "reply":
        return ["reply ", this.message(s.message)];
      case "insert":
        return ["insert ", this.expression(s.value), " into ", this.expression(s.place)];
      case "remove":
        return ["remove ", this.expression(s.value), " from ", this.expression(s.place)];
      case "append":
        return ["append ", this.expression(s.value), " to ", this.expression(s.place)];
      case "invoke": {
        const items = join(
          s.arguments.map((item) => this.expression(item)),
          ", ",
        );
        return ["invoke ", s.history.text, ".", s.operation.text, "(", items, ")", this.part(" by ", s.by)];
      }
      case "respond":
        return ["respond ", s.history.text, this.part(" with ", s.value), this.part(" by ", s.by)];
      case "start":
        return ["start ", s.timer.text, this.part(" at ", s.at)];
      case "stop":
      case "goto":
        return [s.kind, " ", s.name.text];
      case "require":
        return ["require ", indent(this.expression(s.condition))];
      case "assert":
        return ["assert ", indent(this.expression(s.condition)), ", ", quoted(s.why)];
      case "return":
        return ["return", this.part(" ", s.value)];
      default:
        return unreachable(s);
    }
  }

  /** `else` follows its brace on the line, unless the block before it is on one line and so was the author's break. */
  private conditional(s: Extract<Statement, { kind: "if" }>): Layout {
    const head = group("if ", indent(this.expression(s.condition)));
    const then = this.block(s.then);
    if (!s.otherwise) return [head, " ", then];
    const [first] = s.otherwise.statements;
    const ownLine = this.comments?.brokenBetween(s.then.span.end, s.otherwise.span.start) ?? false;
    const between = [...this.strayComments(s.otherwise.span.start), ownLine ? hardLine : " "];
    const nested = s.elseIf && first?.kind === "if" ? this.conditional(first) : this.block(s.otherwise);
    return [head, " ", then, ...between, "else ", nested];
  }

  protected part(word: string, e: Expression | undefined): Layout {
    return e ? [word, this.expression(e)] : "";
  }
}

/** Stands for documentation among rows of comments. */
const docMark: Layout = [];
