/**
 * Tree to text: the canonical form that `fmt` writes. Two spaces a level, lines of 120 columns; comments, the author's
 * spelling of operators, leading bullets, one blank line where there were some, and short blocks on one line are kept.
 * Parsing the result gives the same tree, and printing that gives the same text.
 */
import { hardLine, indent, type Layout, render } from "./layout.ts";
import { parse } from "./parse.ts";
import { Comments } from "./print-comments.ts";
import { DeclarationPrinter } from "./print-declarations.ts";
import { quoted } from "./print-expressions.ts";
import type { File, Unit } from "./tree.ts";

export { printExpression } from "./print-expressions.ts";

export interface PrintOptions {
  /** Converts every operator that has both spellings; without it each stays as it was found. */
  readonly spelling?: "ascii" | "unicode";
}

const lineWidth = 120;

class FilePrinter extends DeclarationPrinter {
  file(file: File): Layout {
    const uses = file.uses.map((use) => ({ span: use.span, print: (): Layout => ["use ", quoted(use)] }));
    const units = file.units.map((unit) => ({ span: unit.span, doc: unit.doc, print: () => this.unit(unit) }));
    return this.stack(this.rows([...uses, ...units], Number.POSITIVE_INFINITY));
  }

  private unit(unit: Unit): Layout {
    const head: Layout[] = [unit.kind, " ", unit.name.text, ...this.trailingComments(unit.name.span.end)];
    const cites = unit.cites.map((cite) => ({ span: cite.span, print: () => this.cites(cite) }));
    const declarations = unit.declarations.map((declaration) => ({
      span: declaration.span,
      doc: declaration.doc,
      print: () => this.declaration(declaration),
    }));
    const citations = this.rows(cites, unit.cites.at(-1)?.span.end ?? 0);
    const rows = this.rows(declarations, unit.span.end);
    const cited = citations.length > 0 ? indent(hardLine, this.stack(citations)) : "";
    const blank = rows[0]?.blank ? hardLine : "";
    return [head, cited, rows.length > 0 ? [blank, hardLine, this.stack(rows)] : ""];
  }
}

/** Comments settle after a printing or two; this only keeps us from going on for ever. */
const mostRounds = 8;

function printOnce(file: File, options: PrintOptions): string {
  return `${render(new FilePrinter(options.spelling, new Comments(file)).file(file), lineWidth)}\n`;
}

/** The canonical text of `file`, ending in a newline. The tree must be complete: what was not read is not printed. */
export function print(file: File, options: PrintOptions = {}): string {
  let text = printOnce(file, options);
  // A comment where none can stay goes to the end of its line, and only printing again shows whether that is its place.
  for (let round = 1; file.comments.length > 0 && round < mostRounds; round++) {
    const { value, diagnostics } = parse({ path: file.span.source.path, text });
    if (!value || diagnostics.length > 0) break;
    const next = printOnce(value, options);
    if (next === text) break;
    text = next;
  }
  return text;
}
