/**
 * The grammar of statements. A statement with a mistake in it is left out of its block and parsing goes on with the next;
 * words such as `start` and `send` are statements only where the grammar allows it, and names elsewhere.
 */
import { TypeGrammar } from "./grammar-types.ts";
import {
  Assign,
  Colon,
  Comma,
  Dot,
  Equal,
  keywords,
  LeftBrace,
  LeftBracket,
  LeftParen,
  MinusAssign,
  Name,
  PlusAssign,
  RightBrace,
  Semicolon,
  tokenSpan,
} from "./tokens.ts";
import type { Block, Expression, Pattern, Statement, TypeNode } from "./tree.ts";

export class StatementGrammar extends TypeGrammar {
  readonly block = this.RULE("block", (): Block => {
    const statements: Statement[] = [];
    const first = this.CONSUME(LeftBrace);
    this.nested(() =>
      this.repeatUntil(RightBrace, () => {
        const statement = this.recover(
          () => this.SUBRULE(this.statement),
          () => this.sees(1, Name, keywords.if, keywords.match, keywords.for, keywords.let, keywords.pick),
        );
        if (statement) statements.push(statement);
        this.MANY2(() => this.CONSUME(Semicolon));
      }),
    );
    this.CONSUME(RightBrace);
    return { statements, span: this.spanFrom(first) };
  });

  private readonly statement = this.RULE("statement", (): Statement => {
    const first = this.LA(1);
    const span = () => this.spanFrom(first);
    // `start := 3` assigns to a field of that name, `start(x)` calls a procedure.
    const aboutName = () => !this.sees(2, Assign, PlusAssign, MinusAssign, Equal, Dot, LeftBracket, LeftParen);
    const aboutValue = () => !this.sees(2, Assign, PlusAssign, MinusAssign, Equal, Dot);
    return this.OR<Statement>({
      ERR_MSG: "a statement",
      DEF: [
        { ALT: () => this.SUBRULE(this.conditionalStatement) },
        { ALT: () => this.SUBRULE(this.matchStatement) },
        { ALT: () => this.SUBRULE(this.loop) },
        { ALT: () => this.SUBRULE(this.pick) },
        { GATE: aboutName, ALT: () => this.SUBRULE(this.local) },
        {
          GATE: aboutName,
          ALT: () => {
            this.CONSUME(keywords.send);
            const message = this.SUBRULE(this.messageValue);
            this.CONSUME(keywords.to);
            return { kind: "send", message, to: this.SUBRULE(this.expression), span: span() };
          },
        },
        {
          GATE: aboutName,
          ALT: () => {
            this.CONSUME(keywords.broadcast);
            const message = this.SUBRULE2(this.messageValue);
            let to: Expression | undefined;
            this.OPTION(() => {
              this.CONSUME2(keywords.to);
              to = this.SUBRULE2(this.expression);
            });
            return { kind: "broadcast", message, to, span: span() };
          },
        },
        {
          GATE: aboutName,
          ALT: () => {
            this.CONSUME(keywords.reply);
            return { kind: "reply", message: this.SUBRULE3(this.messageValue), span: span() };
          },
        },
        { GATE: aboutValue, ALT: () => this.SUBRULE(this.collectionStatement) },
        { GATE: aboutName, ALT: () => this.SUBRULE(this.historyStatement) },
        {
          GATE: aboutName,
          ALT: () => {
            this.CONSUME(keywords.start);
            const timer = this.SUBRULE(this.name);
            let at: Expression | undefined;
            this.OPTION2(() => {
              this.CONSUME(keywords.at);
              at = this.SUBRULE3(this.expression);
            });
            return { kind: "start", timer, at, span: span() };
          },
        },
        {
          GATE: aboutName,
          ALT: () => {
            this.CONSUME(keywords.stop);
            return { kind: "stop", name: this.SUBRULE2(this.name), span: span() };
          },
        },
        {
          GATE: aboutName,
          ALT: () => {
            this.CONSUME(keywords.goto);
            return { kind: "goto", name: this.SUBRULE3(this.name), span: span() };
          },
        },
        { GATE: aboutValue, ALT: () => this.SUBRULE(this.demand) },
        { GATE: () => this.sees(1, Name), ALT: () => this.SUBRULE(this.assignment) },
      ],
    });
  });

  private readonly conditionalStatement = this.RULE("conditionalStatement", (): Statement => {
    const first = this.CONSUME(keywords.if);
    const condition = this.SUBRULE(this.expression);
    const then = this.SUBRULE(this.block);
    let otherwise: Block | undefined;
    let elseIf = false;
    this.OPTION(() => {
      this.CONSUME(keywords.else);
      this.OR([
        {
          ALT: () => {
            const next = this.LA(1);
            const statement = this.nested(() => this.SUBRULE(this.conditionalStatement));
            elseIf = true;
            otherwise = { statements: [statement], span: this.spanFrom(next) };
          },
        },
        {
          ALT: () => {
            otherwise = this.SUBRULE2(this.block);
          },
        },
      ]);
    });
    return { kind: "if", condition, then, otherwise, elseIf, span: this.spanFrom(first) };
  });

  private readonly matchStatement = this.RULE("matchStatement", (): Statement => {
    const arms: { pattern: Pattern; body: Block }[] = [];
    const first = this.CONSUME(keywords.match);
    const subject = this.SUBRULE(this.expression);
    this.CONSUME(LeftBrace);
    this.AT_LEAST_ONE(() => {
      const pattern = this.SUBRULE(this.pattern);
      arms.push({ pattern, body: this.SUBRULE(this.block) });
    });
    this.CONSUME(RightBrace);
    return { kind: "match", subject, arms, span: this.spanFrom(first) };
  });

  private readonly loop = this.RULE("loop", (): Statement => {
    const first = this.CONSUME(keywords.for);
    const binders = this.SUBRULE(this.binders);
    const where = this.SUBRULE(this.where);
    const body = this.SUBRULE(this.block);
    return { kind: "for", binders, where, body, span: this.spanFrom(first) };
  });

  private readonly pick = this.RULE("pick", (): Statement => {
    const first = this.CONSUME(keywords.pick);
    const binders = this.SUBRULE(this.binders);
    const where = this.SUBRULE(this.where);
    let body: Block | undefined;
    this.OPTION(() => {
      body = this.SUBRULE(this.block);
    });
    return { kind: "pick", binders, where, body, span: this.spanFrom(first) };
  });

  private readonly local = this.RULE("local", (): Statement => {
    const first = this.LA(1);
    const kind = this.OR([
      { ALT: () => this.CONSUME(keywords.let) && ("let" as const) },
      { ALT: () => this.CONSUME(keywords.var) && ("var" as const) },
    ]);
    const name = this.SUBRULE(this.name);
    let type: TypeNode | undefined;
    this.OPTION(() => {
      this.CONSUME(Colon);
      type = this.SUBRULE(this.type);
    });
    this.SUBRULE(this.localEquals);
    const value = this.SUBRULE(this.expression);
    return { kind, name, type, value, span: this.spanFrom(first) };
  });

  /** `=`; an assignment in its place is reported and read as one. */
  private readonly localEquals = this.RULE("localEquals", () => {
    const first = this.LA(1);
    this.OR({
      ERR_MSG: "`=`",
      DEF: [
        { ALT: () => this.CONSUME(Equal) },
        {
          ALT: () => {
            this.CONSUME(Assign);
            this.complain({
              rule: "assignment",
              span: tokenSpan(this.source, first),
              message: "a local name gets its value with `=`",
              expected: "`=`",
              found: "`:=`",
              hint: "`:=` assigns to what is there already",
            });
          },
        },
      ],
    });
  });

  private readonly collectionStatement = this.RULE("collectionStatement", (): Statement => {
    const first = this.LA(1);
    return this.OR<Statement>([
      {
        ALT: () => {
          this.CONSUME(keywords.insert);
          const value = this.SUBRULE(this.expression);
          this.CONSUME(keywords.into);
          return { kind: "insert", value, place: this.SUBRULE2(this.expression), span: this.spanFrom(first) };
        },
      },
      {
        ALT: () => {
          this.CONSUME(keywords.remove);
          const value = this.SUBRULE3(this.expression);
          this.CONSUME(keywords.from);
          return { kind: "remove", value, place: this.SUBRULE4(this.expression), span: this.spanFrom(first) };
        },
      },
      {
        ALT: () => {
          this.CONSUME(keywords.append);
          const value = this.SUBRULE5(this.expression);
          this.CONSUME(keywords.to);
          return { kind: "append", value, place: this.SUBRULE6(this.expression), span: this.spanFrom(first) };
        },
      },
    ]);
  });

  private readonly historyStatement = this.RULE("historyStatement", (): Statement => {
    const first = this.LA(1);
    let value: Expression | undefined;
    let by: Expression | undefined;
    return this.OR<Statement>([
      {
        ALT: () => {
          this.CONSUME(keywords.invoke);
          const history = this.SUBRULE(this.name);
          this.CONSUME(Dot);
          const operation = this.SUBRULE(this.word);
          const items = this.SUBRULE(this.callArguments);
          this.OPTION(() => {
            this.CONSUME(keywords.by);
            by = this.SUBRULE(this.expression);
          });
          return { kind: "invoke", history, operation, arguments: items, by, span: this.spanFrom(first) };
        },
      },
      {
        ALT: () => {
          this.CONSUME(keywords.respond);
          const history = this.SUBRULE2(this.name);
          this.OPTION2(() => {
            this.CONSUME(keywords.with);
            value = this.SUBRULE2(this.expression);
          });
          this.OPTION3(() => {
            this.CONSUME2(keywords.by);
            by = this.SUBRULE3(this.expression);
          });
          return { kind: "respond", history, value, by, span: this.spanFrom(first) };
        },
      },
    ]);
  });

  /** `require`, `assert` and `return`. */
  private readonly demand = this.RULE("demand", (): Statement => {
    const first = this.LA(1);
    return this.OR<Statement>([
      {
        ALT: () => {
          this.CONSUME(keywords.require);
          return { kind: "require", condition: this.SUBRULE(this.expression), span: this.spanFrom(first) };
        },
      },
      {
        ALT: () => {
          this.CONSUME(keywords.assert);
          const condition = this.SUBRULE2(this.expression);
          this.CONSUME(Comma);
          return { kind: "assert", condition, why: this.SUBRULE(this.text), span: this.spanFrom(first) };
        },
      },
      {
        ALT: () => {
          this.CONSUME(keywords.return);
          let value: Expression | undefined;
          this.OPTION({
            GATE: () => !this.sees(1, RightBrace, Semicolon),
            DEF: () => {
              value = this.SUBRULE3(this.expression);
            },
          });
          return { kind: "return", value, span: this.spanFrom(first) };
        },
      },
    ]);
  });

  /** An assignment, or a procedure called for its effect. */
  private readonly assignment = this.RULE("assignment", (): Statement => {
    const first = this.LA(1);
    const place = this.SUBRULE(this.operand);
    if (!this.RECORDING_PHASE && place.kind === "call" && !this.sees(1, Assign, PlusAssign, MinusAssign, Equal)) {
      return { kind: "call", call: place, span: this.spanFrom(first) };
    }
    const sign = this.LA(1);
    const operator = this.OR({
      ERR_MSG: "`:=`, `+=` or `-=`",
      DEF: [
        { ALT: () => this.CONSUME(Assign) && (":=" as const) },
        { ALT: () => this.CONSUME(PlusAssign) && ("+=" as const) },
        { ALT: () => this.CONSUME(MinusAssign) && ("-=" as const) },
        { ALT: () => this.CONSUME(Equal) && ("=" as const) },
      ],
    });
    const value = this.SUBRULE(this.expression);
    if (operator !== "=") return { kind: "assign", place, operator, value, span: this.spanFrom(first) };
    this.complain({
      rule: "assignment",
      span: tokenSpan(this.source, sign),
      message: "`=` compares, it does not assign",
      expected: "`:=`",
      found: "`=`",
      hint: "`=` is equality, `:=` is assignment",
    });
    return { kind: "assign", place, operator: ":=", value, span: this.spanFrom(first) };
  });
}
