/**
 * The first look at a log, from its first line to its last: is it whole, and what is in it? Everything that is wrong with
 * the log itself is found here, so that the search can rely on the order of what it is given. Numbers are kept, not lines:
 * a log may be longer than memory.
 */
import type { EventLine, FaultLine, HeaderLine, MessageView, TraceLine } from "../../protocols/index.ts";
import type { Damage } from "./damage.ts";
import { type OpenLog, readLines } from "./lines.ts";
import { Numbers } from "./numbers.ts";
import { parseLine } from "./parse-line.ts";

export interface NodeSurvey {
  /** Events that were read, each number once. */
  readonly events: Numbers;
  /** Those, and the ones that a `gap` line speaks of. */
  readonly known: Numbers;
  /** Whether some gap has no end. */
  openGap: boolean;
  crashes: number;
}

export interface Survey {
  readonly header: HeaderLine;
  readonly lines: number;
  readonly nodes: ReadonlyMap<string, NodeSurvey>;
  readonly events: number;
  readonly operations: number;
  /** Events of each action, with the line of the first. */
  readonly actions: ReadonlyMap<string, { count: number; readonly line: number }>;
  readonly losses: readonly MessageView[];
  readonly duplications: readonly MessageView[];
  readonly faults: ReadonlyMap<FaultLine["fault"], number>;
  /** Lines that are left out, because an earlier one says the same or something else about the same event. */
  readonly skipped: ReadonlySet<number>;
}

/** Undefined when there is no header: then nothing can be understood. */
export function survey(open: OpenLog, damage: Damage): Survey | undefined {
  return new Surveyor(damage).read(open);
}

class Surveyor {
  private readonly damage: Damage;
  private header: HeaderLine | undefined;
  private readonly nodes = new Map<string, NodeSurvey>();
  private readonly last = new Map<string, EventLine>();
  private readonly actions = new Map<string, { count: number; readonly line: number }>();
  private readonly losses: MessageView[] = [];
  private readonly duplications: MessageView[] = [];
  private readonly faults = new Map<FaultLine["fault"], number>();
  private readonly skipped = new Set<number>();
  private readonly clocks = new Map<string, { readonly count: number; readonly line: number }>();
  private operations = 0;
  private events = 0;
  private ended: number | undefined;
  private number = 0;
  private text = "";

  constructor(damage: Damage) {
    this.damage = damage;
  }

  read(open: OpenLog): Survey | undefined {
    for (const line of readLines(open())) {
      this.number = line.number;
      this.text = "text" in line ? line.text : "";
      if ("problem" in line) this.tell("trace-line", line.problem);
      else if (line.text.trim() === "") this.tell("trace-line", "this line is empty");
      else if (!this.readLine(line.text, line.closed)) return undefined;
    }
    if (this.number === 0) this.damage.report("trace-header", undefined, "", "the log is empty: it has no header");
    if (!this.header) return undefined;
    this.text = "";
    this.checkWhole();
    const { header, nodes, events, operations, actions, losses, duplications, faults, skipped } = this;
    const lines = this.number;
    return { header, lines, nodes, events, operations, actions, losses, duplications, faults, skipped };
  }

  private tell(rule: "trace-line" | "trace-order" | "trace-header", message: string, hint?: string): void {
    this.damage.report(rule, Math.max(1, this.number), this.text, message, hint);
  }

  private contradict(message: string): void {
    this.damage.contradict(Math.max(1, this.number), this.text, message);
  }

  /** False when there is no point in reading on. */
  private readLine(text: string, closed: boolean): boolean {
    const parsed = parseLine(text);
    if ("problem" in parsed) {
      const cut = closed ? "" : ": the log was cut off in the middle of it";
      this.tell(this.header ? "trace-line" : "trace-header", `${parsed.problem}${cut}`);
      return this.header !== undefined;
    }
    if (this.ended !== undefined) {
      this.tell("trace-order", `there is a line after \`end\`, which is line ${this.ended}`);
      this.skipped.add(this.number);
      return true;
    }
    return this.enter(parsed.line);
  }

  private enter(line: TraceLine): boolean {
    if ("trace" in line) {
      if (this.header) this.tell("trace-order", "a second header", "two logs were joined: check each by itself");
      this.header ??= line;
      for (const node of line.nodes) this.nodeOf(node);
      return true;
    }
    if (!this.header) {
      this.tell("trace-header", "the first line must be the header, with the fields `trace`, `model`, `constants`, …");
      return false;
    }
    if ("action" in line) this.enterEvent(line, this.header);
    else if ("fault" in line) this.enterFault(line);
    else if ("gap" in line) this.enterGap(line.gap, line.from, line.to);
    else if ("operation" in line) this.operations += 1;
    else {
      this.ended = this.number;
      this.checkEnd(line.end);
    }
    return true;
  }

  private enterEvent(event: EventLine, header: HeaderLine): void {
    const node = this.known(event.node);
    if (!node) return;
    if (node.events.has(event.i)) {
      this.contradict(`event ${event.i} of ${event.node} is there twice; this line is left out`);
      this.skipped.add(this.number);
      return;
    }
    const before = node.events.last;
    if (event.i < before)
      this.contradict(`event ${event.i} of ${event.node} comes after event ${before}: put in its place`);
    node.events.add(event.i);
    node.known.add(event.i);
    this.events += 1;
    const action = this.actions.get(event.action);
    if (action) action.count += 1;
    else this.actions.set(event.action, { count: 1, line: this.number });
    if (header.order.includes("vc")) this.checkClock(event);
    this.last.set(event.node, event);
  }

  private checkClock({ node, i, vc }: EventLine): void {
    if (!vc) {
      this.contradict("the header promises vector clocks (`vc`), and this event has none");
      return;
    }
    if (vc[node] !== i) this.contradict(`the clock's own entry is ${vc[node] ?? 0}, and must be i, which is ${i}`);
    const before = this.last.get(node);
    const past = before && before.i < i ? (before.vc ?? {}) : {};
    for (const other of new Set([...Object.keys(vc), ...Object.keys(past)])) {
      if (!this.known(other)) continue;
      const [count, earlier] = [vc[other] ?? 0, past[other] ?? 0];
      if (count < earlier) this.contradict(`the clock goes back: ${other} was ${earlier}, and is ${count}`);
      if (count > (this.clocks.get(other)?.count ?? 0)) this.clocks.set(other, { count, line: this.number });
    }
  }

  private enterFault(fault: FaultLine): void {
    this.faults.set(fault.fault, (this.faults.get(fault.fault) ?? 0) + 1);
    if (fault.fault === "loss") this.losses.push(fault.msg);
    else if (fault.fault === "duplication") this.duplications.push(fault.msg);
    else if ("node" in fault) {
      const node = this.known(fault.node);
      if (!node) return;
      if (fault.fault === "crash") node.crashes += 1;
      if (node.events.last > fault.i)
        this.contradict(`this ${fault.fault} belongs before event ${fault.i + 1} of ${fault.node}`);
    }
  }

  private enterGap(name: string, from: number, to: number | undefined): void {
    const node = this.known(name);
    if (!node) return;
    if (to !== undefined && to < from) {
      this.tell("trace-line", `a gap from ${from} to ${to} is none`);
      this.skipped.add(this.number);
      return;
    }
    if (to === undefined) node.openGap = true;
    node.known.addRange(from, to ?? from);
  }

  private known(name: string): NodeSurvey | undefined {
    const node = this.nodes.get(name);
    if (!node) {
      this.tell(
        "trace-line",
        `the header knows no node \`${name}\``,
        `its nodes are ${[...this.nodes.keys()].join(", ")}`,
      );
      this.skipped.add(this.number);
    }
    return node;
  }

  private nodeOf(name: string): void {
    if (this.nodes.has(name)) this.tell("trace-header", `the node \`${name}\` is there twice`);
    else this.nodes.set(name, { events: new Numbers(), known: new Numbers(), openGap: false, crashes: 0 });
  }

  private checkEnd(end: { readonly [node: string]: number }): void {
    for (const [name, node] of this.nodes) {
      const told = end[name] ?? 0;
      const read = node.events.size;
      if (told !== read && this.damage.count === 0)
        this.contradict(`${name} has logged ${told} events, and there are ${read}`);
      else if (told > node.known.last && !node.openGap)
        this.contradict(`${name} has logged ${told} events, and the last one here is ${node.events.last}`);
    }
  }

  /** What only the whole log shows: numbers that are missing, clocks that know of events which are not there, no end. */
  private checkWhole(): void {
    for (const [name, node] of this.nodes) {
      for (const [from, to] of node.openGap ? [] : node.known.missing())
        this.damage.contradict(
          undefined,
          "",
          from === to ? `event ${from} of ${name} is missing` : `events ${from} to ${to} of ${name} are missing`,
          "where events are lost on purpose, a `gap` line says so",
        );
      const clock = this.clocks.get(name);
      const { last } = node.known;
      if (clock && clock.count > last && !node.openGap && this.ended !== undefined)
        this.damage.contradict(
          clock.line,
          "",
          `this clock knows of event ${clock.count} of ${name}, which has only ${last}`,
        );
    }
    const cut = `line ${this.number} is the last, and it is no \`end\`: the log was cut off`;
    if (this.ended === undefined) this.damage.report("trace-order", undefined, "", cut);
  }
}
