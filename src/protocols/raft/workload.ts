/**
 * Clients of the replicated store in a simulation: each does some operations, one after the other. Who hears nothing asks
 * the next server, with the same number; who has waited for long gives up and goes on under a new name, so that its last
 * operation may still take effect later.
 */
import type { Node } from "../core.ts";
import type { Random } from "../simulation/random.ts";
import type { Client, ClientAction } from "../simulation/system.ts";
import type { Command, Operation } from "./store.ts";
import type { Raft, RaftAnswer } from "./types.ts";

const keys = ["x", "y"];
const askAgainAfter = [100, 300] as const;
const thinkFor = [1, 250] as const;
const retriesAtMost = 12;

export function createRaftClients(servers: readonly Node[], random: Random): readonly Client<Raft>[] {
  const operations = random.between(4, 16);
  return ["c1", "c2", "c3"].map((name) => new StoreClient(name, servers, operations, random.fork()));
}

class StoreClient implements Client<Raft> {
  private readonly name: string;
  private readonly servers: readonly Node[];
  private readonly random: Random;
  private remaining: number;
  private lives = 1;
  private sequence = 0;
  private retries = 0;
  private target: Node;
  private current: Command | undefined;
  /** What it saw last of each key: a guess for `cas`. */
  private readonly seen = new Map<string, string | null>();

  constructor(name: string, servers: readonly Node[], operations: number, random: Random) {
    this.name = name;
    this.servers = servers;
    this.random = random;
    this.remaining = operations;
    this.target = random.pick(servers);
  }

  goesBy(name: string): boolean {
    return name === this.name || name.startsWith(`${this.name}.`);
  }

  waiting(): boolean {
    return this.current !== undefined || this.remaining > 0;
  }

  wake(): readonly ClientAction<Raft>[] {
    if (this.current) return this.retry(this.current);
    if (this.remaining === 0) return [];
    this.remaining--;
    this.sequence++;
    const command = { client: this.session(), sequence: this.sequence, operation: this.draw() };
    this.current = command;
    this.retries = 0;
    const call = { ...command.operation };
    return [{ kind: "invoke", client: command.client, id: command.sequence, call }, ...this.ask(command)];
  }

  hear(from: Node, answer: RaftAnswer): readonly ClientAction<Raft>[] {
    const command = this.current;
    if (!command || answer.client !== command.client || answer.sequence !== command.sequence) return [];
    if (answer.kind === "not-leader") {
      if (from !== this.target) return [];
      this.target = this.next();
      return [{ kind: "wake", after: this.random.between(5, 50) }];
    }
    this.current = undefined;
    const { operation, client, sequence: id } = command;
    const { result } = answer;
    if (result.kind === "value") this.seen.set(operation.key, result.value);
    else if (operation.kind !== "get") this.seen.set(operation.key, operation.value);
    return [
      { kind: "ok", client, id, result: { ...result } },
      { kind: "wake", after: this.random.between(...thinkFor) },
    ];
  }

  private retry(command: Command): readonly ClientAction<Raft>[] {
    this.retries++;
    if (this.retries > retriesAtMost && this.random.chance(0.3)) {
      this.current = undefined;
      this.lives++;
      this.sequence = 0;
      return [
        { kind: "info", client: command.client, id: command.sequence },
        { kind: "wake", after: this.random.between(...thinkFor) },
      ];
    }
    this.target = this.random.chance(0.8) ? this.next() : this.target;
    return this.ask(command);
  }

  private ask(request: Command): readonly ClientAction<Raft>[] {
    return [
      { kind: "ask", client: request.client, to: this.target, request },
      { kind: "wake", after: this.random.between(...askAgainAfter) },
    ];
  }

  private session(): string {
    return this.lives === 1 ? this.name : `${this.name}.${this.lives}`;
  }

  private next(): Node {
    return this.servers[(this.servers.indexOf(this.target) + 1) % this.servers.length] ?? this.target;
  }

  private draw(): Operation {
    const key = this.random.pick(keys);
    const value = `${this.session()}-${this.sequence}`;
    const kind = this.random.pick(["get", "put", "cas"] as const);
    if (kind === "get") return { kind, key };
    return kind === "put" ? { kind, key, value } : { kind, key, expected: this.seen.get(key) ?? null, value };
  }
}
