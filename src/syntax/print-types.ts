/** Types as layouts. */
import { type Span, unreachable } from "../source/index.ts";
import { choice, group, join, type Layout, line } from "./layout.ts";
import { ExpressionPrinter, names } from "./print-expressions.ts";
import type { Element } from "./print-lists.ts";
import type { TypedName, TypeNode } from "./tree.ts";

export class TypePrinter extends ExpressionPrinter {
  type(type: TypeNode): Layout {
    switch (type.kind) {
      case "rangeType":
        return this.range(type.low, type.high);
      case "namedType": {
        if (type.arguments.length === 0) return type.name.text;
        const items = type.arguments.map((argument) =>
          argument.kind === "type" ? this.type(argument.type) : this.expression(argument.size),
        );
        return [type.name.text, "<", join(items, ", "), ">"];
      }
      case "recordType":
        return this.fields(type.fields, type.span);
      case "tupleType":
        return [
          "(",
          join(
            type.items.map((item) => this.type(item)),
            ", ",
          ),
          ")",
        ];
      case "variantType": {
        const cases = type.cases.map(({ name, fields }) =>
          fields.length > 0 ? [name.text, this.parameters(fields)] : name.text,
        );
        if (cases.length > 1) return group(choice("| ", ""), join(cases, [line, "| "]));
        return [type.cases[0]?.fields.length ? "" : "| ", ...cases];
      }
      case "symmetricType":
        return ["symmetric { ", names(type.members), " }"];
      case "memberType": {
        const range = [type.prefix.text, "[", this.expression(type.range), "]"];
        return [type.symmetric ? "symmetric " : "", range, type.ordered ? " ordered" : ""];
      }
      default:
        return unreachable(type);
    }
  }

  protected fields(fields: readonly TypedName[], around: Span): Layout {
    if (fields.length === 0) return "{}";
    return this.list("{", this.typed(fields), "}", around, { pad: true });
  }

  protected parameters(parameters: readonly TypedName[]): Layout {
    return [
      "(",
      join(
        this.typed(parameters).map(({ print }) => print()),
        ", ",
      ),
      ")",
    ];
  }

  private typed(fields: readonly TypedName[]): Element[] {
    return fields.map(({ name, type }) => ({ span: name.span, print: () => [name.text, ": ", this.type(type)] }));
  }
}
