/** The order in which a node carries out a step, and that nothing leaves it when the disk refuses or the core fails. */
import { afterEach, expect, it, vi } from "vitest";
import type { Core, Effect, Outcome } from "../../../src/protocols/core.ts";
import { type Address, findFreeAddresses } from "../../../src/protocols/real/addresses.ts";
import type { Deployment } from "../../../src/protocols/real/deployment.ts";
import { Link } from "../../../src/protocols/real/link.ts";
import type { NodeLog } from "../../../src/protocols/real/node-log.ts";
import { NodeTrace } from "../../../src/protocols/real/node-trace.ts";
import { RunningNode } from "../../../src/protocols/real/running-node.ts";
import { record, text } from "../../../src/protocols/real/shape.ts";
import type { Storage } from "../../../src/protocols/real/storage.ts";
import type { Json } from "../../../src/protocols/trace-event.ts";

/** A protocol with one kind of request: it is stored, and said so. */
interface Note {
  readonly state: { readonly node: string };
  readonly message: { readonly type: string };
  readonly record: { readonly note: string };
  readonly request: { readonly note: string };
  readonly answer: { readonly stored: string };
  readonly wait: "never";
}

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

const refusing = (code: string) => Object.assign(new Error(code), { code, syscall: "fdatasync" });
const patient = { timeout: 10_000, interval: 10 };

async function runNode(behaviour: { readonly sync?: () => void; readonly step?: () => void }) {
  const happened: string[] = [];
  const core: Core<Note> = {
    nodes: ["s1"],
    start: (node): Outcome<Note> => ({ state: { node }, messages: [], effects: [], events: [] }),
    step(state, input) {
      behaviour.step?.();
      if (input.kind !== "request") return { state, messages: [], effects: [], events: [] };
      const { note } = input.request;
      const effects: readonly Effect<Note>[] = [
        { kind: "append", record: { note } },
        { kind: "sync" },
        { kind: "answer", client: input.client, answer: { stored: note } },
      ];
      return { state, messages: [], effects, events: [{ action: "store" }] };
    },
  };
  const deployment: Deployment<Note> = {
    name: "note",
    model: "Note",
    constants: {},
    nodes: ["s1"],
    variables: [],
    createCore: () => core,
    observe: () => ({}),
    waits: { never: [1e6, 1e6] },
    shapes: { message: record({ type: text }), record: record({ note: text }), request: record({ note: text }) },
    describe: () => undefined,
  };
  const log: NodeLog<Note["record"]> = {
    entries: [],
    starts: [],
    torn: 0,
    begin: () => {},
    append: ({ record: { note }, events }) => happened.push(`append ${note} with ${events.length} event`),
    sync() {
      behaviour.sync?.();
      happened.push("sync");
    },
    close: () => happened.push("close"),
  };
  const storage: Storage = {
    read: () => Buffer.alloc(0),
    append: (bytes) => happened.push(`trace ${Object.keys(JSON.parse(bytes.toString()))[2]}`),
    sync: () => {},
    truncate: () => {},
    close: () => {},
  };
  const { name: protocol, model, constants, nodes, variables } = deployment;
  const logged = { variables, args: true, msg: true, pre: false, faults: false };
  const header = { trace: "lockstep/1", model, constants, nodes, logged, order: ["vc"] } as const;
  const past = { events: [], restarted: false, complete: false };
  const trace = NodeTrace.open(storage, "trace", "s1", header, past) as NodeTrace;
  happened.length = 0;
  const [address] = (await findFreeAddresses(1)) as [Address];
  const running = new RunningNode<Note>({
    deployment,
    core,
    identity: { lockstep: "log/1", protocol, node: "s1", nodes },
    addresses: new Map([["s1", address]]),
    log,
    restarted: false,
    start: { boot: "b", traced: true },
    trace,
    crashPoint: () => {},
    tell: () => {},
  });
  const ended = running.ended.then(
    (failure) => failure?.failure ?? "stopped",
    (error: Error) => `failed: ${error.message}`,
  );
  expect(await running.begin()).toBeUndefined();
  const heard: Json[] = [];
  const client = new Link(
    address,
    { hello: "lockstep/1", protocol, client: true },
    {
      frame(frame) {
        heard.push(frame);
        happened.push("answer");
      },
    },
  );
  closing.push(
    () => client.close(),
    () => running.crash(),
  );
  await vi.waitFor(() => expect(client.isUp).toBe(true), patient);
  client.send({ client: "c", request: { note: "x" } });
  return { running, happened, heard, ended };
}

it("writes, syncs and traces before it answers", async () => {
  const { running, happened, heard, ended } = await runNode({});
  await vi.waitFor(() => expect(heard).toEqual([{ client: "c", answer: { stored: "x" } }]), patient);
  expect(happened).toEqual(["append x with 1 event", "sync", "trace action", "answer"]);
  running.stop();
  expect(await ended).toBe("stopped");
  expect(happened.at(-1)).toBe("close");
});

it("answers nothing when the disk refuses, and ends", async () => {
  const { happened, heard, ended } = await runNode({
    sync() {
      throw refusing("ENOSPC");
    },
  });
  expect(await ended).toBe("s1 can't write its data: the disk is full");
  expect([heard, happened]).toEqual([[], ["append x with 1 event"]]);
});

it("ends when its core fails, which is a mistake of ours", async () => {
  const { heard, ended } = await runNode({
    step() {
      throw new Error("impossible");
    },
  });
  expect(await ended).toBe("failed: impossible");
  expect(heard).toEqual([]);
});
