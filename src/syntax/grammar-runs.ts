/** The grammar of what is asked of a model: fairness, mappings, checks, and the steps of scenarios. */
import { CodeGrammar } from "./grammar-code.ts";
import {
  Bar,
  Comma,
  Dot,
  Equal,
  Integer,
  keywords,
  LeftBrace,
  LeftParen,
  Name,
  RightBrace,
  RightParen,
  Semicolon,
} from "./tokens.ts";
import type {
  Binder,
  CheckDeclaration,
  Expression,
  FairAtom,
  FairDeclaration,
  FairTarget,
  MappingDeclaration,
  Name as NameNode,
  Outcome,
  RunDeclaration,
  RunStep,
  RunTarget,
  Setting,
} from "./tree.ts";

type MessageVerb = Extract<RunTarget, { kind: "message" }>["verb"];
type EnvironmentVerb = Extract<RunTarget, { kind: "environment" }>["verb"];

const messageVerbs: readonly MessageVerb[] = ["deliver", "lose", "duplicate", "forge"];
const subjectVerbs: readonly EnvironmentVerb[] = ["crash", "restart", "pause", "resume", "drift", "partition"];
const loneVerbs: readonly EnvironmentVerb[] = ["heal", "tick", "round"];

export class RunGrammar extends CodeGrammar {
  protected readonly fair = this.RULE("fair", (): FairDeclaration => {
    const doc = this.docHere();
    const targets: FairTarget[] = [];
    const forEach: NameNode[] = [];
    let when: Expression | undefined;
    const first = this.CONSUME(keywords.fair);
    const strength = this.OR([
      { ALT: () => this.CONSUME(keywords.weak) && ("weak" as const) },
      { ALT: () => this.CONSUME(keywords.strong) && ("strong" as const) },
    ]);
    this.AT_LEAST_ONE_SEP({ SEP: Comma, DEF: () => targets.push(this.SUBRULE(this.fairTarget)) });
    this.OPTION(() => {
      this.CONSUME(keywords.when);
      when = this.SUBRULE(this.expression);
    });
    this.OPTION2(() => {
      this.CONSUME(keywords.for);
      this.CONSUME(keywords.each);
      this.AT_LEAST_ONE_SEP2({ SEP: Comma, DEF: () => forEach.push(this.SUBRULE(this.word)) });
    });
    return { kind: "fair", strength, targets, when, forEach, doc, span: this.spanFrom(first) };
  });

  private readonly fairTarget = this.RULE("fairTarget", (): FairTarget => {
    const first = this.LA(1);
    const atoms: FairAtom[] = [];
    let grouped = false;
    let as: NameNode | undefined;
    this.OR([
      { ALT: () => atoms.push(this.SUBRULE(this.fairAtom)) },
      {
        ALT: () => {
          this.CONSUME(LeftParen);
          this.AT_LEAST_ONE_SEP({ SEP: Bar, DEF: () => atoms.push(this.SUBRULE2(this.fairAtom)) });
          this.CONSUME(RightParen);
          grouped = true;
        },
      },
    ]);
    this.OPTION(() => {
      this.CONSUME(keywords.as);
      as = this.SUBRULE(this.name);
    });
    return { atoms, grouped, as, span: this.spanFrom(first) };
  });

  private readonly fairAtom = this.RULE(
    "fairAtom",
    (): FairAtom =>
      this.OR<FairAtom>({
        ERR_MSG: "an action, a process or `on Message`",
        DEF: [
          {
            GATE: () => this.sees(2, Name),
            ALT: () => {
              this.CONSUME(keywords.on);
              return { kind: "on", message: this.SUBRULE(this.name) };
            },
          },
          {
            GATE: () => this.sees(2, Name),
            ALT: () => {
              this.CONSUME(keywords.deliver);
              return { kind: "deliver", message: this.SUBRULE2(this.name) };
            },
          },
          {
            ALT: () => {
              const name = this.SUBRULE3(this.name);
              let atom: FairAtom = { kind: "name", name };
              this.OPTION(() => {
                this.CONSUME(Dot);
                const isMessage = this.sees(1, keywords.on) && this.sees(2, Name);
                const part = this.SUBRULE(this.word);
                if (!isMessage) atom = { kind: "name", process: name, name: part };
                this.OPTION2({
                  GATE: () => isMessage,
                  DEF: () => {
                    atom = { kind: "on", process: name, message: this.SUBRULE4(this.name) };
                  },
                });
              });
              return atom;
            },
          },
        ],
      }),
  );

  /** `satisfies …` and `refines …`. */
  protected readonly mapping = this.RULE("mapping", (): MappingDeclaration => {
    const doc = this.docHere();
    const first = this.LA(1);
    const mapping: { name: NameNode; part?: NameNode; value: Expression }[] = [];
    const assuming: Expression[] = [];
    const except: MappingDeclaration["except"][number][] = [];
    let only: NameNode[] | undefined;
    let binders: Binder[] = [];
    const kind = this.OR([
      { ALT: () => this.CONSUME(keywords.satisfies) && ("satisfies" as const) },
      { ALT: () => this.CONSUME(keywords.refines) && ("refines" as const) },
    ]);
    const target = this.SUBRULE(this.name);
    this.OPTION(() => {
      this.CONSUME(keywords.only);
      only = this.SUBRULE(this.bracedNames);
    });
    this.OPTION2(() => {
      this.CONSUME(keywords.for);
      this.CONSUME(LeftParen);
      binders = this.SUBRULE(this.binders);
      this.CONSUME(RightParen);
    });
    this.CONSUME(keywords.with);
    this.CONSUME(LeftBrace);
    this.MANY_SEP({
      SEP: Comma,
      DEF: () => {
        const name = this.SUBRULE2(this.name);
        let part: NameNode | undefined;
        this.OPTION3(() => {
          this.CONSUME(Dot);
          part = this.SUBRULE(this.word);
        });
        this.CONSUME(Equal);
        mapping.push({ name, part, value: this.SUBRULE(this.expression) });
      },
    });
    this.CONSUME(RightBrace);
    this.MANY(() =>
      this.OR2([
        {
          ALT: () => {
            this.CONSUME(keywords.assuming);
            assuming.push(this.SUBRULE2(this.expression));
          },
        },
        {
          ALT: () => {
            this.CONSUME(keywords.except);
            const axiom = this.SUBRULE3(this.name);
            this.CONSUME(keywords.because);
            except.push({ axiom, because: this.SUBRULE(this.text) });
          },
        },
      ]),
    );
    return { kind, target, only, binders, mapping, assuming, except, doc, span: this.spanFrom(first) };
  });

  protected readonly bracedNames = this.RULE("bracedNames", (): NameNode[] => {
    this.CONSUME(LeftBrace);
    const names = this.SUBRULE(this.names);
    this.CONSUME(RightBrace);
    return names;
  });

  protected readonly check = this.RULE("check", (): CheckDeclaration => {
    const doc = this.docHere();
    const outcomes: Outcome[] = [];
    let checks: NameNode[] | undefined;
    const first = this.CONSUME(keywords.check);
    const name = this.SUBRULE(this.name);
    const settings = this.SUBRULE(this.settings);
    this.OPTION(() => {
      this.CONSUME(keywords.checks);
      checks = this.SUBRULE(this.names);
    });
    this.CONSUME(keywords.expect);
    this.AT_LEAST_ONE_SEP({ SEP: Comma, DEF: () => outcomes.push(this.SUBRULE(this.outcome)) });
    return { kind: "check", name, settings, checks, outcomes, doc, span: this.spanFrom(first) };
  });

  private readonly outcome = this.RULE("outcome", (): Outcome => {
    const first = this.LA(1);
    const span = () => this.spanFrom(first);
    return this.OR<Outcome>([
      { ALT: () => this.CONSUME(keywords.holds) && { kind: "holds", span: span() } },
      { ALT: () => this.CONSUME(keywords.bounded) && { kind: "bounded", span: span() } },
      { ALT: () => this.CONSUME(keywords.deadlocks) && { kind: "deadlocks", span: span() } },
      {
        ALT: () => {
          this.CONSUME(keywords.violates);
          return { kind: "violates", property: this.SUBRULE(this.name), span: span() };
        },
      },
      {
        ALT: () => {
          this.CONSUME(keywords.states);
          return { kind: "states", count: Number(this.CONSUME(Integer).image), span: span() };
        },
      },
      {
        ALT: () => {
          this.CONSUME(keywords.transitions);
          return { kind: "transitions", count: Number(this.CONSUME2(Integer).image), span: span() };
        },
      },
    ]);
  });

  protected readonly run = this.RULE("run", (): RunDeclaration => {
    const doc = this.docHere();
    const steps: RunStep[] = [];
    const first = this.CONSUME(keywords.run);
    const name = this.SUBRULE(this.name);
    this.CONSUME(LeftBrace);
    this.repeatUntil(RightBrace, () => {
      const step = this.recover(
        () => this.SUBRULE(this.runStep),
        () => this.sees(1, Name),
      );
      if (step) steps.push(step);
      this.MANY(() => this.CONSUME(Semicolon));
    });
    this.CONSUME(RightBrace);
    return { kind: "run", name, steps, doc, span: this.spanFrom(first) };
  });

  private readonly runStep = this.RULE("runStep", (): RunStep => {
    const first = this.LA(1);
    return this.OR<RunStep>({
      ERR_MSG: "a step or `expect`",
      DEF: [
        {
          GATE: () => this.sees(2, keywords.disabled) && this.sees(3, Name),
          ALT: () => {
            this.CONSUME(keywords.expect);
            this.CONSUME(keywords.disabled);
            const target = this.SUBRULE(this.runTarget);
            return { kind: "expectDisabled", target, span: this.spanFrom(first) };
          },
        },
        {
          ALT: () => {
            this.CONSUME2(keywords.expect);
            return { kind: "expect", condition: this.SUBRULE(this.expression), span: this.spanFrom(first) };
          },
        },
        {
          ALT: () => {
            const target = this.SUBRULE2(this.runTarget);
            return { kind: "step", target, span: this.spanFrom(first) };
          },
        },
      ],
    });
  });

  private readonly runTarget = this.RULE("runTarget", (): RunTarget => {
    // An action may have a verb's name: then a process stands before it, or its arguments follow.
    const isVerb = () => !this.sees(2, Dot, LeftParen);
    return this.OR<RunTarget>({
      ERR_MSG: "a step",
      DEF: [
        { GATE: isVerb, ALT: () => this.SUBRULE(this.messageStep) },
        { GATE: isVerb, ALT: () => this.SUBRULE(this.environmentStep) },
        { ALT: () => this.SUBRULE(this.actionStep) },
      ],
    });
  });

  private readonly messageStep = this.RULE("messageStep", (): RunTarget => {
    const first = this.LA(1);
    const verb = this.OR(
      messageVerbs.map((word) => ({ ALT: (): MessageVerb => this.CONSUME(keywords[word]) && word })),
    );
    const message = this.SUBRULE(this.messageValue);
    const { from, to } = this.SUBRULE(this.ends);
    const given = takePicks(to ?? from);
    const picks = this.SUBRULE(this.picks, { ARGS: [given.picks] });
    const places = to ? { from, to: given.rest } : { from: given.rest, to };
    return { kind: "message", verb, message, ...places, picks, span: this.spanFrom(first) };
  });

  private readonly environmentStep = this.RULE("environmentStep", (): RunTarget => {
    const first = this.LA(1);
    let subject: Expression | undefined;
    const verb = this.OR<EnvironmentVerb>([
      ...loneVerbs.map((word) => ({ ALT: (): EnvironmentVerb => this.CONSUME(keywords[word]) && word })),
      {
        ALT: () => {
          const chosen = this.OR2<EnvironmentVerb>(
            subjectVerbs.map((word) => ({ ALT: () => this.CONSUME(keywords[word]) && word })),
          );
          subject = this.SUBRULE(this.expression);
          return chosen;
        },
      },
    ]);
    const given = takePicks(subject);
    const picks = this.SUBRULE(this.picks, { ARGS: [given.picks] });
    return { kind: "environment", verb, subject: given.rest, picks, span: this.spanFrom(first) };
  });

  private readonly actionStep = this.RULE("actionStep", (): RunTarget => {
    const first = this.LA(1);
    let name = this.SUBRULE(this.name);
    let process: NameNode | undefined;
    let items: Expression[] = [];
    this.OPTION(() => {
      this.CONSUME(Dot);
      process = name;
      name = this.SUBRULE(this.word);
    });
    this.OPTION2(() => {
      items = this.SUBRULE(this.callArguments);
    });
    const picks = this.SUBRULE(this.picks, { ARGS: [[]] });
    return { kind: "action", process, name, arguments: items, picks, span: this.spanFrom(first) };
  });

  /** `[with { pick: value }]`, unless an expression before it has read them already. */
  private readonly picks = this.RULE("picks", (read: readonly Setting[]): readonly Setting[] => {
    let picks = read;
    this.OPTION(() => {
      this.CONSUME(keywords.with);
      picks = this.SUBRULE(this.settings);
    });
    return picks;
  });
}

/** `… to s2 with { q: s1 }` reads as a record update of `s2`, but in a scenario the picks are the step's. */
function takePicks(last: Expression | undefined): { rest: Expression | undefined; picks: readonly Setting[] } {
  if (last?.kind !== "with") return { rest: last, picks: [] };
  return { rest: last.object, picks: last.settings };
}
