/**
 * One event against one state: which steps of the model explain it, and if none does, why not. Whatever the event tells
 * (parameters, the message received, messages sent, variables before and after) must agree; what it does not tell is free.
 */

import type { Envelope, Machine, Refusal, State, Step, Value } from "../../interpreter/index.ts";
import { equal, List } from "../../interpreter/index.ts";
import type { Action, Message, Model, ProcessKind, Type, Variable } from "../../ir/index.ts";
import type { HeaderLine, Json, MessageView, Variables } from "../../protocols/index.ts";
import { Misread } from "../model-value.ts";
import { Comparison, compareSent, type Difference, type Overlooked } from "./comparison.ts";
import type { Item } from "./log-items.ts";
import { isIgnored, type Mapping } from "./mapping.ts";
import type { ValueReader } from "./values.ts";

/** The steps that explain an event, one after the other, and where they lead. */
export interface Explanation {
  readonly steps: readonly Step[];
  readonly target: State;
}

/** A step that the model can take, and that is not the one which the log tells of. */
export interface Mismatch {
  readonly steps: readonly Step[];
  readonly differences: readonly Difference[];
}

export interface Matches {
  readonly explanations: readonly Explanation[];
  readonly mismatches: readonly Mismatch[];
  readonly refusals: readonly Refusal[];
  /** Why nothing can explain it: the model has no such action, the log says something that is no value. */
  readonly problem?: string;
}

/** Whether this envelope can have been received by the event at hand, as far as clocks tell. */
export type Received = (envelope: Envelope) => boolean;

interface Told {
  /** The model's actions, one after the other; several of a name are alternatives. None: the event is nothing to the model. */
  readonly sequence: readonly (readonly Action[])[];
  readonly args: Variables;
  readonly received?: MessageView;
  readonly sent?: readonly MessageView[];
  readonly set: readonly (readonly [Variable, Json])[];
  readonly pre: readonly (readonly [Variable, Json])[];
  /** Logged whenever they change, and not mentioned. */
  readonly unchanged: readonly Variable[];
}

const takes = (action: Action, name: string): boolean => action.parameters.some(({ local }) => local.name === name);

export class Matcher {
  readonly machine: Machine;
  private readonly model: Model;
  private readonly header: HeaderLine;
  private readonly mapping: Mapping;
  private readonly values: ValueReader;
  private readonly told = new WeakMap<Item, Told | { readonly problem: string }>();
  private readonly messages: ReadonlyMap<string, Message>;
  private readonly logged: ReadonlySet<string>;

  constructor(machine: Machine, header: HeaderLine, mapping: Mapping, values: ValueReader) {
    this.machine = machine;
    this.model = machine.model;
    this.header = header;
    this.mapping = mapping;
    this.values = values;
    this.messages = new Map(this.model.messages.map((message) => [message.name, message]));
    this.logged = new Set(header.logged.variables.flatMap((name) => this.variableName(name) ?? []));
  }

  /** The model's process for a node of the log. */
  member(node: string): string {
    return this.mapping.nodes?.[node] ?? node;
  }

  /** The log's actions that the mapping speaks of. */
  mappedEvents(): ReadonlySet<string> {
    return new Set(Object.keys(this.mapping.events ?? {}));
  }

  match(
    item: Extract<Item, { readonly kind: "event" | "fault" }>,
    state: State,
    received: Received,
    explained: boolean,
    overlooked?: Overlooked,
  ): Matches {
    const told = this.read(item);
    if ("problem" in told) return { explanations: [], mismatches: [], refusals: [], problem: told.problem };
    const self = this.member(item.kind === "event" ? item.event.node : item.fault.node);
    try {
      return this.explain(told, self, state, received, explained, overlooked);
    } catch (problem) {
      if (!(problem instanceof Misread)) throw problem;
      return { explanations: [], mismatches: [], refusals: [], problem: problem.message };
    }
  }

  /** Whether an event may receive one of several messages: then more of them may come while others go on. */
  isOpen(item: Item): boolean {
    if (item.kind === "gap") return true;
    const told = this.read(item);
    if ("problem" in told) return false;
    const receives = told.sequence.some((actions) => actions.some((action) => action.receives));
    const known = told.received && this.messages.get(this.messageName(told.received.message));
    const whole = known?.fields.every(({ name }) => told.received?.fields[name] !== undefined) ?? false;
    return receives && !whole;
  }

  private explain(
    told: Told,
    self: string,
    state: State,
    received: Received,
    explained: boolean,
    overlooked: Overlooked | undefined,
  ): Matches {
    const mismatches: Mismatch[] = [];
    const refusals: Refusal[] = [];
    const comparison = new Comparison(this.machine, this.values, self, overlooked);
    const before = comparison.told(told.pre, state, state, "before");
    const sent = told.sent?.map((view) => ({ is: this.pattern(view), text: () => this.showView(view) }));
    let ways: Explanation[] = [{ steps: [], target: state }];
    const pattern = told.received && this.pattern(told.received);
    for (const [at, actions] of told.sequence.entries()) {
      ways = ways.flatMap(({ steps, target }) =>
        actions.flatMap((action) => {
          const attempt = this.machine.take(target, {
            action,
            self: action.process ? self : undefined,
            parameters: this.parameters(action, told.args),
            envelope: (envelope) => (!pattern || pattern(envelope)) && received(envelope),
            explained,
          });
          refusals.push(...attempt.refusals);
          return attempt.steps.map((step) => ({ steps: [...steps, step], target: step.target }));
        }),
      );
      if (ways.length === 0 && at + 1 < told.sequence.length) break;
    }
    const explanations = ways.filter(({ steps, target }) => {
      const differences = [
        ...before,
        ...comparison.told(told.set, state, target, "after"),
        ...comparison.unchanged(told.unchanged, state, target),
        ...compareSent(sent, steps, (envelope) => this.showEnvelope(envelope)),
      ];
      if (differences.length > 0) mismatches.push({ steps, differences });
      return differences.length === 0;
    });
    return { explanations, mismatches, refusals };
  }

  // ------------------------------------------------------------------------------------------------- what is told

  private read(item: Extract<Item, { readonly kind: "event" | "fault" }>): Told | { readonly problem: string } {
    let told = this.told.get(item);
    if (!told) {
      try {
        told = item.kind === "event" ? this.readEvent(item) : this.readFault(item);
      } catch (problem) {
        if (!(problem instanceof Misread)) throw problem;
        told = { problem: problem.message };
      }
      this.told.set(item, told);
    }
    return told;
  }

  private readEvent({ event }: Extract<Item, { readonly kind: "event" }>): Told {
    const kind = this.kindOf(event.node);
    const mapped = this.mapping.events?.[event.action] ?? event.action;
    const names = isIgnored(mapped) ? [] : typeof mapped === "string" ? [mapped] : mapped;
    const sequence = names.map((name) => {
      const found = this.model.actions.filter(
        (action) => action.name === name && (action.process === undefined || action.process === kind),
      );
      if (found.length === 0) throw new Misread(`\`${name}\` is no action of ${kind.name} in the model`);
      return found;
    });
    for (const name of Object.keys(event.args ?? {}))
      if (names.length > 0 && !sequence.some((found) => found.some((action) => takes(action, name))))
        throw new Misread(`\`${name}\` is no parameter of \`${names.join(", ")}\``);
    const { logged } = this.header;
    const sent = event.msg?.sent ?? (logged.msg && sequence.length > 0 ? [] : undefined);
    return {
      sequence,
      args: event.args ?? {},
      ...(event.msg?.received ? { received: event.msg.received } : {}),
      ...(sent ? { sent } : {}),
      ...this.variables(kind, event.set ?? {}, event.pre ?? {}, true),
    };
  }

  /** A crash or a restart: its own kind of action, whatever it is called. */
  private readFault({ fault }: Extract<Item, { readonly kind: "fault" }>): Told {
    const kind = this.kindOf(fault.node);
    const actions = this.model.actions.filter((action) => action.kind === fault.fault && action.process === kind);
    const restart = fault.fault === "restart" ? fault : undefined;
    const inPlace = !this.model.actions.some((action) => action.kind === "crash" && action.process === kind);
    const holdsUp = fault.fault === "pause" || fault.fault === "resume";
    // A model in which failing and coming back is one step takes it when the node is back.
    const nothing =
      holdsUp ||
      (fault.fault === "crash" &&
        inPlace &&
        this.model.actions.some((action) => action.kind === "restart" && action.process === kind));
    if (!nothing && actions.length === 0) throw new Misread(`the model has no ${fault.fault} of ${kind.name}`);
    return {
      sequence: nothing ? [] : [actions],
      args: {},
      ...(restart?.msg?.sent ? { sent: restart.msg.sent } : {}),
      ...this.variables(kind, restart?.set ?? {}, {}, false),
    };
  }

  private variables(kind: ProcessKind, set: Variables, pre: Variables, complete: boolean) {
    const find = (values: Variables) =>
      Object.entries(values).flatMap(([logged, json]): readonly (readonly [Variable, Json])[] => {
        const name = this.variableName(logged);
        if (name === undefined) return [];
        const variable = this.model.variables.find((one) => one.name === name && one.process === kind);
        if (!variable) throw new Misread(`\`${logged}\` is no variable of ${kind.name} in the model`);
        return [[variable, json]];
      });
    const told = find(set);
    const mentioned = new Set(told.map(([variable]) => variable));
    const unchanged = complete
      ? this.model.variables.filter((one) => one.process === kind && this.logged.has(one.name) && !mentioned.has(one))
      : [];
    return { set: told, pre: find(pre), unchanged };
  }

  private variableName(logged: string): string | undefined {
    const mapped = this.mapping.variables?.[logged] ?? logged;
    return typeof mapped === "string" ? mapped : undefined;
  }

  private messageName(logged: string): string {
    return this.mapping.messages?.[logged] ?? logged;
  }

  private kindOf(node: string): ProcessKind {
    const member = this.member(node);
    const kind = this.model.processes.find(({ members }) => members.includes(member));
    if (!kind) throw new Misread(`the model has no process \`${member}\``);
    return kind;
  }

  private parameters(action: Action, args: Variables): ReadonlyMap<string, Value> {
    const known = new Map<string, Value>();
    for (const { local } of action.parameters) {
      const told = args[local.name];
      if (told !== undefined) known.set(local.name, this.values.read(local.type, told));
    }
    return known;
  }

  private pattern(view: MessageView): (envelope: Envelope) => boolean {
    const name = this.messageName(view.message);
    const message = this.messages.get(name);
    if (!message) throw new Misread(`\`${name}\` is no message of the model`);
    const fields = message.fields.map((field) => {
      const told = view.fields[field.name];
      return told === undefined ? undefined : this.values.read(field.type, told);
    });
    const strange = Object.keys(view.fields).find((told) => !message.fields.some((field) => field.name === told));
    if (strange !== undefined) throw new Misread(`\`${strange}\` is no field of ${name}`);
    const [from, to] = [this.member(view.from), this.member(view.to)];
    return (envelope) =>
      envelope.message === message &&
      envelope.from === from &&
      envelope.to === to &&
      fields.every((field, at) => field === undefined || equal(field, envelope.fields.get(at)!));
  }

  // ----------------------------------------------------------------------------------------------------- messages

  /** A message of the log as one of the model, when it is told whole and the model has it. */
  envelope({ message: name, from, to, fields: told }: MessageView): Envelope | undefined {
    const message = this.messages.get(this.messageName(name));
    if (!message) return undefined;
    try {
      const fields = message.fields.map((field) => {
        const value = told[field.name];
        if (value === undefined) throw new Misread(`${field.name} is missing`);
        return this.values.read(field.type, value);
      });
      return { message, from: this.member(from), to: this.member(to), fields: List(fields) };
    } catch (problem) {
      if (problem instanceof Misread) return undefined;
      throw problem;
    }
  }

  showEnvelope({ message, from, to, fields }: Envelope): string {
    const shown = message.fields.map(({ name }, at) => `${name}: ${this.machine.show(fields.get(at)!)}`).join(", ");
    return `${message.name}${shown === "" ? "" : ` {${shown}}`} from ${from} to ${to}`;
  }

  private showView({ message, from, to, fields }: MessageView): string {
    const known = this.messages.get(this.messageName(message));
    const shown = Object.entries(fields).map(([name, value]) => {
      const type: Type | undefined = known?.fields.find((field) => field.name === name)?.type;
      return `${name}: ${type ? this.machine.show(this.values.read(type, value)) : JSON.stringify(value)}`;
    });
    return `${message}${shown.length === 0 ? "" : ` {${shown.join(", ")}}`} from ${from} to ${to}`;
  }
}
