/**
 * The grammar of operands: names and numbers, quantifiers, conditions, matches, aggregates, with their suffixes (`.field`,
 * `[index]`, `(arguments)`, `with`).
 */
import type { IToken } from "chevrotain";
import { CollectionGrammar } from "./grammar-collections.ts";
import { longestChain } from "./grammar-operators.ts";
import {
  Colon,
  Comma,
  Dot,
  Exists,
  ForAll,
  Implies,
  In,
  Integer,
  keywords,
  LeftBrace,
  LeftBracket,
  LeftParen,
  Name,
  RightBrace,
  RightBracket,
  RightParen,
  tokenSpan,
} from "./tokens.ts";
import type { Comprehension, Expression, Pattern } from "./tree.ts";

export class ExpressionGrammar extends CollectionGrammar {
  /** A primary with its suffixes. */
  readonly operand = this.RULE("operand", (): Expression => {
    const first = this.LA(1);
    let expression = this.SUBRULE(this.primary);
    let suffixes = 0;
    this.MANY(() => {
      expression = this.SUBRULE(this.suffix, { ARGS: [first, expression] });
      if (++suffixes > longestChain) this.giveUp();
    });
    return expression;
  });

  protected readonly suffix = this.RULE(
    "suffix",
    (first: IToken, object: Expression): Expression =>
      this.OR<Expression>([
        {
          ALT: () => {
            this.CONSUME(Dot);
            return this.OR2<Expression>([
              {
                GATE: () => this.sees(1, keywords.on) && this.sees(2, Name),
                ALT: () => {
                  this.CONSUME(keywords.on);
                  const field = this.SUBRULE(this.name);
                  return { kind: "field", object, field, on: true, span: this.spanFrom(first) };
                },
              },
              {
                ALT: () => {
                  const field = this.SUBRULE(this.word);
                  return { kind: "field", object, field, on: false, span: this.spanFrom(first) };
                },
              },
              {
                ALT: () => {
                  const field = this.nameOf(this.CONSUME(Integer));
                  return { kind: "field", object, field, on: false, span: this.spanFrom(first) };
                },
              },
            ]);
          },
        },
        {
          ALT: () => {
            this.CONSUME(LeftBracket);
            const index = this.SUBRULE(this.expression);
            this.CONSUME(RightBracket);
            return { kind: "index", object, index, span: this.spanFrom(first) };
          },
        },
        {
          ALT: () => {
            const items = this.SUBRULE(this.callArguments);
            return { kind: "call", callee: object, arguments: items, span: this.spanFrom(first) };
          },
        },
        {
          ALT: () => {
            const kind = this.OR3([
              { ALT: () => this.CONSUME(keywords.with) && ("with" as const) },
              { ALT: () => this.CONSUME(keywords.under) && ("under" as const) },
            ]);
            const settings = this.SUBRULE(this.settings);
            return { kind, object, settings, span: this.spanFrom(first) };
          },
        },
      ]),
  );

  protected readonly primary = this.RULE("primary", (): Expression => {
    const first = this.LA(1);
    const constant = (value: boolean): Expression => ({ kind: "boolean", value, span: this.spanFrom(first) });
    return this.OR<Expression>({
      ERR_MSG: "an expression",
      DEF: [
        {
          ALT: () => {
            const token = this.CONSUME(Integer);
            return { kind: "integer", value: Number(token.image), span: this.spanFrom(first) };
          },
        },
        { ALT: () => this.CONSUME(keywords.True) && constant(true) },
        { ALT: () => this.CONSUME(keywords.False) && constant(false) },
        { ALT: () => this.SUBRULE(this.quantifier) },
        { ALT: () => this.SUBRULE(this.conditional) },
        { ALT: () => this.SUBRULE(this.matchExpression) },
        { ALT: () => this.SUBRULE(this.sent) },
        {
          GATE: () => this.sees(2, LeftParen),
          ALT: () => this.SUBRULE(this.aggregate),
        },
        {
          GATE: () => this.sees(2, Name) && this.sees(3, In),
          ALT: () => this.SUBRULE(this.choose),
        },
        { ALT: () => this.SUBRULE(this.parenthesised) },
        { ALT: () => this.SUBRULE(this.bracketed) },
        { ALT: () => this.SUBRULE(this.braced) },
        {
          ALT: () => {
            const name = this.CONSUME(Name).image;
            return { kind: "name", name, span: this.spanFrom(first) };
          },
        },
      ],
    });
  });

  protected readonly quantifier = this.RULE("quantifier", (): Expression => {
    const first = this.LA(1);
    const quantifier = this.OR([
      { ALT: () => this.CONSUME(ForAll) && ("forall" as const) },
      { ALT: () => this.CONSUME(Exists) && ("exists" as const) },
    ]);
    const binders = this.SUBRULE(this.binders);
    this.CONSUME(Colon);
    const body = this.SUBRULE(this.expression);
    return { kind: "quantifier", quantifier, symbol: first.image, binders, body, span: this.spanFrom(first) };
  });

  protected readonly conditional = this.RULE("conditional", (): Expression => {
    const first = this.CONSUME(keywords.if);
    const condition = this.SUBRULE(this.expression);
    this.CONSUME(keywords.then);
    const then = this.SUBRULE2(this.expression);
    this.CONSUME(keywords.else);
    const otherwise = this.SUBRULE3(this.expression);
    return { kind: "if", condition, then, otherwise, span: this.spanFrom(first) };
  });

  protected readonly matchExpression = this.RULE("matchExpression", (): Expression => {
    const arms: { pattern: Pattern; value: Expression }[] = [];
    const first = this.CONSUME(keywords.match);
    const subject = this.SUBRULE(this.expression);
    this.CONSUME(LeftBrace);
    this.AT_LEAST_ONE_SEP({
      SEP: Comma,
      DEF: () => {
        const pattern = this.SUBRULE(this.pattern);
        this.SUBRULE(this.armColon);
        arms.push({ pattern, value: this.SUBRULE2(this.expression) });
      },
    });
    this.CONSUME(RightBrace);
    return { kind: "match", subject, arms, span: this.spanFrom(first) };
  });

  /** `:`; an arrow in its place is reported and read as one. */
  protected readonly armColon = this.RULE("armColon", () => {
    const first = this.LA(1);
    this.OR({
      ERR_MSG: "`:`",
      DEF: [
        { ALT: () => this.CONSUME(Colon) },
        {
          ALT: () => {
            this.CONSUME(Implies);
            this.complain({
              rule: "match-arrow",
              span: tokenSpan(this.source, first),
              message: `\`${first.image}\` is implication; an arm of a match has \`:\``,
              expected: "`:`",
              found: `\`${first.image}\``,
            });
          },
        },
      ],
    });
  });

  /** `[from p] [to q]`. */
  protected readonly ends = this.RULE("ends", (): { readonly from?: Expression; readonly to?: Expression } => {
    let from: Expression | undefined;
    let to: Expression | undefined;
    this.OPTION(() => {
      this.CONSUME(keywords.from);
      from = this.SUBRULE(this.expression);
    });
    this.OPTION2(() => {
      this.CONSUME(keywords.to);
      to = this.SUBRULE2(this.expression);
    });
    return { from, to };
  });

  protected readonly sent = this.RULE("sentExpression", (): Expression => {
    const first = this.CONSUME(keywords.sent);
    this.CONSUME(LeftParen);
    const message = this.SUBRULE(this.messageValue);
    const { from, to } = this.SUBRULE(this.ends);
    this.CONSUME(RightParen);
    return { kind: "sent", message, from, to, span: this.spanFrom(first) };
  });

  protected readonly aggregate = this.RULE("aggregate", (): Expression => {
    const first = this.LA(1);
    const operator = this.OR([
      { ALT: () => this.CONSUME(keywords.count) && ("count" as const) },
      { ALT: () => this.CONSUME(keywords.sum) && ("sum" as const) },
    ]);
    let value: Expression | undefined;
    let comprehension: Comprehension | undefined;
    this.CONSUME(LeftParen);
    this.OR2([
      {
        GATE: () => this.sees(2, In, Comma),
        ALT: () => {
          const binders = this.SUBRULE(this.binders);
          comprehension = { binders, where: this.SUBRULE(this.where) };
        },
      },
      {
        ALT: () => {
          value = this.SUBRULE(this.expression);
          this.OPTION(() => {
            comprehension = this.SUBRULE(this.comprehension);
          });
        },
      },
    ]);
    this.CONSUME(RightParen);
    return { kind: "aggregate", operator, value, comprehension, span: this.spanFrom(first) };
  });

  protected readonly choose = this.RULE("choose", (): Expression => {
    const first = this.CONSUME(keywords.choose);
    const binder = this.SUBRULE(this.binder);
    const where = this.SUBRULE(this.where);
    return { kind: "choose", binder, where, span: this.spanFrom(first) };
  });
}
