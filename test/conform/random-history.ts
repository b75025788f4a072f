/**
 * Histories of a real object that is used by several clients at once: each operation takes effect at some moment between its
 * begin and its end, unless it fails or is never answered. Then the answers of some are changed, so that about half of the
 * histories are wrong. The same seed gives the same history.
 */
import type { Call, ObjectName, Operation } from "../../src/conform/index.ts";
import { createRandom, type Json, type Random } from "../../src/protocols/index.ts";

export interface Shape {
  readonly object: ObjectName;
  readonly clients: number;
  readonly operations: number;
  readonly values: number;
  /** Chances that an operation stays unanswered, or fails. */
  readonly pending: number;
  readonly failing: number;
  /** Answers that are changed afterwards. */
  readonly lies: number;
  readonly keys?: readonly string[];
  /** Every value is another one. */
  readonly unique?: boolean;
}

interface Open {
  readonly client: number;
  readonly call: Call;
  readonly begin: number;
  readonly at: number;
  effect?: { readonly result: Json | undefined };
}

export function createHistory(seed: number, shape: Shape): Operation[] {
  const random = createRandom(seed);
  const stores = new Map<string, Json>();
  const operations: Operation[] = [];
  const open = new Map<number, Open>();
  const names = Array.from({ length: shape.clients }, (_, client) => client);
  let lives = shape.clients;
  let begun = 0;
  let time = 0;
  while (begun < shape.operations || open.size > 0) {
    const place = random.between(0, shape.clients - 1);
    const client = names[place] ?? 0;
    const operation = open.get(place);
    if (!operation) {
      if (begun === shape.operations) continue;
      const call = drawCall(random, shape, begun);
      open.set(place, { client, call, begin: time++, at: operations.length });
      operations.push({
        client: `c${client}`,
        call,
        outcome: "pending",
        begin: time - 1,
        end: Number.POSITIVE_INFINITY,
        firstLine: time,
      });
      begun++;
    } else if (!operation.effect && random.chance(0.5)) {
      if (random.chance(shape.failing)) close(operation, "fail");
      else if (random.chance(shape.pending / 2)) lose();
      else {
        const key = String(operation.call.key ?? "");
        const { state, result } = effect(stores.get(key) ?? firstOf(shape.object), `c${client}`, operation.call);
        stores.set(key, state);
        operation.effect = { result };
      }
    } else if (operation.effect) {
      if (random.chance(shape.pending / 2)) lose();
      else close(operation, "ok", operation.effect.result);
    }

    function close(done: Open, outcome: "ok" | "fail", result?: Json): void {
      const before = operations[done.at] as Operation;
      operations[done.at] = {
        ...before,
        outcome,
        ...(result === undefined ? {} : { result }),
        end: time++,
        lastLine: time,
      };
      open.delete(place);
    }
    /** Nobody hears of it again; the client goes on under another name. */
    function lose(): void {
      open.delete(place);
      names[place] = lives++;
    }
  }
  for (let lie = 0; lie < shape.lies; lie++) tell(random, operations, shape);
  return operations;
}

const firstOf = (object: ObjectName): Json => (object === "queue" ? [] : object === "counter" ? 0 : null);

function drawCall(random: Random, { object, values, keys, unique }: Shape, number: number): Call {
  const value = unique ? number : random.between(0, values - 1);
  const where = keys ? { key: random.pick(keys) } : {};
  const expected = random.between(0, values - 1);
  switch (object) {
    case "register":
      return random.pick([
        { name: "read", ...where },
        // What was there at first can be written again.
        { name: "write", value: !unique && random.chance(0.2) ? null : value, ...where },
        { name: "cas", expected, value, ...where },
      ]);
    case "kv":
      return random.pick([
        { name: "get", ...where },
        { name: "append", value: `${value}`, ...where },
        { name: "append", value: `${value}`, ...where },
        { name: "put", value: `${value}`, ...where },
        { name: "delete", ...where },
      ]);
    case "queue":
      return random.pick([{ name: "enqueue", value }, { name: "dequeue" }]);
    case "lock":
      return random.pick([{ name: "acquire" }, { name: "release" }]);
    case "counter":
      return random.pick([{ name: "add", value: value - (random.chance(0.2) ? 2 : 0) }, { name: "read" }]);
  }
}

function effect(state: Json, client: string, call: Call): { state: Json; result: Json | undefined } {
  const value = call.value ?? null;
  switch (call.name) {
    case "read":
    case "get":
      return { state, result: state };
    case "write":
    case "put":
      return { state: value, result: undefined };
    case "append":
      return { state: `${state ?? ""}${value}`, result: undefined };
    case "delete":
      return { state: null, result: state !== null };
    case "cas":
      return { state: state === call.expected ? value : state, result: state === call.expected };
    case "enqueue":
      return { state: [...(state as Json[]), value], result: undefined };
    case "dequeue":
      return { state: (state as Json[]).slice(1), result: (state as Json[])[0] ?? null };
    case "acquire":
      return { state: state ?? client, result: state === null };
    case "release":
      return { state: state === client ? null : state, result: state === client };
    default:
      return { state: Number(state) + Number(value), result: undefined };
  }
}

/** Changes one answer to another that such an operation may have. */
function tell(random: Random, operations: Operation[], { object, values }: Shape): void {
  const told = operations.flatMap((operation, at) => (operation.result === undefined ? [] : [at]));
  if (told.length === 0) return;
  const at = random.pick(told);
  const operation = operations[at] as Operation;
  const value = random.between(0, values - 1);
  const other =
    object === "kv" ? random.pick([null, `${value}`, `${operation.result}${value}`]) : random.pick([null, value]);
  const result = typeof operation.result === "boolean" ? !operation.result : object === "counter" ? value : other;
  operations[at] = { ...operation, result };
}

/** Histories that a person, or the slow way, can judge. */
export function smallShape(object: ObjectName, seed: number): Shape {
  return {
    object,
    clients: 2 + (seed % 3),
    operations: 3 + (seed % 5),
    values: 2 + (seed % 2),
    pending: seed % 2 === 0 ? 0.4 : 0,
    failing: seed % 5 === 0 ? 0.2 : 0,
    lies: seed % 3 === 0 ? 0 : 1,
    unique: seed % 7 === 0,
  };
}

const during = (begin: number, end: number, name: string, value: Json): Operation => ({
  client: `c${begin}`,
  call: name === "enqueue" || name === "write" ? { name, value } : { name },
  outcome: Number.isFinite(end) ? "ok" : "pending",
  ...(name === "dequeue" || name === "read" ? { result: value } : {}),
  begin,
  end,
  firstLine: begin + 1,
});

/** A long read sees what was there at first, and not the write of the same that nobody answers. */
export const firstAgain: readonly Operation[] = [
  during(0, 5, "read", null),
  during(1, 2, "write", 1),
  during(3, Number.POSITIVE_INFINITY, "write", null),
  during(6, 7, "read", 1),
];

/** Nobody answers the enqueue of y, which happens after z has been enqueued: too rare for random histories. */
export const lateEnqueue: readonly Operation[] = [
  during(0, 4, "enqueue", "x"),
  during(1, 3, "dequeue", "x"),
  during(2, Number.POSITIVE_INFINITY, "enqueue", "y"),
  during(5, 6, "enqueue", "z"),
  during(7, 8, "dequeue", "z"),
  during(9, 10, "dequeue", "y"),
];
