/**
 * The grammar of operators: an expression is read as one flat line of operands and operators, which `arrange.ts` turns into
 * a tree by precedence. What an operand is stands in `grammar-expressions.ts`.
 */
import type { IToken, ParserMethod } from "chevrotain";
import { arrange, type Item } from "./arrange.ts";
import { Cursor } from "./cursor.ts";
import { operatorSpelt } from "./operators.ts";
import { InfixOperator, PrefixOperator, RangeOperator, RelationTest, tokenSpan } from "./tokens.ts";
import type { Expression } from "./tree.ts";

/** More operands than a person writes in one expression; the tree is as deep as they are many. */
export const longestChain = 500;

export abstract class OperatorGrammar extends Cursor {
  protected abstract readonly operand: ParserMethod<[], Expression>;

  readonly expression = this.RULE("expression", (): Expression => {
    const items: Item[] = [];
    return this.nested(() => {
      this.SUBRULE(this.operandWithPrefixes, { ARGS: [items] });
      this.MANY(() =>
        this.OR([
          {
            ALT: () => {
              this.noteOperator(items, this.CONSUME(InfixOperator));
              this.SUBRULE2(this.operandWithPrefixes, { ARGS: [items] });
            },
          },
          {
            ALT: () => {
              const test = this.CONSUME(RelationTest).image === "is" ? "is" : "at";
              items.push({ kind: "test", test, name: this.SUBRULE(this.name) });
            },
          },
        ]),
      );
      return this.arrange(items);
    });
  });

  /** An expression of arithmetic and `..` only: a binder's domain, a bound of a type. */
  readonly range = this.RULE("range", (): Expression => {
    const items: Item[] = [];
    return this.nested(() => {
      this.SUBRULE(this.operandWithPrefixes, { ARGS: [items] });
      this.MANY(() => {
        this.noteOperator(items, this.CONSUME(RangeOperator));
        this.SUBRULE2(this.operandWithPrefixes, { ARGS: [items] });
      });
      return this.arrange(items);
    });
  });

  protected readonly operandWithPrefixes = this.RULE("operandWithPrefixes", (items: Item[]) => {
    this.MANY(() => this.noteOperator(items, this.CONSUME(PrefixOperator)));
    const operand = this.SUBRULE(this.operand);
    this.ACTION(() => items.push({ kind: "operand", operand }));
  });

  private noteOperator(items: Item[], token: IToken): void {
    this.ACTION(() => {
      const operator = operatorSpelt(token.image);
      if (!operator) return;
      const span = tokenSpan(this.source, token);
      items.push({ kind: "operator", operator, symbol: token.image, span });
      if (items.length > longestChain) this.giveUp();
    });
  }

  private arrange(items: readonly Item[]): Expression {
    return this.ACTION(() => arrange(items, (diagnostic) => this.complain(diagnostic)));
  }
}
