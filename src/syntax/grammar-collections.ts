/**
 * The grammar of what stands in brackets: sets, records, sequences, tuples, their comprehensions, messages and settings.
 * Braces are read alike whatever they hold; what they were is decided at the closing brace.
 */
import type { IToken, TokenType } from "chevrotain";
import { OperatorGrammar } from "./grammar-operators.ts";
import {
  Colon,
  Comma,
  Dot,
  Equal,
  In,
  keywords,
  LeftBrace,
  LeftBracket,
  LeftParen,
  RightBrace,
  RightBracket,
  RightParen,
  tokenSpan,
} from "./tokens.ts";
import type { Binder, Comprehension, Expression, MessageValue, Name as NameNode, Pattern, Setting } from "./tree.ts";

interface Entry {
  readonly key: Expression | NameNode;
  readonly value?: Expression;
}

export abstract class CollectionGrammar extends OperatorGrammar {
  readonly binders = this.RULE("binders", (): Binder[] => {
    const binders: Binder[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: Comma, DEF: () => binders.push(this.SUBRULE(this.binder)) });
    return binders;
  });

  protected readonly binder = this.RULE("binder", (): Binder => {
    const name = this.SUBRULE(this.name);
    let symbol: string | undefined;
    let domain: Expression | undefined;
    this.OPTION(() => {
      symbol = this.CONSUME(In).image;
      domain = this.SUBRULE(this.range);
    });
    return symbol === undefined ? { name } : { name, symbol, domain };
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

  protected readonly comprehension = this.RULE("comprehension", (): Comprehension => {
    this.CONSUME(keywords.for);
    const binders = this.SUBRULE(this.binders);
    const where = this.SUBRULE(this.where);
    return { binders, where };
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

  protected readonly callArguments = this.RULE("callArguments", (): Expression[] => {
    const items: Expression[] = [];
    this.CONSUME(LeftParen);
    this.MANY_SEP({ SEP: Comma, DEF: () => items.push(this.SUBRULE(this.expression)) });
    this.CONSUME(RightParen);
    return items;
  });

  protected readonly parenthesised = this.RULE("parenthesised", (): Expression => {
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

  protected readonly bracketed = this.RULE("bracketed", (): Expression => {
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

  protected readonly braced = this.RULE("braced", (): Expression => {
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

  protected readonly entry = this.RULE("entry", (): Entry => {
    let value: Expression | undefined;
    const key = this.OR<Expression | NameNode>({
      ERR_MSG: "an expression",
      DEF: [
        {
          GATE: () => this.sees(2, Colon) && !this.sees(1, keywords.True, keywords.False),
          ALT: () => this.SUBRULE(this.word),
        },
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
      const chosen =
        "kind" in odd.key && odd.key.kind === "binary" && odd.key.operator === "in" && entries.length === 1;
      this.complain({
        rule: "mixed-braces",
        span: odd.key.span,
        message: "this is neither an element of a set nor a field of a record",
        expected: "`name: value` for each field, or elements without `:`",
        ...(chosen && { hint: "the elements of a set that …: `{ x for x in S where P }`" }),
      });
      if (chosen) return { kind: "set", items: [], span };
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

  protected readonly setting = this.RULE("setting", (): Setting => {
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
