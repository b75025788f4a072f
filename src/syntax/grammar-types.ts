/**
 * The grammar of types. A type that starts with a value (`N + 1..M`) and one that starts with a name look alike, so a range
 * is recognised by looking past its first operand for `..` or an arithmetic operator.
 */
import { EOF, type IToken } from "chevrotain";
import { ExpressionGrammar } from "./grammar-expressions.ts";
import {
  Bar,
  Colon,
  Comma,
  Dot,
  Greater,
  Integer,
  keywords,
  LeftBrace,
  LeftBracket,
  LeftParen,
  Less,
  Minus,
  Name,
  RangeOperator,
  RightBrace,
  RightBracket,
  RightParen,
} from "./tokens.ts";
import type { CaseNode, Expression, TypeArgument, TypedName, TypeNode } from "./tree.ts";

export class TypeGrammar extends ExpressionGrammar {
  /** What a declaration can have for a type: variants and members besides plain types. */
  readonly typeDefinition = this.RULE(
    "typeDefinition",
    (): TypeNode =>
      this.OR<TypeNode>({
        ERR_MSG: "a type",
        DEF: [
          {
            GATE: () => this.sees(2, LeftBrace) || this.sees(2, Name),
            ALT: () => this.SUBRULE(this.symmetricType),
          },
          {
            GATE: () => this.sees(2, LeftBracket) && !this.rangeStarts(),
            ALT: () => this.SUBRULE(this.memberType, { ARGS: [false, this.LA(1)] }),
          },
          { ALT: () => this.SUBRULE(this.alternatives) },
        ],
      }),
  );

  private readonly symmetricType = this.RULE("symmetricType", (): TypeNode => {
    const first = this.CONSUME(keywords.symmetric);
    return this.OR<TypeNode>([
      {
        ALT: () => {
          this.CONSUME(LeftBrace);
          const members = this.SUBRULE(this.names);
          this.CONSUME(RightBrace);
          return { kind: "symmetricType", members, span: this.spanFrom(first) };
        },
      },
      { ALT: () => this.SUBRULE(this.memberType, { ARGS: [true, first] }) },
    ]);
  });

  private readonly memberType = this.RULE("memberType", (symmetric: boolean, first: IToken): TypeNode => {
    let ordered = false;
    const prefix = this.SUBRULE(this.name);
    this.CONSUME(LeftBracket);
    const range = this.SUBRULE(this.expression);
    this.CONSUME(RightBracket);
    this.OPTION(() => {
      this.CONSUME(keywords.ordered);
      ordered = true;
    });
    return { kind: "memberType", prefix, range, symmetric, ordered, span: this.spanFrom(first) };
  });

  /** `A | B(x: T)`; a single type without a bar stands for itself. */
  private readonly alternatives = this.RULE("alternatives", (): TypeNode => {
    const first = this.LA(1);
    let bars = 0;
    this.OPTION(() => {
      this.CONSUME(Bar);
      bars++;
    });
    const types = [this.SUBRULE(this.type)];
    this.MANY(() => {
      this.CONSUME2(Bar);
      bars++;
      types.push(this.SUBRULE2(this.type));
    });
    const [only] = types;
    if (bars === 0 && only) return only;
    return this.ACTION(() => ({
      kind: "variantType",
      cases: types.flatMap((type) => this.caseOf(type)),
      span: this.spanFrom(first),
    }));
  });

  private caseOf(type: TypeNode): readonly CaseNode[] {
    if (type.kind === "variantType") return type.cases;
    if (type.kind === "namedType" && type.arguments.length === 0) return [{ name: type.name, fields: [] }];
    this.complain({
      rule: "syntax",
      span: type.span,
      message: "an alternative of a variant has a name of its own",
      expected: "`Name` or `Name(field: Type)`",
    });
    return [];
  }

  readonly type = this.RULE(
    "type",
    (): TypeNode =>
      this.nested(() =>
        this.OR<TypeNode>({
          ERR_MSG: "a type",
          DEF: [
            { GATE: () => this.rangeStarts(), ALT: () => this.SUBRULE(this.rangeType) },
            { ALT: () => this.SUBRULE(this.namedType) },
            { ALT: () => this.SUBRULE(this.recordType) },
            { ALT: () => this.SUBRULE(this.tupleType) },
          ],
        }),
      ),
  );

  private readonly rangeType = this.RULE("rangeType", (): TypeNode => {
    const range = this.SUBRULE(this.range);
    return this.ACTION(() => {
      const argument = this.rangeOrSize(range);
      if (argument.kind === "type") return argument.type;
      this.complain({ rule: "syntax", span: range.span, message: "a number is not a type", expected: "`low..high`" });
      return { kind: "rangeType", low: range, high: range, span: range.span };
    });
  });

  private rangeOrSize(range: Expression): TypeArgument {
    if (range.kind !== "binary" || range.operator !== "..") return { kind: "size", size: range };
    return { kind: "type", type: { kind: "rangeType", low: range.left, high: range.right, span: range.span } };
  }

  private readonly namedType = this.RULE("namedType", (): TypeNode => {
    const first = this.LA(1);
    const name = this.SUBRULE(this.name);
    const items: TypeArgument[] = [];
    let fields: TypedName[] | undefined;
    this.OPTION(() =>
      this.OR([
        {
          ALT: () => {
            this.CONSUME(Less);
            this.AT_LEAST_ONE_SEP({ SEP: Comma, DEF: () => items.push(this.SUBRULE(this.typeArgument)) });
            this.CONSUME(Greater);
          },
        },
        {
          ALT: () => {
            fields = this.SUBRULE(this.parameters);
          },
        },
      ]),
    );
    const span = this.spanFrom(first);
    return fields
      ? { kind: "variantType", cases: [{ name, fields }], span }
      : { kind: "namedType", name, arguments: items, span };
  });

  private readonly typeArgument = this.RULE(
    "typeArgument",
    (): TypeArgument =>
      this.OR<TypeArgument>({
        ERR_MSG: "a type",
        DEF: [
          {
            GATE: () => this.rangeStarts(),
            ALT: () => {
              const range = this.SUBRULE(this.range);
              return this.ACTION(() => this.rangeOrSize(range));
            },
          },
          { ALT: () => ({ kind: "type", type: this.SUBRULE(this.type) }) },
        ],
      }),
  );

  private readonly recordType = this.RULE("recordType", (): TypeNode => {
    const first = this.LA(1);
    const fields = this.SUBRULE(this.fields);
    return { kind: "recordType", fields, span: this.spanFrom(first) };
  });

  private readonly tupleType = this.RULE("tupleType", (): TypeNode => {
    const items: TypeNode[] = [];
    const first = this.CONSUME(LeftParen);
    this.AT_LEAST_ONE_SEP({ SEP: Comma, DEF: () => items.push(this.SUBRULE(this.type)), ERR_MSG: "a type" });
    this.CONSUME(RightParen);
    const [only] = items;
    return items.length === 1 && only ? only : { kind: "tupleType", items, span: this.spanFrom(first) };
  });

  /** `{ name: Type, … }`. */
  protected readonly fields = this.RULE("fields", (): TypedName[] => {
    const fields: TypedName[] = [];
    this.CONSUME(LeftBrace);
    this.MANY_SEP({ SEP: Comma, DEF: () => fields.push(this.SUBRULE(this.typedWord)) });
    this.CONSUME(RightBrace);
    return fields;
  });

  private readonly typedWord = this.RULE("typedWord", (): TypedName => {
    const name = this.SUBRULE(this.word);
    this.CONSUME(Colon);
    return { name, type: this.SUBRULE(this.type) };
  });

  /** `(name: Type, …)`. */
  readonly parameters = this.RULE("parameters", (): TypedName[] => {
    const parameters: TypedName[] = [];
    this.CONSUME(LeftParen);
    this.MANY_SEP({
      SEP: Comma,
      DEF: () => {
        const name = this.SUBRULE(this.name);
        this.CONSUME(Colon);
        parameters.push({ name, type: this.SUBRULE(this.type) });
      },
    });
    this.CONSUME(RightParen);
    return parameters;
  });

  /** Whether an operand of arithmetic stands here, rather than the name of a type or a tuple of types. */
  private rangeStarts(): boolean {
    if (this.sees(1, Integer, Minus)) return true;
    let distance = this.sees(1, LeftParen) ? this.behindBrackets(1) : this.sees(1, Name) ? 2 : 0;
    if (distance === 0) return false;
    while (this.sees(distance, Dot, LeftParen, LeftBracket)) {
      distance = this.sees(distance, Dot) ? distance + 2 : this.behindBrackets(distance);
    }
    return this.sees(distance, RangeOperator);
  }

  /** The distance of the token behind the brackets that open at `distance`. */
  private behindBrackets(distance: number): number {
    let depth = 0;
    for (let at = distance; ; at++) {
      const token = this.LA(at);
      if (token.tokenType === EOF) return at;
      if (token.image === "(" || token.image === "[" || token.image === "{") depth++;
      else if (token.image === ")" || token.image === "]" || token.image === "}") depth--;
      if (depth === 0) return at + 1;
    }
  }
}
