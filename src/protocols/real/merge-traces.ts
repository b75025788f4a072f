/**
 * Joins the traces of the nodes of a system, and the history of its clients, into one file. Files are read line by line,
 * so that their size does not matter. Events come after those that happened before them, by their vector clocks; beyond
 * that their order means nothing, and the header says so.
 */
import { once } from "node:events";
import { createReadStream, createWriteStream, renameSync } from "node:fs";
import { createInterface } from "node:readline";
import { isDeepStrictEqual } from "node:util";
import type { HeaderLine, TraceLine } from "../trace-event.ts";
import { codeOf, type Failure, reasonOf } from "./failure.ts";

export interface Merged {
  readonly events: number;
  readonly operations: number;
  /** Nodes whose files have no end: they were killed and not started again, or they are still running. */
  readonly unfinished: readonly string[];
}

export async function mergeTraces(from: readonly string[], to: string): Promise<Merged | Failure> {
  const inputs = from.map((path) => new TraceInput(path));
  try {
    for (const input of inputs) await input.open();
    return await merge(inputs, to);
  } catch (error) {
    if (error instanceof Unmergeable) return { about: "trace", failure: error.message };
    if (codeOf(error) === "") throw error;
    const path = error instanceof Error && "path" in error ? String(error.path) : to;
    return { about: "trace", failure: `\`${path}\`: ${reasonOf(error)}` };
  } finally {
    for (const input of inputs) input.close();
  }
}

/** What makes it impossible, in words; it never leaves this file. */
class Unmergeable extends Error {}

async function merge(inputs: readonly TraceInput[], to: string): Promise<Merged | Failure> {
  const header = joinHeaders(inputs);
  checkOwners(inputs);
  const partial = `${to}.part`;
  const output = createWriteStream(partial);
  await once(output, "open");
  const put = async (line: string) => {
    if (!output.write(`${line}\n`)) await once(output, "drain");
  };
  await put(JSON.stringify(header));
  let next = earliest(inputs);
  while (next) {
    await put(next.text);
    await next.advance();
    if (next.fresh) checkOwners(inputs);
    next = earliest(inputs);
  }
  const ends = inputs.flatMap(({ node, events }) => (node === undefined ? [] : [[node, events] as const]));
  await put(JSON.stringify({ end: Object.fromEntries(ends) }));
  output.end();
  await once(output, "finish");
  renameSync(partial, to);
  const sum = (of: (input: TraceInput) => number) => inputs.reduce((total, input) => total + of(input), 0);
  return {
    events: sum((input) => input.events),
    operations: sum((input) => input.operations),
    unfinished: inputs.flatMap(({ node, ended }) => (node === undefined || ended ? [] : [node])),
  };
}

const earliest = (inputs: readonly TraceInput[]): TraceInput | undefined =>
  inputs.reduce<TraceInput | undefined>(
    (found, input) => (input.text !== "" && (!found || input.weight < found.weight) ? input : found),
    undefined,
  );

/** Numbers of events are of one node, and the order of operations is that of one file. */
function checkOwners(inputs: readonly TraceInput[]): void {
  for (const [place, input] of inputs.entries()) {
    for (const other of inputs.slice(place + 1)) {
      if (input.node !== undefined && input.node === other.node)
        throw new Unmergeable(`\`${input.path}\` and \`${other.path}\` are both of ${input.node}`);
      if (input.operations > 0 && other.operations > 0)
        throw new Unmergeable(`\`${input.path}\` and \`${other.path}\` both hold operations, which nothing orders`);
    }
  }
}

function joinHeaders(inputs: readonly TraceInput[]): HeaderLine {
  const [first, ...others] = inputs;
  const header = first?.header;
  if (!first || !header) throw new Unmergeable("there is nothing to join");
  const variables = new Set(header.logged.variables);
  for (const { path, header: other } of others) {
    if (!other) continue;
    for (const variable of other.logged.variables) variables.add(variable);
    for (const field of ["model", "constants", "nodes", "order"] as const)
      if (!isDeepStrictEqual(header[field], other[field]))
        throw new Unmergeable(`\`${path}\` is not of the same system as \`${first.path}\`: their ${field} differ`);
  }
  if (!header.order.includes("vc"))
    throw new Unmergeable(`\`${first.path}\` has no vector clocks: nothing orders events of different files`);
  const source = `${header.source?.split(";")[0] ?? "processes"}; joined from ${inputs.length} files`;
  return { ...header, logged: { ...header.logged, variables: [...variables] }, order: ["vc"], source };
}

/** One of the files, with the line that comes next. */
class TraceInput {
  readonly path: string;
  header: HeaderLine | undefined;
  /** The next line; empty after the last one. */
  text = "";
  /** Grows along whatever happened before what: the sum of the vector clock. */
  weight = 0;
  node: string | undefined;
  events = 0;
  operations = 0;
  ended = false;
  /** It has just shown for the first time whose it is. */
  fresh = false;
  private number = 0;
  private lines: AsyncIterator<string> | undefined;
  private release: () => void = () => {};

  constructor(path: string) {
    this.path = path;
  }

  async open(): Promise<void> {
    const stream = createReadStream(this.path);
    await once(stream, "open");
    const reader = createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY });
    this.lines = reader[Symbol.asyncIterator]();
    this.release = () => {
      reader.close();
      stream.destroy();
    };
    const header = await this.read();
    if (!header || !("trace" in header)) throw new Unmergeable(`\`${this.path}\` is no trace: it has no header`);
    this.header = header;
    await this.advance();
  }

  close(): void {
    this.release();
  }

  /** Goes to the next line that belongs into the whole. */
  async advance(): Promise<void> {
    const line = await this.read();
    if (!line || "end" in line) {
      this.ended = line !== undefined;
      this.text = "";
    } else this.take(line);
  }

  private take(line: TraceLine): void {
    this.fresh = false;
    if ("action" in line) {
      this.claim(line.node);
      this.events++;
      this.weight = Object.values(line.vc ?? {}).reduce((sum, count) => sum + count, 0);
    } else if ("operation" in line) this.fresh = this.operations++ === 0;
    else if ("gap" in line) this.claim(line.gap);
    else if ("node" in line) this.claim(line.node);
  }

  private claim(node: string): void {
    if (this.node !== undefined && this.node !== node)
      throw new Unmergeable(
        `line ${this.number} of \`${this.path}\`: one file is of one node, this one of ${this.node}`,
      );
    this.fresh = this.node === undefined;
    this.node = node;
  }

  /** A last line that was torn is as good as not written. */
  private async read(): Promise<TraceLine | undefined> {
    const next = await this.lines?.next();
    if (!next || next.done) return undefined;
    this.number++;
    this.text = next.value;
    try {
      return JSON.parse(next.value) as TraceLine;
    } catch {
      if ((await this.lines?.next())?.done) return undefined;
      throw new Unmergeable(`line ${this.number} of \`${this.path}\` is no JSON`);
    }
  }
}
