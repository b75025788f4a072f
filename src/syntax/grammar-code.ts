/** The grammar of code: processes with their fields, handlers, actions, tasks, procedures and definitions. */
import { StatementGrammar } from "./grammar-statements.ts";
import {
  Colon,
  Equal,
  In,
  keywords,
  LeftBrace,
  LeftBracket,
  LeftParen,
  Name,
  RightBrace,
  RightBracket,
  RightParen,
} from "./tokens.ts";
import type {
  Binder,
  Code,
  Expression,
  FieldDeclaration,
  HandlerEvent,
  Name as NameNode,
  ProcessDeclaration,
  TaskStep,
  TypedName,
  TypeNode,
} from "./tree.ts";

export class CodeGrammar extends StatementGrammar {
  protected readonly process = this.RULE("process", (): ProcessDeclaration => {
    const doc = this.docHere();
    const body: (FieldDeclaration | Code)[] = [];
    let range: Expression | undefined;
    let ordered = false;
    const first = this.CONSUME(keywords.process);
    const name = this.SUBRULE(this.name);
    this.CONSUME(keywords.as);
    const alias = this.SUBRULE2(this.name);
    this.OPTION(() => {
      this.CONSUME(LeftBracket);
      range = this.SUBRULE(this.expression);
      this.CONSUME(RightBracket);
    });
    this.OPTION2(() => {
      this.CONSUME(keywords.ordered);
      ordered = true;
    });
    this.CONSUME(LeftBrace);
    this.repeatUntil(RightBrace, () => {
      const item = this.recover(
        () =>
          this.OR<FieldDeclaration | Code>({
            ERR_MSG: "a field, an action or a handler",
            DEF: [{ ALT: () => this.SUBRULE(this.field) }, { ALT: () => this.SUBRULE(this.code) }],
          }),
        () => this.declarationStarts(),
      );
      if (item) body.push(item);
    });
    this.CONSUME(RightBrace);
    return { kind: "process", name, alias, range, ordered, body, doc, span: this.spanFrom(first) };
  });

  protected readonly field = this.RULE("field", (): FieldDeclaration => {
    const doc = this.docHere();
    const first = this.LA(1);
    let timer = false;
    const storage = this.OR<FieldDeclaration["storage"]>([
      { ALT: () => this.CONSUME(keywords.state) && "state" },
      { ALT: () => this.CONSUME(keywords.ghost) && "ghost" },
      { ALT: () => this.CONSUME(keywords.shared) && "shared" },
      { ALT: () => this.CONSUME(keywords.durable) && "durable" },
      { ALT: () => this.CONSUME(keywords.volatile) && "volatile" },
    ]);
    this.OPTION({
      // `durable timer: T` is a field of that name.
      GATE: () => this.sees(2, Name),
      DEF: () => {
        this.CONSUME(keywords.timer);
        timer = true;
      },
    });
    const name = this.SUBRULE(this.name);
    this.CONSUME(Colon);
    const type = this.SUBRULE(this.typeDefinition);
    const initial = this.SUBRULE(this.initial);
    return { kind: "field", storage, timer, name, type, initial, doc, span: this.spanFrom(first) };
  });

  private readonly initial = this.RULE("initial", (): FieldDeclaration["initial"] => {
    const symbol = this.LA(1).image;
    let initial: FieldDeclaration["initial"];
    this.OPTION(() =>
      this.OR([
        {
          ALT: () => {
            this.CONSUME(Equal);
            initial = { mode: "=", symbol, value: this.SUBRULE(this.expression) };
          },
        },
        {
          ALT: () => {
            this.CONSUME(In);
            initial = { mode: "in", symbol, value: this.SUBRULE2(this.expression) };
          },
        },
      ]),
    );
    return initial;
  });

  protected readonly code = this.RULE(
    "code",
    (): Code =>
      this.OR<Code>([
        { ALT: () => this.SUBRULE(this.handler) },
        { ALT: () => this.SUBRULE(this.action) },
        { ALT: () => this.SUBRULE(this.task) },
        { ALT: () => this.SUBRULE(this.procedure) },
        { ALT: () => this.SUBRULE(this.define) },
      ]),
  );

  /** `[when P]`. */
  private readonly guard = this.RULE("guard", (): Expression | undefined => {
    let guard: Expression | undefined;
    this.OPTION(() => {
      this.CONSUME(keywords.when);
      guard = this.SUBRULE(this.expression);
    });
    return guard;
  });

  private readonly handler = this.RULE("handler", (): Code => {
    const doc = this.docHere();
    const first = this.CONSUME(keywords.on);
    const event = this.SUBRULE(this.event);
    const guard = this.SUBRULE(this.guard);
    const body = this.SUBRULE(this.block);
    return { kind: "handler", event, guard, body, doc, span: this.spanFrom(first) };
  });

  private readonly event = this.RULE(
    "event",
    (): HandlerEvent =>
      this.OR<HandlerEvent>([
        {
          ALT: () => {
            this.CONSUME(keywords.round);
            let index: Expression | undefined;
            this.OPTION({
              GATE: () => !this.sees(1, LeftBrace),
              DEF: () => {
                index = this.SUBRULE(this.expression);
              },
            });
            return { kind: "round", index };
          },
        },
        { ALT: () => this.CONSUME(keywords.restart) && { kind: "restart" } },
        {
          ALT: () => {
            const message = this.SUBRULE(this.name);
            let from: NameNode | undefined;
            this.OPTION2(() => {
              this.CONSUME(keywords.from);
              from = this.SUBRULE2(this.name);
            });
            return { kind: "message", message, from };
          },
        },
      ]),
  );

  private readonly action = this.RULE("action", (): Code => {
    const doc = this.docHere();
    const first = this.LA(1);
    let urgent = false;
    let binders: Binder[] = [];
    let bound: Expression | undefined;
    this.OPTION(() => {
      this.CONSUME(keywords.urgent);
      urgent = true;
    });
    this.CONSUME(keywords.action);
    const name = this.SUBRULE(this.name);
    this.OPTION2(() => {
      this.CONSUME(LeftParen);
      this.OPTION3(() => {
        binders = this.SUBRULE(this.binders);
      });
      this.CONSUME(RightParen);
    });
    const guard = this.SUBRULE(this.guard);
    this.OPTION4(() => {
      this.CONSUME(keywords.bound);
      bound = this.SUBRULE(this.expression);
    });
    const body = this.SUBRULE(this.block);
    return { kind: "action", urgent, name, binders, guard, bound, body, doc, span: this.spanFrom(first) };
  });

  private readonly task = this.RULE("task", (): Code => {
    const doc = this.docHere();
    const steps: TaskStep[] = [];
    const first = this.CONSUME(keywords.task);
    const name = this.SUBRULE(this.name);
    this.CONSUME(LeftBrace);
    this.repeatUntil(RightBrace, () => {
      const step = this.recover(
        () => this.SUBRULE(this.step),
        () => this.sees(1, keywords.step),
      );
      if (step) steps.push(step);
    });
    this.CONSUME(RightBrace);
    return { kind: "task", name, steps, doc, span: this.spanFrom(first) };
  });

  private readonly step = this.RULE("step", (): TaskStep => {
    const doc = this.docHere();
    const first = this.CONSUME(keywords.step);
    const name = this.SUBRULE(this.name);
    const guard = this.SUBRULE(this.guard);
    const body = this.SUBRULE(this.block);
    return { name, guard, body, doc, span: this.spanFrom(first) };
  });

  private readonly procedure = this.RULE("procedure", (): Code => {
    const doc = this.docHere();
    const first = this.CONSUME(keywords.procedure);
    const name = this.SUBRULE(this.name);
    const parameters = this.SUBRULE(this.parameters);
    const body = this.SUBRULE(this.block);
    return { kind: "procedure", name, parameters, body, doc, span: this.spanFrom(first) };
  });

  private readonly define = this.RULE("define", (): Code => {
    const doc = this.docHere();
    let parameters: TypedName[] | undefined;
    let result: TypeNode | undefined;
    const first = this.CONSUME(keywords.define);
    const name = this.SUBRULE(this.name);
    this.OPTION(() => {
      parameters = this.SUBRULE(this.parameters);
    });
    this.OPTION2(() => {
      this.CONSUME(Colon);
      result = this.SUBRULE(this.type);
    });
    this.CONSUME(Equal);
    const value = this.SUBRULE(this.expression);
    return { kind: "define", name, parameters, result, value, doc, span: this.spanFrom(first) };
  });
}
