/** Many clients of the replicated store at once, each with operations drawn at random, one after the other. */
import type { Operation } from "../raft/store.ts";
import type { Random } from "../simulation/random.ts";
import type { OperationLine } from "../trace-event.ts";
import { StoreClient, type StoreLinks } from "./store-client.ts";

export interface Load {
  readonly clients: number;
  /** Of all clients together. */
  readonly operations: number;
  readonly keys: number;
  /** Milliseconds until a client gives an operation up. */
  readonly giveUp?: number;
}

export interface LoadResult {
  readonly done: number;
  /** Operations that clients gave up: they may have happened. */
  readonly unknown: number;
}

export async function runLoad(
  links: StoreLinks,
  load: Load,
  random: Random,
  log: (line: OperationLine) => void,
): Promise<LoadResult> {
  let [left, done, unknown] = [load.operations, 0, 0];
  const work = async (name: string) => {
    const client = new StoreClient(links, name, log, load.giveUp);
    const seen = new Map<string, string | null>();
    for (let number = 1; left > 0; number++) {
      left--;
      const operation = draw(random, load.keys, `${name}.${number}`, seen);
      const result = await client.perform(operation);
      if (!result) unknown++;
      else {
        done++;
        // What it knows of a key is its guess for the next cas.
        if (result.kind === "value") seen.set(operation.key, result.value);
        else if (operation.kind !== "get") seen.set(operation.key, operation.value);
      }
    }
  };
  await Promise.all(Array.from({ length: load.clients }, (_, index) => work(`c${index + 1}`)));
  return { done, unknown };
}

function draw(random: Random, keys: number, value: string, seen: ReadonlyMap<string, string | null>): Operation {
  const key = `k${random.between(1, keys)}`;
  const kind = random.pick(["get", "put", "cas"] as const);
  if (kind === "get") return { kind, key };
  return kind === "put" ? { kind, key, value } : { kind, key, expected: seen.get(key) ?? null, value };
}
