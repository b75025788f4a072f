/** The grammar of files, units and declarations: the parser that `parse.ts` drives. */
import { EOF } from "chevrotain";
import { RunGrammar } from "./grammar-runs.ts";
import {
  Bar,
  Colon,
  Comma,
  Equal,
  keywords,
  LeftBrace,
  LeftParen,
  RightBrace,
  RightParen,
  Semicolon,
} from "./tokens.ts";
import type {
  Block,
  Cites,
  Declaration,
  Expression,
  FieldDeclaration,
  File,
  Name as NameNode,
  NetworkDeclaration,
  ObjectDeclaration,
  PropertyDeclaration,
  Setting,
  Text,
  TypedName,
  TypeNode,
  Unit,
} from "./tree.ts";

export class Grammar extends RunGrammar {
  readonly file = this.RULE("file", (): Omit<File, "comments"> => {
    const first = this.LA(1);
    const uses: Text[] = [];
    const units: Unit[] = [];
    this.MANY(() => {
      this.CONSUME(keywords.use);
      uses.push(this.SUBRULE(this.text));
    });
    const readUnit = () => {
      const unit = this.SUBRULE(this.unit);
      if (unit) units.push(unit);
    };
    if (this.RECORDING_PHASE) this.MANY2(readUnit);
    else while (!this.sees(1, EOF)) readUnit();
    return { uses, units, span: this.spanFrom(first) };
  });

  /** A unit; nothing if its first line can't be read, but then its declarations are still searched for mistakes. */
  private readonly unit = this.RULE("unit", (): Unit | undefined => {
    const doc = this.docHere();
    const first = this.LA(1);
    const declarations: Declaration[] = [];
    const resumes = () => this.declarationStarts();
    const header = this.recover(() => this.SUBRULE(this.header), resumes);
    const declare = () => {
      const declaration = this.recover(() => this.SUBRULE(this.declaration), resumes);
      if (declaration) declarations.push(declaration);
    };
    if (this.RECORDING_PHASE) this.MANY(declare);
    else while (!this.sees(1, EOF, keywords.theory, keywords.model)) declare();
    return header && { ...header, declarations, doc, span: this.spanFrom(first) };
  });

  private readonly header = this.RULE("header", (): Pick<Unit, "kind" | "name" | "cites"> => {
    const kind = this.OR({
      ERR_MSG: "`theory` or `model`",
      DEF: [
        { ALT: () => this.CONSUME(keywords.theory) && ("theory" as const) },
        { ALT: () => this.CONSUME(keywords.model) && ("model" as const) },
      ],
    });
    const name = this.SUBRULE(this.name);
    return { kind, name, cites: this.SUBRULE(this.citations) };
  });

  private readonly citations = this.RULE("citations", (): Cites[] => {
    const cites: Cites[] = [];
    this.MANY(() => {
      const texts: Text[] = [];
      const first = this.CONSUME(keywords.cites);
      this.AT_LEAST_ONE_SEP({ SEP: Comma, DEF: () => texts.push(this.SUBRULE(this.text)) });
      cites.push({ texts, span: this.spanFrom(first) });
    });
    return cites;
  });

  private readonly declaration = this.RULE("declaration", (): Declaration => {
    const doc = this.docHere();
    const first = this.LA(1);
    return this.OR<Declaration>({
      ERR_MSG: "a declaration",
      DEF: [
        { ALT: () => this.SUBRULE(this.param) },
        {
          ALT: () => {
            this.CONSUME(keywords.assume);
            return { kind: "assume", condition: this.SUBRULE(this.expression), doc, span: this.spanFrom(first) };
          },
        },
        { ALT: () => this.SUBRULE(this.typeDeclaration) },
        { ALT: () => this.SUBRULE(this.message) },
        { ALT: () => this.SUBRULE(this.network) },
        { ALT: () => this.SUBRULE(this.property) },
        { ALT: () => this.SUBRULE(this.field) },
        { ALT: () => this.SUBRULE(this.process) },
        { ALT: () => this.SUBRULE(this.code) },
        {
          ALT: () => {
            this.CONSUME(keywords.fault);
            const fault = this.SUBRULE(this.name);
            let settings: Setting[] | undefined;
            this.OPTION(() => {
              settings = this.SUBRULE(this.settings);
            });
            return { kind: "fault", fault, settings, doc, span: this.spanFrom(first) };
          },
        },
        { ALT: () => this.SUBRULE(this.fair) },
        { ALT: () => this.SUBRULE(this.mapping) },
        { ALT: () => this.SUBRULE(this.condition) },
        { ALT: () => this.SUBRULE(this.object) },
        { ALT: () => this.SUBRULE(this.history) },
        { ALT: () => this.SUBRULE(this.family) },
        { ALT: () => this.SUBRULE(this.check) },
        { ALT: () => this.SUBRULE(this.run) },
      ],
    });
  });

  private readonly param = this.RULE("param", (): Declaration => {
    const doc = this.docHere();
    let type: TypeNode | undefined;
    const first = this.CONSUME(keywords.param);
    const name = this.SUBRULE(this.name);
    this.OPTION(() => {
      this.CONSUME(Colon);
      type = this.SUBRULE(this.type);
    });
    this.CONSUME(Equal);
    const value = this.SUBRULE(this.expression);
    return { kind: "param", name, type, value, doc, span: this.spanFrom(first) };
  });

  private readonly typeDeclaration = this.RULE("typeDeclaration", (): Declaration => {
    const doc = this.docHere();
    let definition: TypeNode | undefined;
    const first = this.CONSUME(keywords.type);
    const name = this.SUBRULE(this.name);
    this.OPTION(() => {
      this.CONSUME(Equal);
      definition = this.SUBRULE(this.typeDefinition);
    });
    return { kind: "type", name, definition, doc, span: this.spanFrom(first) };
  });

  private readonly message = this.RULE("message", (): Declaration => {
    const doc = this.docHere();
    let fields: TypedName[] = [];
    let from: NameNode[] = [];
    let to: NameNode[] = [];
    const first = this.CONSUME(keywords.message);
    const name = this.SUBRULE(this.name);
    this.OPTION(() => {
      fields = this.SUBRULE(this.fields);
    });
    this.OPTION2(() => {
      this.CONSUME(keywords.from);
      from = this.SUBRULE(this.kinds);
    });
    this.OPTION3(() => {
      this.CONSUME(keywords.to);
      to = this.SUBRULE2(this.kinds);
    });
    return { kind: "message", name, fields, from, to, doc, span: this.spanFrom(first) };
  });

  /** `A | B`. */
  private readonly kinds = this.RULE("kinds", (): NameNode[] => {
    const names: NameNode[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: Bar, DEF: () => names.push(this.SUBRULE(this.name)) });
    return names;
  });

  private readonly network = this.RULE("network", (): NetworkDeclaration => {
    const doc = this.docHere();
    let rounds: Expression | undefined;
    let capacity: Expression | undefined;
    let each = false;
    let overflow: NetworkDeclaration["overflow"];
    let carries: NameNode[] = [];
    const first = this.CONSUME(keywords.network);
    const discipline = this.OR<NetworkDeclaration["discipline"]>([
      { ALT: () => this.CONSUME(keywords.unordered) && "unordered" },
      { ALT: () => this.CONSUME(keywords.fifo) && "fifo" },
      { ALT: () => this.CONSUME(keywords.set) && "set" },
      { ALT: () => this.CONSUME(keywords.synchronous) && "synchronous" },
    ]);
    this.MANY(() =>
      this.OR2([
        {
          ALT: () => {
            this.CONSUME(keywords.rounds);
            rounds = this.SUBRULE(this.expression);
          },
        },
        {
          ALT: () => {
            this.CONSUME(keywords.capacity);
            capacity = this.SUBRULE2(this.expression);
          },
        },
        {
          ALT: () => {
            this.CONSUME(keywords.each);
            each = true;
          },
        },
        {
          ALT: () => {
            this.CONSUME(keywords.overflow);
            overflow = this.OR3<NetworkDeclaration["overflow"]>([
              { ALT: () => this.CONSUME(keywords.error) && "error" },
              { ALT: () => this.CONSUME(keywords.drop) && "drop" },
              { ALT: () => this.CONSUME(keywords.block) && "block" },
              { ALT: () => this.CONSUME(keywords.bound) && "bound" },
            ]);
          },
        },
        {
          ALT: () => {
            this.CONSUME(keywords.carries);
            carries = this.SUBRULE(this.names);
          },
        },
      ]),
    );
    const span = this.spanFrom(first);
    return { kind: "network", discipline, rounds, capacity, each, overflow, carries, doc, span };
  });

  private readonly property = this.RULE("property", (): PropertyDeclaration => {
    const doc = this.docHere();
    const first = this.LA(1);
    let modifier: PropertyDeclaration["modifier"];
    this.OPTION(() => {
      modifier = this.OR<PropertyDeclaration["modifier"]>([
        { ALT: () => this.CONSUME(keywords.step) && "step" },
        { ALT: () => this.CONSUME(keywords.liveness) && "liveness" },
      ]);
    });
    const form = this.OR2<PropertyDeclaration["form"]>([
      { ALT: () => this.CONSUME(keywords.axiom) && "axiom" },
      { ALT: () => this.CONSUME(keywords.invariant) && "invariant" },
      { ALT: () => this.CONSUME(keywords.property) && "property" },
      { ALT: () => this.CONSUME(keywords.reachable) && "reachable" },
      { ALT: () => this.CONSUME(keywords.theorem) && "theorem" },
      { ALT: () => this.CONSUME(keywords.possible) && "possible" },
    ]);
    const name = this.SUBRULE(this.name);
    const cites = this.SUBRULE(this.citations);
    this.CONSUME(Colon);
    const formula = this.SUBRULE(this.expression);
    return { kind: "property", modifier, form, name, cites, formula, doc, span: this.spanFrom(first) };
  });

  private readonly condition = this.RULE("condition", (): Declaration => {
    const doc = this.docHere();
    const first = this.LA(1);
    const kind = this.OR<"terminal" | "constraint" | "initially">([
      {
        ALT: () => {
          this.CONSUME(keywords.terminal);
          this.CONSUME(keywords.when);
          return "terminal";
        },
      },
      { ALT: () => this.CONSUME(keywords.constraint) && "constraint" },
      { ALT: () => this.CONSUME(keywords.initially) && "initially" },
    ]);
    const condition = this.SUBRULE(this.expression);
    return { kind, condition, doc, span: this.spanFrom(first) };
  });

  private readonly object = this.RULE("object", (): Declaration => {
    const doc = this.docHere();
    const fields: FieldDeclaration[] = [];
    const operations: ObjectDeclaration["operations"][number][] = [];
    const first = this.CONSUME(keywords.object);
    const name = this.SUBRULE(this.name);
    this.CONSUME(LeftBrace);
    this.repeatUntil(RightBrace, () =>
      this.recover(
        () =>
          this.OR({
            ERR_MSG: "a field or `op`",
            DEF: [
              { ALT: () => fields.push(this.SUBRULE(this.field)) },
              { ALT: () => operations.push(this.SUBRULE(this.operation)) },
              { ALT: () => this.CONSUME(Semicolon) },
            ],
          }),
        () => this.sees(1, keywords.op, keywords.state),
      ),
    );
    this.CONSUME(RightBrace);
    return { kind: "object", name, fields, operations, doc, span: this.spanFrom(first) };
  });

  private readonly operation = this.RULE("operation", (): ObjectDeclaration["operations"][number] => {
    let result: TypeNode | undefined;
    const first = this.CONSUME(keywords.op);
    const name = this.SUBRULE(this.name);
    const parameters = this.SUBRULE(this.parameters);
    this.OPTION(() => {
      this.CONSUME(Colon);
      result = this.SUBRULE(this.type);
    });
    const body: Block = this.SUBRULE(this.block);
    return { name, parameters, result, body, span: this.spanFrom(first) };
  });

  private readonly history = this.RULE("history", (): Declaration => {
    const doc = this.docHere();
    let atMost: Expression | undefined;
    const first = this.CONSUME(keywords.history);
    const name = this.SUBRULE(this.name);
    this.CONSUME(Colon);
    const object = this.SUBRULE2(this.name);
    this.CONSUME(keywords.by);
    const by = this.SUBRULE3(this.name);
    this.OPTION(() => {
      this.CONSUME(keywords.at);
      this.CONSUME(keywords.most);
      atMost = this.SUBRULE(this.expression);
    });
    return { kind: "history", name, object, by, atMost, doc, span: this.spanFrom(first) };
  });

  private readonly family = this.RULE("family", (): Declaration => {
    const doc = this.docHere();
    const first = this.CONSUME(keywords.family);
    const name = this.SUBRULE(this.name);
    this.CONSUME(Equal);
    const model = this.SUBRULE2(this.name);
    this.CONSUME(LeftParen);
    const parameters = this.SUBRULE(this.names);
    this.CONSUME(RightParen);
    this.CONSUME(keywords.for);
    const binders = this.SUBRULE(this.binders);
    return { kind: "family", name, model, parameters, binders, doc, span: this.spanFrom(first) };
  });

  constructor() {
    super();
    this.performSelfAnalysis();
  }
}
