/**
 * Expressions as layouts. Operators break before themselves, outermost first; braces that the author opened with
 * a new line stay open, others close up when they fit.
 */
import { type Span, unreachable } from "../source/index.ts";
import { align, brokenGroup, group, hardLine, indent, join, type Layout, line, render, softLine } from "./layout.ts";
import { respell } from "./operators.ts";
import { type Element, ListPrinter } from "./print-lists.ts";
import type { Binder, Comprehension, Expression, MessageValue, Name, Pattern, Setting, Text } from "./tree.ts";

type Junction = Extract<Expression, { kind: "junction" }>;

export class ExpressionPrinter extends ListPrinter {
  protected sign(symbol: string): string {
    return respell(symbol, this.spelling);
  }

  expression(e: Expression): Layout {
    const before = this.strayComments(e.span.start);
    const layout = this.bare(e);
    const behind = this.comments?.takeTrailing(e.span.end) ?? [];
    return before.length + behind.length > 0 ? [...before, layout, ...behind] : layout;
  }

  private bare(e: Expression): Layout {
    switch (e.kind) {
      case "integer":
        return String(e.value);
      case "boolean":
        return e.value ? "True" : "False";
      case "name":
        return e.name;
      case "unary": {
        const sign = this.sign(e.symbol);
        const space = sign === "¬" || sign === "-" ? "" : " ";
        return [sign, space, this.expression(e.operand)];
      }
      case "binary": {
        if (e.operator === "..") return this.range(e.left, e.right);
        const left = this.expression(e.left);
        return group(left, indent(line, this.sign(e.symbol), " ", align(this.expression(e.right))));
      }
      case "junction":
        return this.junction(e);
      case "is":
        return [this.expression(e.operand), " is ", e.case.text];
      case "at":
        return [this.expression(e.operand), " at ", e.label.text];
      case "quantifier": {
        const sign = this.sign(e.symbol);
        const head = [sign, " ", this.binders(e.binders), ":"];
        return this.after(head, e.body);
      }
      case "choose":
        return group("choose ", this.binders([e.binder]), indent(this.where(e.where)));
      case "if": {
        const condition = this.expression(e.condition);
        const then = this.expression(e.then);
        return group("if ", condition, indent(line, "then ", then, line, "else ", this.expression(e.otherwise)));
      }
      case "match": {
        const subject = this.expression(e.subject);
        const arms = e.arms.map(({ pattern, value }) => ({
          span: pattern.span,
          print: () => [this.pattern(pattern), ": ", this.expression(value)],
        }));
        const around = { ...e.span, start: e.subject.span.end };
        return ["match ", subject, " ", this.list("{", arms, "}", around, { pad: true })];
      }
      case "sent": {
        const message = this.message(e.message);
        const from = e.from ? [" from ", this.expression(e.from)] : [];
        return ["sent(", message, from, e.to ? [" to ", this.expression(e.to)] : [], ")"];
      }
      case "aggregate": {
        if (e.value) {
          const value = this.expression(e.value);
          const tail = e.comprehension ? this.comprehension(e.comprehension) : [];
          return group(e.operator, "(", indent(softLine, value, tail), softLine, ")");
        }
        const binders = this.binders(e.comprehension?.binders ?? []);
        return group(e.operator, "(", indent(softLine, binders, this.where(e.comprehension?.where)), softLine, ")");
      }
      case "paren":
        return ["(", align(this.expression(e.inner)), ")"];
      case "tuple":
        return this.list("(", this.elements(e.items), ")", e.span, { pad: false });
      case "set":
        return this.list("{", this.elements(e.items), "}", e.span, { pad: false });
      case "sequence":
        return this.list("[", this.elements(e.items), "]", e.span, { pad: false });
      case "setOf":
        return this.comprehended("{", e.value, e.comprehension, "}", e.span, true);
      case "sequenceOf":
        return this.comprehended("[", e.value, e.comprehension, "]", e.span, false);
      case "mapOf": {
        const print = () => [this.expression(e.key), ": ", this.expression(e.value)];
        const tail = () => this.comprehension(e.comprehension);
        return this.list("{", [{ span: e.key.span, print }], "}", e.span, { pad: true, tail });
      }
      case "record":
        return this.list(
          "{",
          e.fields.map(({ name, value }) => ({
            span: name.span,
            print: () => [name.text, ": ", this.expression(value)],
          })),
          "}",
          e.span,
          { pad: true },
        );
      case "field":
        return [this.expression(e.object), e.on ? ".on " : ".", e.field.text];
      case "index":
        return [this.expression(e.object), "[", this.expression(e.index), "]"];
      case "call": {
        // `[](` would be read as the box of TLA+.
        const isEmpty = e.callee.kind === "sequence" && e.callee.items.length === 0;
        const callee = [this.expression(e.callee), isEmpty ? " " : ""];
        const around = { ...e.span, start: e.callee.span.end };
        return [callee, this.list("(", this.elements(e.arguments), ")", around, { pad: false })];
      }
      case "with":
      case "under": {
        const object = this.expression(e.object);
        return [object, ` ${e.kind} `, this.settings(e.settings, { ...e.span, start: e.object.span.end })];
      }
      default:
        return unreachable(e);
    }
  }

  /** `a..b`, with the arithmetic in it closed up: `0..N-1`. */
  protected range(low: Expression, high: Expression): Layout {
    return [this.compact(low), "..", this.compact(high)];
  }

  private compact(e: Expression): Layout {
    if (e.kind !== "binary" || !/^[-+*]$/.test(e.operator)) return this.expression(e);
    return [this.compact(e.left), this.sign(e.symbol), this.compact(e.right)];
  }

  private junction(e: Junction): Layout {
    const sign = this.sign(e.symbol);
    const parts: Layout[] = [];
    e.items.forEach((item, index) => {
      const comments = this.commentsBefore(item.span.start);
      for (const { layout, own } of comments) if (!own || index === 0) parts.push(own ? trailingText(layout) : layout);
      if (index > 0) {
        parts.push(line);
        for (const { layout, own } of comments) if (own) parts.push(layout, hardLine);
      }
      if (index > 0 || e.leading) parts.push(`${sign} `);
      parts.push(align(this.expression(item)));
    });
    const [first, second] = e.items;
    const listed = e.leading && first && second && this.comments?.brokenBetween(first.span.end, second.span.start);
    return listed ? brokenGroup(...parts) : group(...parts);
  }

  /** Whether `e` may start on the line of what comes before it even if it does not fit there. */
  private hugs(e: Expression): boolean {
    if (e.kind === "with" || e.kind === "under") return this.hugs(e.object);
    if (e.kind === "call") return e.arguments.length > 0;
    if (e.kind === "match") return true;
    if (e.kind === "paren") return true;
    return /^(?:set|record|sequence|setOf|mapOf|sequenceOf|tuple|quantifier)$/.test(e.kind);
  }

  /** `head e`, with `e` on the next line when it is too long and does not open with a bracket. */
  protected after(head: Layout, e: Expression): Layout {
    const comments = this.commentsBefore(e.span.start);
    const behind = comments.filter(({ own }) => !own).map(({ layout }) => layout);
    const above = comments.filter(({ own }) => own).map(({ layout }) => [layout, hardLine]);
    const body = this.expression(e);
    if (above.length > 0) return [head, ...behind, indent(hardLine, above, body)];
    return this.hugs(e) ? [head, ...behind, " ", body] : group(head, ...behind, indent(line, body));
  }

  private elements(items: readonly Expression[]): Element[] {
    return items.map((item) => ({ span: item.span, print: () => this.expression(item) }));
  }

  private comprehended(
    open: string,
    value: Expression,
    comprehension: Comprehension,
    close: string,
    span: Span,
    pad: boolean,
  ): Layout {
    return this.list(open, this.elements([value]), close, span, { pad, tail: () => this.comprehension(comprehension) });
  }

  private comprehension({ binders, where }: Comprehension): Layout {
    return [line, "for ", this.binders(binders), this.where(where)];
  }

  /** `where P` on the same line or the next. */
  protected where(condition: Expression | undefined): Layout {
    return condition ? [line, "where ", align(this.expression(condition))] : "";
  }

  binders(binders: readonly Binder[]): Layout {
    return join(
      binders.map(({ name, symbol, domain }) =>
        domain ? [name.text, " ", this.sign(symbol ?? "in"), " ", this.expression(domain)] : name.text,
      ),
      ", ",
    );
  }

  pattern({ name, binds }: Pattern): Layout {
    return binds ? [name.text, "(", names(binds), ")"] : name.text;
  }

  message({ name, fields, span }: MessageValue): Layout {
    if (fields.length === 0) return name.text;
    const elements = fields.map((field) => ({
      span: field.name.span,
      print: () => (field.value ? [field.name.text, ": ", this.expression(field.value)] : field.name.text),
    }));
    return [name.text, " ", this.list("{", elements, "}", { ...span, start: name.span.end }, { pad: true })];
  }

  settings(settings: readonly Setting[], around: Span): Layout {
    if (settings.length === 0) return "{ }";
    const elements = settings.map(({ target, separator, value, span }) => ({
      span,
      print: () => [
        target.kind === "key"
          ? ["[", this.expression(target.key), "]"]
          : target.names.map(({ text }) => text).join("."),
        separator === ":" ? ": " : " = ",
        this.expression(value),
      ],
    }));
    return this.list("{", elements, "}", around, { pad: true });
  }
}

function trailingText(layout: Layout): Layout {
  return typeof layout === "string" ? { kind: "suffix", text: layout } : layout;
}

export function names(list: readonly Name[]): string {
  return list.map(({ text }) => text).join(", ");
}

export function quoted({ value }: Text): string {
  const escapes: Readonly<Record<string, string>> = { '"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t" };
  return `"${value.replace(/["\\\n\t]/g, (character) => escapes[character] ?? character)}"`;
}

/** One expression on one line, for reports. */
export function printExpression(expression: Expression, spelling?: "ascii" | "unicode"): string {
  return render(new ExpressionPrinter(spelling).expression(expression), Number.POSITIVE_INFINITY);
}
