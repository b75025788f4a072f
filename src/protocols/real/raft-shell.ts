/** What people ask of a Raft cluster: its store. */
import type { Operation, Result } from "../raft/store.ts";
import { createRandom } from "../simulation/random.ts";
import { NodeLinks } from "./node-links.ts";
import type { Reply, Shell, ShellSettings } from "./shell.ts";
import { raftAnswer, StoreClient, type StoreLinks } from "./store-client.ts";
import { runLoad } from "./store-load.ts";

export function createRaftShell({ addresses, log, tell }: ShellSettings): Shell {
  const links: StoreLinks = new NodeLinks("raft", addresses, raftAnswer, tell);
  const client = new StoreClient(links, "shell", log);
  const commands: readonly (readonly [string, string])[] = [
    ["put KEY VALUE", "writes"],
    ["get KEY", "reads"],
    ["cas KEY OLD NEW", "writes NEW if the value is OLD; `-` stands for no value"],
    ["load OPERATIONS [CLIENTS]", "so many operations at random, on ten keys, by so many clients at once"],
  ];
  return {
    commands,
    perform(words) {
      if (words[0] === "load") return load(words);
      const operation = operationOf(words);
      return operation && execute(operation);
    },
    close: () => links.close(),
  };

  async function execute(operation: Operation): Promise<Reply> {
    const result = await client.perform(operation);
    return result ? { text: show(result) } : { text: "nobody answered: it may have happened, or not", unknown: true };
  }

  function load([, ...numbers]: readonly string[]): Promise<Reply> | undefined {
    const [operations = 0, clients = 10] = numbers.map(Number);
    const whole = [operations, clients].every((number) => Number.isSafeInteger(number) && number > 0);
    if (!whole || numbers.length > 2) return undefined;
    return measure(operations, clients);
  }

  async function measure(operations: number, clients: number): Promise<Reply> {
    const from = performance.now();
    const seed = Math.floor(Math.random() * 2 ** 32);
    const { done, unknown } = await runLoad(links, { clients, operations, keys: 10 }, createRandom(seed), log);
    const seconds = (performance.now() - from) / 1000;
    const rate = Math.round(done / seconds);
    return {
      text: `${done} done, ${unknown} unknown, in ${seconds.toFixed(1)} s: ${rate} a second`,
      unknown: unknown > 0,
    };
  }
}

function operationOf([kind, key, ...values]: readonly string[]): Operation | undefined {
  const [one, other] = values;
  if (key === undefined) return undefined;
  if (kind === "get" && values.length === 0) return { kind, key };
  if (kind === "put" && values.length === 1 && one !== undefined) return { kind, key, value: one };
  if (kind === "cas" && values.length === 2 && one !== undefined && other !== undefined)
    return { kind, key, expected: one === "-" ? null : one, value: other };
  return undefined;
}

function show(result: Result): string {
  if (result.kind === "value") return result.value ?? "-";
  if (result.kind === "written") return "written";
  return result.swapped ? "swapped" : "not swapped: it has another value";
}
