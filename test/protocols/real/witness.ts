/**
 * What the disks of a Raft cluster say about a history: the committed log is a witness that needs no search. Every
 * operation that was acknowledged is in it, with the result that it has there, and in the order of real time.
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import { recoverServer } from "../../../src/protocols/raft/state.ts";
import { applyCommand, type Command, emptyStore, findResult } from "../../../src/protocols/raft/store.ts";
import type { Entry } from "../../../src/protocols/raft/types.ts";
import { openNodeLog } from "../../../src/protocols/real/node-log.ts";
import { raftDeployment } from "../../../src/protocols/real/raft.ts";
import { openFile } from "../../../src/protocols/real/storage.ts";
import type { Json, OperationLine, TraceLine } from "../../../src/protocols/trace-event.ts";

/** What the log of a node, in its data folder, has kept. */
export function storedLog(folder: string, node: string, nodes: readonly string[]): readonly Entry[] {
  const file = path.join(folder, node, "log");
  const identity = { lockstep: "log/1", protocol: "raft", node, nodes } as const;
  const log = openNodeLog(openFile(file), identity, raftDeployment(nodes.length).shapes.record, file);
  if ("failure" in log) throw new Error(log.failure);
  log.close();
  return [
    ...recoverServer(
      node,
      nodes,
      log.entries.map(({ record }) => record),
    ).log,
  ];
}

const nameOf = ({ client, sequence }: { client: string; sequence: number }) => `${client} ${sequence}`;

/** The longest beginning that a majority has stored, entry by entry the same. */
export function committedLog(folder: string, nodes: readonly string[]): readonly Command[] {
  const logs = nodes.map((node) => storedLog(folder, node, nodes));
  const committed: Command[] = [];
  for (let place = 0; ; place++) {
    const votes = new Map<string, { count: number; command: Command }>();
    for (const log of logs) {
      const entry = log[place];
      if (!entry) continue;
      const vote = `${entry.term} ${nameOf(entry.value)}`;
      votes.set(vote, { count: (votes.get(vote)?.count ?? 0) + 1, command: entry.value });
    }
    const agreed = [...votes.values()].find(({ count }) => 2 * count > nodes.length);
    if (!agreed) return committed;
    committed.push(agreed.command);
  }
}

/** What is wrong with a history that the log should explain; empty when nothing is. */
export function objections(log: readonly Command[], history: readonly OperationLine[]): readonly string[] {
  const places = new Map<string, { place: number; result: string }>();
  let store = emptyStore;
  for (const [place, command] of log.entries()) {
    store = applyCommand(store, command);
    const result = findResult(store, command);
    if (result && !places.has(nameOf(command))) places.set(nameOf(command), { place, result: JSON.stringify(result) });
  }
  const found: string[] = [];
  const floors = new Map<string, number>();
  let floor = -1;
  for (const { operation, client, id, result } of history) {
    const name = `${client} ${id}`;
    if (operation === "invoke") floors.set(name, floor);
    if (operation !== "ok") continue;
    const effect = places.get(name);
    if (!effect) found.push(`${name} was acknowledged and is lost`);
    else {
      if (effect.result !== stable(result)) found.push(`${name} was answered ${stable(result)}, not ${effect.result}`);
      if (effect.place <= (floors.get(name) ?? -1)) found.push(`${name} takes effect before it began`);
      floor = Math.max(floor, effect.place);
    }
  }
  return found;
}

const stable = (value: Json | undefined) => JSON.stringify(value);

/** The lines of a trace. */
export const readTrace = (file: string): readonly TraceLine[] =>
  readFileSync(file, "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as TraceLine);

/** What the events of a node, as its trace tells them, make of one of its variables. */
export function tracedValue(lines: readonly TraceLine[], node: string, variable: string): Json | undefined {
  let value: Json | undefined;
  for (const line of lines) {
    if (!("node" in line) || line.node !== node || !("set" in line)) continue;
    const changed = line.set?.[variable];
    if (changed === undefined) continue;
    value =
      isDelta(changed) && Array.isArray(value) ? [...value.slice(0, changed["#keep"]), ...changed["#append"]] : changed;
    if (isDelta(changed) && !Array.isArray(value)) value = changed["#append"];
  }
  return value;
}

function isDelta(value: Json): value is { readonly "#keep": number; readonly "#append": readonly Json[] } {
  return typeof value === "object" && value !== null && "#keep" in value;
}
