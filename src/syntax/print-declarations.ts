/** Declarations as layouts. */
import { type Span, unreachable } from "../source/index.ts";
import { align, choice, group, indent, join, type Layout, line, softLine } from "./layout.ts";
import { names, quoted } from "./print-expressions.ts";
import { StatementPrinter } from "./print-statements.ts";
import type {
  Cites,
  Code,
  Declaration,
  Expression,
  FairAtom,
  FieldDeclaration,
  HandlerEvent,
  MappingDeclaration,
  NetworkDeclaration,
  ObjectDeclaration,
  Outcome,
  RunStep,
  RunTarget,
  Setting,
} from "./tree.ts";

type Of<Kind extends Declaration["kind"]> = Extract<Declaration, { kind: Kind }>;

const isCode = (declaration: Declaration): declaration is Code =>
  /^(?:handler|action|task|procedure|define)$/.test(declaration.kind);

export class DeclarationPrinter extends StatementPrinter {
  declaration(d: Declaration): Layout {
    if (isCode(d)) return this.code(d);
    switch (d.kind) {
      case "param":
        return this.after(["param ", d.name.text, d.type ? [": ", this.type(d.type)] : "", " ="], d.value);
      case "assume":
        return this.after("assume", d.condition);
      case "type": {
        if (!d.definition) return ["type ", d.name.text];
        const definition = this.type(d.definition);
        const head = ["type ", d.name.text, " ="];
        return d.definition.kind === "variantType" ? group(head, indent(line, definition)) : [head, " ", definition];
      }
      case "message": {
        const fields = d.fields.length > 0 ? [" ", this.fields(d.fields, { ...d.span, start: d.name.span.end })] : "";
        const kinds = (word: string, list: typeof d.from) =>
          list.length > 0 ? ` ${word} ${list.map(({ text }) => text).join(" | ")}` : "";
        return ["message ", d.name.text, fields, kinds("from", d.from), kinds("to", d.to)];
      }
      case "network":
        return this.network(d);
      case "field":
        return this.field(d);
      case "process":
        return this.process(d);
      case "fault": {
        const head = ["fault ", d.fault.text];
        return d.settings ? [head, " ", this.settings(d.settings, { ...d.span, start: d.fault.span.end })] : head;
      }
      case "fair":
        return this.fair(d);
      case "satisfies":
      case "refines":
        return this.mapping(d);
      case "property": {
        const modifier = d.modifier ? `${d.modifier} ` : "";
        const cites = d.cites.map((cite) => [" ", this.cites(cite)]);
        return this.after([modifier, d.form, " ", d.name.text, ...cites, ":"], d.formula);
      }
      case "terminal":
        return this.after("terminal when", d.condition);
      case "constraint":
      case "initially":
        return this.after(d.kind, d.condition);
      case "object":
        return this.object(d);
      case "history": {
        const most = d.atMost ? [" at most ", this.expression(d.atMost)] : "";
        return ["history ", d.name.text, ": ", d.object.text, " by ", d.by.text, most];
      }
      case "family": {
        const head = ["family ", d.name.text, " = ", d.model.text, "(", names(d.parameters), ")"];
        return [head, " for ", this.binders(d.binders)];
      }
      case "check": {
        const settings = this.settings(d.settings, { ...d.span, start: d.name.span.end });
        const checks = d.checks ? [line, "checks ", names(d.checks)] : "";
        const outcomes = d.outcomes.map(outcomeText).join(", ");
        return group("check ", d.name.text, " ", settings, indent(checks, line, "expect ", outcomes));
      }
      case "run":
        return this.run(d);
      default:
        return unreachable(d);
    }
  }

  cites({ texts }: Cites): Layout {
    return ["cites ", texts.map(quoted).join(", ")];
  }

  private network(d: NetworkDeclaration): Layout {
    return [
      "network ",
      d.discipline,
      this.part(" rounds ", d.rounds),
      this.part(" capacity ", d.capacity),
      d.each ? " each" : "",
      d.overflow ? ` overflow ${d.overflow}` : "",
      d.carries.length > 0 ? [" carries ", names(d.carries)] : "",
    ];
  }

  private field(d: FieldDeclaration): Layout {
    const type = this.type(d.type);
    const head: Layout = [d.storage, d.timer ? " timer " : " ", d.name.text, ": ", indent(type)];
    return d.initial ? this.after([head, " ", this.sign(d.initial.symbol)], d.initial.value) : head;
  }

  private process(d: Of<"process">): Layout {
    const range = d.range ? ["[", this.expression(d.range), "]"] : "";
    const head: Layout = ["process ", d.name.text, " as ", d.alias.text, range, d.ordered ? " ordered " : " "];
    return [head, this.braces(this.entries(d.body), after(d.span, d.range?.span.end ?? d.alias.span.end))];
  }

  private entries(declarations: readonly Declaration[]) {
    return declarations.map((declaration) => ({
      span: declaration.span,
      doc: declaration.doc,
      print: () => this.declaration(declaration),
    }));
  }

  // ------------------------------------------------------------------------------------------------------------- code

  private code(d: Code): Layout {
    switch (d.kind) {
      case "handler":
        return [this.guarded(["on ", this.event(d.event)], d.guard), " ", this.block(d.body)];
      case "action": {
        const binders = d.binders.length > 0 ? ["(", this.binders(d.binders), ")"] : "";
        const head = [d.urgent ? "urgent action " : "action ", d.name.text, binders];
        return [this.guarded(head, d.guard, d.bound), " ", this.block(d.body)];
      }
      case "task": {
        const steps = d.steps.map((step) => ({
          span: step.span,
          doc: step.doc,
          print: () => [this.guarded(["step ", step.name.text], step.guard), " ", this.block(step.body)],
        }));
        return ["task ", d.name.text, " ", this.braces(steps, after(d.span, d.name.span.end))];
      }
      case "procedure":
        return ["procedure ", d.name.text, this.parameters(d.parameters), " ", this.block(d.body)];
      case "define": {
        const parameters = d.parameters ? this.parameters(d.parameters) : "";
        const result = d.result ? [": ", this.type(d.result)] : "";
        return this.after(["define ", d.name.text, parameters, result, " ="], d.value);
      }
      default:
        return unreachable(d);
    }
  }

  private event(event: HandlerEvent): Layout {
    if (event.kind === "restart") return "restart";
    if (event.kind === "round") return ["round", this.part(" ", event.index)];
    return [event.message.text, event.from ? ` from ${event.from.text}` : ""];
  }

  /** A head with its guard and bound, which go to lines of their own, further in than the body, when they are long. */
  private guarded(head: Layout, guard: Expression | undefined, bound?: Expression): Layout {
    const parts: Layout[] = [];
    if (guard) parts.push(line, "when ", indent(this.expression(guard)));
    if (bound) parts.push(line, "bound ", indent(this.expression(bound)));
    return group(head, indent(indent(...parts)));
  }

  private object(d: ObjectDeclaration): Layout {
    const fields = this.entries(d.fields);
    const operations = d.operations.map(({ name, parameters, result, body, span }) => ({
      span,
      print: () => {
        const head = ["op ", name.text, this.parameters(parameters), result ? [": ", this.type(result)] : ""];
        return [head, " ", this.block(body)];
      },
    }));
    const entries = [...fields, ...operations].sort((a, b) => a.span.start - b.span.start);
    return ["object ", d.name.text, " ", this.shortBraces(entries, after(d.span, d.name.span.end), ";")];
  }

  // ------------------------------------------------------------------------------------------------ fairness, mappings

  private fair(d: Of<"fair">): Layout {
    const targets = d.targets.map(({ atoms, grouped, as }): Layout => {
      const alternatives = join(atoms.map(atomText), [line, "| "]);
      const name = as ? ` as ${as.text}` : "";
      return grouped ? [group("(", indent(softLine, ...alternatives), softLine, ")"), name] : [...alternatives, name];
    });
    const when = d.when ? [line, "when ", align(this.expression(d.when))] : [];
    const each = d.forEach.length > 0 ? [line, `for each ${names(d.forEach)}`] : [];
    return group("fair ", d.strength, " ", indent(...join(targets, [",", line]), ...when, ...each));
  }

  private mapping(d: MappingDeclaration): Layout {
    const only = d.only ? ` only { ${names(d.only)} }` : "";
    const binders = d.binders.length > 0 ? [" for (", this.binders(d.binders), ")"] : "";
    const elements = d.mapping.map(({ name, part, value }) => ({
      span: name.span,
      print: () => [name.text, part ? `.${part.text}` : "", " = ", this.expression(value)],
    }));
    const start = d.binders.at(-1)?.domain?.span.end ?? d.only?.at(-1)?.span.end ?? d.target.span.end;
    const until = [...d.assuming.map(({ span }) => span.start), ...d.except.map(({ axiom }) => axiom.span.start)];
    const end = until.length > 0 ? Math.min(...until) : d.span.end;
    const around = { ...d.span, start, end };
    const body = elements.length > 0 ? this.list("{", elements, "}", around, { pad: true }) : "{ }";
    const assuming = d.assuming.map((e) => [line, "assuming ", indent(this.expression(e))]);
    const except = d.except.map(({ axiom, because }) => [line, `except ${axiom.text} because ${quoted(because)}`]);
    return [[d.kind, " ", d.target.text, only, binders, " with ", body], group(indent(...assuming, ...except))];
  }

  // -------------------------------------------------------------------------------------------------------- scenarios

  /** Steps stay on the author's lines. */
  private run(d: Of<"run">): Layout {
    const lines: RunStep[][] = [];
    for (const step of d.steps) {
      const last = lines.at(-1)?.at(-1);
      const sameLine = last && step.span.end > 0 && !this.comments?.brokenBetween(last.span.end, step.span.start);
      if (sameLine) lines.at(-1)?.push(step);
      else lines.push([step]);
    }
    const entries = lines.map((steps) => ({
      span: { ...d.span, start: steps[0]?.span.start ?? 0, end: steps.at(-1)?.span.end ?? 0 },
      print: () =>
        group(
          join(
            steps.map((step) => this.runStep(step)),
            [choice("", ";"), line],
          ),
        ),
    }));
    return ["run ", d.name.text, " ", this.shortBraces(entries, after(d.span, d.name.span.end), "")];
  }

  private runStep(step: RunStep): Layout {
    if (step.kind === "expect") return ["expect ", indent(this.expression(step.condition))];
    return [step.kind === "expectDisabled" ? "expect disabled " : "", this.runTarget(step.target)];
  }

  runTarget(target: RunTarget): Layout {
    const picks = (settings: readonly Setting[]) =>
      settings.length > 0 ? [" with ", this.settings(settings, { ...target.span, start: target.span.end })] : "";
    if (target.kind === "action") {
      const items = target.arguments.map((item) => this.expression(item));
      const called = items.length > 0 ? ["(", join(items, ", "), ")"] : "";
      return [target.process ? `${target.process.text}.` : "", target.name.text, called, picks(target.picks)];
    }
    if (target.kind === "environment") {
      return [target.verb, this.part(" ", target.subject), picks(target.picks)];
    }
    const places = [this.part(" from ", target.from), this.part(" to ", target.to)];
    return [target.verb, " ", this.message(target.message), ...places, picks(target.picks)];
  }
}

function after(span: Span, start: number): Span {
  return { ...span, start: Math.min(start, span.end) };
}

function atomText(atom: FairAtom): string {
  if (atom.kind === "deliver") return `deliver ${atom.message.text}`;
  const process = atom.process ? `${atom.process.text}.` : "";
  return atom.kind === "on" ? `${process}on ${atom.message.text}` : `${process}${atom.name.text}`;
}

function outcomeText(outcome: Outcome): string {
  if (outcome.kind === "violates") return `violates ${outcome.property.text}`;
  return outcome.kind === "states" || outcome.kind === "transitions"
    ? `${outcome.kind} ${outcome.count}`
    : outcome.kind;
}
