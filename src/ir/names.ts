/**
 * The tables of one unit: what each declared name is. `declare.ts` fills them from the declarations; types are resolved
 * on demand, because they may be declared in any order; defines are elaborated on demand by `defines.ts`.
 */
import type { Span } from "../source/index.ts";
import type {
  DefineDeclaration,
  Expression,
  HistoryDeclaration,
  Name,
  ObjectDeclaration,
  ProcedureDeclaration,
} from "../syntax/tree.ts";
import type { Constant, ConstantNames } from "./constants.ts";
import type { Usage } from "./context.ts";
import type { Action, Define, Expr, Local, Message, Network, Procedure, Variable } from "./model.ts";
import type { ProcessKind, ProcessType, SymmetricType, Type, VariantType } from "./types.ts";

export interface DefineEntry {
  readonly node: DefineDeclaration;
  readonly process?: ProcessKind;
  state: "new" | "busy" | "done";
  define?: Define;
  usage?: Usage;
}

export interface ProcedureEntry {
  readonly node: ProcedureDeclaration;
  readonly process?: ProcessKind;
  state: "new" | "busy" | "done";
  procedure?: Procedure;
}

/** A theory's state symbol, as a model defines it: a define over the binders of `satisfies … for (…)`. */
export interface SymbolEntry {
  readonly define: Define;
  readonly arguments: readonly Local[];
}

export interface HistoryEntry {
  readonly node: HistoryDeclaration;
  readonly object: ObjectDeclaration | undefined;
  readonly by: ProcessKind | undefined;
  pending?: Variable;
  count?: { readonly variable: Variable; readonly most: number };
}

/** Hidden variables of the environment, which `up(p)` and its like read. */
export interface Hidden {
  readonly up: Map<ProcessKind, Variable>;
  readonly paused: Map<ProcessKind, Variable>;
  readonly controls: Map<ProcessKind, Variable[]>;
  byzantine?: Variable;
  side?: { readonly variable: Variable; readonly of: ProcessType };
  round?: Variable;
  over?: Variable;
  /** Some process may crash: then `correct(p)` is no state predicate. */
  crashes: boolean;
}

export class Names implements ConstantNames {
  readonly unit: string;
  /** Resolved types; `busy` while one is being resolved, to notice cycles. */
  readonly types = new Map<string, Type | "busy">();
  readonly typeSpans = new Map<string, Span>();
  /** Resolves the declared type of that name; set by `declare.ts`. */
  resolve: (name: Name) => Type | undefined = () => undefined;
  typeNames: () => Iterable<string> = () => [];
  readonly kinds = new Map<string, ProcessKind>();
  readonly members = new Map<string, ProcessType | SymmetricType>();
  readonly cases = new Map<string, VariantType[]>();
  readonly constants = new Map<string, Constant>();
  /** Parameters with structured values: expressions without state. */
  readonly structured = new Map<string, Expr>();
  readonly variables = new Map<string, Variable>();
  readonly fields = new Map<ProcessKind, Map<string, Variable>>();
  readonly defines = new Map<string, DefineEntry>();
  readonly processDefines = new Map<ProcessKind, Map<string, DefineEntry>>();
  readonly procedures = new Map<ProcessKind | undefined, Map<string, ProcedureEntry>>();
  readonly symbols = new Map<string, SymbolEntry>();
  /** In a theory that is satisfied `for (i in S)`: what its symbols and so its defines depend on. */
  indices: readonly Local[] = [];
  readonly messages = new Map<string, Message>();
  readonly networks: Network[] = [];
  readonly histories = new Map<string, HistoryEntry>();
  readonly families = new Set<string>();
  /** Faults that are declared or set, also those whose budget is 0. */
  readonly faults = new Set<string>();
  readonly hidden: Hidden = { up: new Map(), paused: new Map(), controls: new Map(), crashes: false };
  readonly actions: Action[] = [];

  constructor(unit: string) {
    this.unit = unit;
  }

  /** The same tables, with variables of its own on top: the fields of an object. */
  extended(): Names {
    return Object.assign(Object.create(this) as Names, { variables: new Map(this.variables) });
  }

  /** All kinds of processes as one type. */
  everyone(): ProcessType {
    return { kind: "process", kinds: [...this.kinds.values()] };
  }

  fieldOf(kind: ProcessKind | undefined, name: string): Variable | undefined {
    return kind && this.fields.get(kind)?.get(name);
  }

  defineOf(kind: ProcessKind | undefined, name: string): DefineEntry | undefined {
    return (kind && this.processDefines.get(kind)?.get(name)) ?? this.defines.get(name);
  }

  procedureOf(kind: ProcessKind | undefined, name: string): ProcedureEntry | undefined {
    return (kind && this.procedures.get(kind)?.get(name)) ?? this.procedures.get(undefined)?.get(name);
  }

  /** Whether a local of this name would hide something that is visible in the code of `self`. */
  isTaken(name: string, self: ProcessKind | undefined): boolean {
    return this.meaningOf(name, self) !== undefined;
  }

  /** What `name` stands for in the code of `self`, in words. */
  meaningOf(name: string, self: ProcessKind | undefined): string | undefined {
    if (this.variables.has(name)) return "a variable";
    if (this.constants.has(name) || this.structured.has(name)) return "a parameter";
    const member = this.members.get(name);
    if (member)
      return `a member of ${member.kind === "process" ? (member.kinds[0]?.name ?? "a process") : member.name}`;
    if (this.symbols.has(name)) return "a symbol of the theory";
    if (self && this.fieldOf(self, name)) return `a field of ${self.name}`;
    return this.defineOf(self, name) ? "a definition" : undefined;
  }

  /** Everything that can stand as a name in an expression, for "did you mean". */
  *visible(self: ProcessKind | undefined): Iterable<string> {
    yield* this.variables.keys();
    yield* this.constants.keys();
    yield* this.structured.keys();
    yield* this.defines.keys();
    yield* this.members.keys();
    yield* this.symbols.keys();
    yield* this.cases.keys();
    yield* this.typeNames();
    if (self) {
      yield* this.fields.get(self)?.keys() ?? [];
      yield* this.processDefines.get(self)?.keys() ?? [];
    }
  }

  constant(name: string): Constant | Expression | undefined {
    const known = this.constants.get(name);
    if (known !== undefined) return known;
    const define = this.defines.get(name);
    return define && !define.node.parameters ? define.node.value : undefined;
  }

  size(name: string): number | undefined {
    return this.kinds.get(name)?.members.length;
  }
}
