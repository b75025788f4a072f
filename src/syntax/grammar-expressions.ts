/**
 * The grammar of expressions. Operators and operands are read as one flat line, which `arrange.ts` turns into a tree by
 * precedence; operands are what stands between operators, with their suffixes (`.field`, `[index]`, `(arguments)`, `with`).
 */
import type { IToken, TokenType } from "chevrotain";
import { arrange, type Item } from "./arrange.ts";
import { Cursor } from "./cursor.ts";
import { operatorSpelt } from "./operators.ts";
import {
  Colon,
  Comma,
  Dot,
  Equal,
  Exists,
  ForAll,
  Implies,
  In,
  InfixOperator,
  Integer,
  keywords,
  LeftBrace,
  LeftBracket,
  LeftParen,
  Name,
  PrefixOperator,
  RangeOperator,
  RelationTest,
  RightBrace,
  RightBracket,
  RightParen,
  tokenSpan,
} from "./tokens.ts";
import type { Binder, Comprehension, Expression, MessageValue, Name as NameNode, Pattern, Setting } from "./tree.ts";

/** More operands than a person writes in one expression; the tree is as deep as they are many. */
const longestChain = 500;

interface Entry {
  readonly key: Expression | NameNode;
  readonly value?: Expression;
}

export class ExpressionGrammar extends Cursor {
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

  private readonly operandWithPrefixes = this.RULE("operandWithPrefixes", (items: Item[]) => {
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

  private readonly suffix = this.RULE(
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

  protected readonly callArguments = this.RULE("callArguments", (): Expression[] => {
    const items: Expression[] = [];
    this.CONSUME(LeftParen);
    this.MANY_SEP({ SEP: Comma, DEF: () => items.push(this.SUBRULE(this.expression)) });
    this.CONSUME(RightParen);
    return items;
  });

  private readonly primary = this.RULE("primary", (): Expression => {
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

  private readonly quantifier = this.RULE("quantifier", (): Expression => {
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

  readonly binders = this.RULE("binders", (): Binder[] => {
    const binders: Binder[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: Comma, DEF: () => binders.push(this.SUBRULE(this.binder)) });
    return binders;
  });

  private readonly binder = this.RULE("binder", (): Binder => {
    const name = this.SUBRULE(this.name);
    let symbol: string | undefined;
    let domain: Expression | undefined;
    this.OPTION(() => {
      symbol = this.CONSUME(In).image;
      domain = this.SUBRULE(this.range);
    });
    return symbol === undefined ? { name } : { name, symbol, domain };
  });

  private readonly conditional = this.RULE("conditional", (): Expression => {
    const first = this.CONSUME(keywords.if);
    const condition = this.SUBRULE(this.expression);
    this.CONSUME(keywords.then);
    const then = this.SUBRULE2(this.expression);
    this.CONSUME(keywords.else);
    const otherwise = this.SUBRULE3(this.expression);
    return { kind: "if", condition, then, otherwise, span: this.spanFrom(first) };
  });

  private readonly matchExpression = this.RULE("matchExpression", (): Expression => {
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
  private readonly armColon = this.RULE("armColon", () => {
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

  readonly pattern = this.RULE("pattern", (): Pattern => {
    const first = this.LA(1);
    const name = this.SUBRULE(this.name);
    let binds: NameNode[] | undefined;
    this.OPTION(() => {
      this.CONSUME(LeftParen);
      binds = this.SUBRULE(this.names);
      this.CONSUME(RightParen);
    });
    return { name, binds, span: this.spanFrom(first) };
  });

  private readonly sent = this.RULE("sentExpression", (): Expression => {
    const first = this.CONSUME(keywords.sent);
    let from: Expression | undefined;
    let to: Expression | undefined;
    this.CONSUME(LeftParen);
    const message = this.SUBRULE(this.messageValue);
    this.OPTION(() => {
      this.CONSUME(keywords.from);
      from = this.SUBRULE(this.expression);
    });
    this.OPTION2(() => {
      this.CONSUME(keywords.to);
      to = this.SUBRULE2(this.expression);
    });
    this.CONSUME(RightParen);
    return { kind: "sent", message, from, to, span: this.spanFrom(first) };
  });

  readonly messageValue = this.RULE("messageValue", (): MessageValue => {
    const first = this.LA(1);
    const name = this.SUBRULE(this.name);
    const fields: { name: NameNode; value?: Expression }[] = [];
    this.OPTION(() => {
      this.CONSUME(LeftBrace);
      this.MANY_SEP({
        SEP: Comma,
        DEF: () => {
          const field = this.SUBRULE(this.word);
          let value: Expression | undefined;
          this.OPTION2(() => {
            this.CONSUME(Colon);
            value = this.SUBRULE(this.expression);
          });
          fields.push({ name: field, value });
        },
      });
      this.CONSUME(RightBrace);
    });
    return { name, fields, span: this.spanFrom(first) };
  });

  private readonly comprehension = this.RULE("comprehension", (): Comprehension => {
    this.CONSUME(keywords.for);
    const binders = this.SUBRULE(this.binders);
    const where = this.SUBRULE(this.where);
    return { binders, where };
  });

  /** `[where P]`. */
  readonly where = this.RULE("where", (): Expression | undefined => {
    let condition: Expression | undefined;
    this.OPTION(() => {
      this.CONSUME(keywords.where);
      condition = this.SUBRULE(this.expression);
    });
    return condition;
  });

  private readonly aggregate = this.RULE("aggregate", (): Expression => {
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

  private readonly choose = this.RULE("choose", (): Expression => {
    const first = this.CONSUME(keywords.choose);
    const binder = this.SUBRULE(this.binder);
    const where = this.SUBRULE(this.where);
    return { kind: "choose", binder, where, span: this.spanFrom(first) };
  });

  private readonly parenthesised = this.RULE("parenthesised", (): Expression => {
    const items: Expression[] = [];
    const first = this.CONSUME(LeftParen);
    this.AT_LEAST_ONE_SEP({
      SEP: Comma,
      DEF: () => items.push(this.SUBRULE(this.expression)),
      ERR_MSG: "an expression",
    });
    this.CONSUME(RightParen);
    const [inner] = items;
    const span = this.spanFrom(first);
    return items.length === 1 && inner ? { kind: "paren", inner, span } : { kind: "tuple", items, span };
  });

  private readonly bracketed = this.RULE("bracketed", (): Expression => {
    const items: Expression[] = [];
    let comprehension: Comprehension | undefined;
    const first = this.CONSUME(LeftBracket);
    this.MANY_SEP({ SEP: Comma, DEF: () => items.push(this.SUBRULE(this.expression)) });
    this.OPTION(() => {
      comprehension = this.SUBRULE(this.comprehension);
    });
    this.CONSUME(RightBracket);
    const span = this.spanFrom(first);
    const value = this.single(items, comprehension);
    return value && comprehension
      ? { kind: "sequenceOf", value, comprehension, span }
      : { kind: "sequence", items, span };
  });

  private readonly braced = this.RULE("braced", (): Expression => {
    const entries: Entry[] = [];
    let comprehension: Comprehension | undefined;
    const first = this.CONSUME(LeftBrace);
    this.MANY_SEP({ SEP: Comma, DEF: () => entries.push(this.SUBRULE(this.entry)) });
    this.OPTION(() => {
      comprehension = this.SUBRULE(this.comprehension);
    });
    this.CONSUME(RightBrace);
    return this.ACTION(() => this.brace(first, entries, comprehension));
  });

  private readonly entry = this.RULE("entry", (): Entry => {
    let value: Expression | undefined;
    const key = this.OR<Expression | NameNode>({
      ERR_MSG: "an expression",
      DEF: [
        { GATE: () => this.sees(2, Colon), ALT: () => this.SUBRULE(this.word) },
        { ALT: () => this.SUBRULE(this.expression) },
      ],
    });
    this.OPTION(() => {
      this.CONSUME(Colon);
      value = this.SUBRULE2(this.expression);
    });
    return { key, value };
  });

  /** Which of set, record, and their comprehensions the braces are. */
  private brace(first: IToken, entries: readonly Entry[], comprehension: Comprehension | undefined): Expression {
    const span = this.spanFrom(first);
    const expressionOf = (key: Entry["key"]): Expression =>
      "kind" in key ? key : { kind: "name", name: key.text, span: key.span };
    const only = this.single(entries, comprehension);
    if (comprehension && only) {
      const key = expressionOf(only.key);
      return only.value
        ? { kind: "mapOf", key, value: only.value, comprehension, span }
        : { kind: "setOf", value: key, comprehension, span };
    }
    const fields: { name: NameNode; value: Expression }[] = [];
    for (const { key, value } of entries) if (!("kind" in key) && value) fields.push({ name: key, value });
    if (fields.length === 0 && entries.every(({ value }) => !value)) {
      return { kind: "set", items: entries.map(({ key }) => expressionOf(key)), span };
    }
    const odd = entries.find(({ key, value }) => "kind" in key || !value);
    if (odd) {
      this.complain({
        rule: "mixed-braces",
        span: odd.key.span,
        message: "this is neither an element of a set nor a field of a record",
        expected: "`name: value` for each field, or elements without `:`",
      });
    }
    return { kind: "record", fields, span };
  }

  private single<T>(items: readonly T[], comprehension: Comprehension | undefined): T | undefined {
    if (!comprehension || this.RECORDING_PHASE) return undefined;
    if (items.length !== 1) {
      this.complain({
        rule: "comprehension",
        span: comprehension.binders[0]?.name.span ?? tokenSpan(this.source, this.LA(0)),
        message: "`for` follows exactly one value",
        hint: "a pair is written `(a, b)`",
      });
    }
    return items[0];
  }

  /** `{ name.part = e, [key]: e }`. */
  readonly settings = this.RULE("settings", (): Setting[] => {
    const settings: Setting[] = [];
    this.CONSUME(LeftBrace);
    this.MANY_SEP({ SEP: Comma, DEF: () => settings.push(this.SUBRULE(this.setting)) });
    this.CONSUME(RightBrace);
    return settings;
  });

  private readonly setting = this.RULE("setting", (): Setting => {
    const first = this.LA(1);
    const target = this.OR<Setting["target"]>({
      ERR_MSG: "a name or `[`",
      DEF: [
        {
          ALT: () => {
            const names = [this.SUBRULE(this.word)];
            this.MANY(() => {
              this.CONSUME(Dot);
              names.push(this.SUBRULE2(this.word));
            });
            return { kind: "path", names };
          },
        },
        {
          ALT: () => {
            this.CONSUME(LeftBracket);
            const key = this.SUBRULE(this.expression);
            this.CONSUME(RightBracket);
            return { kind: "key", key };
          },
        },
      ],
    });
    const separator = this.OR2<TokenType>([
      { ALT: () => this.CONSUME(Colon).tokenType },
      { ALT: () => this.CONSUME(Equal).tokenType },
    ]);
    const value = this.SUBRULE2(this.expression);
    return { target, separator: separator === Equal ? "=" : ":", value, span: this.spanFrom(first) };
  });
}
