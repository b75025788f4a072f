/** Connections: values in pieces of any size, greetings, links that are cut, and callers who speak something else. */
import { connect, createServer, type Socket } from "node:net";
import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { findFreeAddresses } from "../../../src/protocols/real/addresses.ts";
import { Entrance } from "../../../src/protocols/real/entrance.ts";
import { encodeFrame, FrameReader, longestFrame } from "../../../src/protocols/real/frames.ts";
import type { PeerHello } from "../../../src/protocols/real/hello.ts";
import { type Address, isFailure, parsePeers } from "../../../src/protocols/real/index.ts";
import { Link } from "../../../src/protocols/real/link.ts";
import type { Json } from "../../../src/protocols/trace-event.ts";

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});
const patient = { timeout: 10_000, interval: 10 };

describe("frames", () => {
  it("are the same values however the bytes are cut", () => {
    fc.assert(
      fc.property(
        fc.array(fc.jsonValue(), { maxLength: 6 }),
        fc.array(fc.integer({ min: 1, max: 40 })),
        (values, cuts) => {
          const bytes = Buffer.concat(values.map((value) => encodeFrame(value)));
          const reader = new FrameReader();
          const read: unknown[] = [];
          let at = 0;
          for (const size of [...cuts, bytes.length]) {
            read.push(...reader.push(bytes.subarray(at, at + size)));
            at += size;
          }
          expect(JSON.stringify(read)).toBe(JSON.stringify(values));
        },
      ),
    );
  });

  it("that are too long, or no JSON, end it", () => {
    const huge = Buffer.alloc(4);
    huge.writeUInt32BE(longestFrame + 1);
    expect(new FrameReader().push(huge)).toEqual([undefined]);
    expect(new FrameReader().push(Buffer.concat([encodeFrame(1), Buffer.from("\0\0\0\x02{]")]))).toEqual([
      1,
      undefined,
    ]);
    expect(new FrameReader().push(Buffer.from("GET / HTTP/1.1\r\n"))).toEqual([undefined]);
  });
});

describe("addresses", () => {
  const named = (count: number) => Array.from({ length: count }, (_, at) => `s${at + 1}`);
  const parsed = (given: string) => {
    const found = parsePeers(given, named);
    return isFailure(found) ? found.failure : [...found].map(([name, { host, port }]) => `${name} ${host} ${port}`);
  };
  it("come in the order of the names, or with names", () => {
    expect(parsed(":1,localhost:2,[::1]:3")).toEqual(["s1 127.0.0.1 1", "s2 localhost 2", "s3 ::1 3"]);
    expect(parsed("s2=:1,s1=127.0.0.2:65535")).toEqual(["s1 127.0.0.2 65535", "s2 127.0.0.1 1"]);
  });
  it.each([
    ["7001", "`7001` is no address"],
    [":0", "`:0` is no address"],
    [":65536,:2", "`:65536` is no address"],
    ["192.168.0.1:7001", "`192.168.0.1:7001` is not an address of this machine"],
    ["s1=:1,s1=:2", "`s1` has two addresses"],
    ["s1=:1,s4=:2", "`s4` is not the name of a node"],
    [":1,127.0.0.1:1", "s1 and s2 have the same address"],
    ["s1=", "`` is no address"],
  ])("%s is refused", (given, failure) => expect(parsed(given)).toBe(failure));
});

const identity = { lockstep: "log/1", protocol: "test", node: "s2", nodes: ["s1", "s2"] } as const;
const hello: PeerHello = { hello: "lockstep/1", protocol: "test", nodes: ["s1", "s2"], from: "s1", to: "s2" };

async function enter() {
  const [address] = (await findFreeAddresses(1)) as [Address];
  const heard: Json[] = [];
  const told: string[] = [];
  const open = async () => {
    const entrance = new Entrance(identity, {
      message: (from, frame) => frame !== "nonsense" && heard.push(`${from} ${JSON.stringify(frame)}`) > 0,
      request: (frame, answer) => {
        answer({ echo: frame });
        return true;
      },
      left: () => {},
      tell: (line) => told.push(line),
    });
    expect(await entrance.listen(address)).toBeUndefined();
    closing.push(() => entrance.close());
    return entrance;
  };
  return { address, heard, told, open };
}

function link(address: Address, greeting: ConstructorParameters<typeof Link>[1] = hello) {
  const events = { up: 0, down: 0, refused: [] as string[], frames: [] as Json[] };
  const made = new Link(address, greeting, {
    up: () => events.up++,
    down: () => events.down++,
    refused: (reason) => events.refused.push(reason),
    frame: (frame) => events.frames.push(frame),
  });
  closing.push(() => made.close());
  return { made, events };
}

describe("a link", () => {
  it("is made as soon as somebody listens, and again when it was cut", async () => {
    const { address, heard, open } = await enter();
    const { made, events } = link(address);
    expect(made.send("too early")).toBe(false);
    const entrance = await open();
    await vi.waitFor(() => expect(events.up).toBe(1), patient);
    expect(made.send("one")).toBe(true);
    await vi.waitFor(() => expect(heard).toEqual(['s1 "one"']), patient);
    entrance.close();
    await vi.waitFor(() => expect(events.down).toBe(1), patient);
    await open();
    await vi.waitFor(() => expect(events.up).toBe(2), patient);
    made.send("two");
    await vi.waitFor(() => expect(heard).toEqual(['s1 "one"', 's1 "two"']), patient);
  });

  it("ends the older one of the same peer", async () => {
    const { address, open } = await enter();
    await open();
    const older = link(address);
    await vi.waitFor(() => expect(older.events.up).toBe(1), patient);
    const newer = link(address);
    await vi.waitFor(() => expect(newer.events.up).toBe(1), patient);
    await vi.waitFor(() => expect(older.events.down).toBe(1), patient);
  });

  it.each([
    [{ ...hello, protocol: "raft" }, "this node runs test, not raft"],
    [{ ...hello, to: "s3" }, "this is s2, not s3"],
    [{ ...hello, nodes: ["s1", "s2", "s3"] }, "the nodes here are s1, s2, not s1, s2, s3"],
    [{ ...hello, from: "s2" }, "s2 is none of its peers"],
    [{ ...hello, from: "x" }, "x is none of its peers"],
  ])("that greets wrongly hears why", async (greeting, reason) => {
    const { address, heard, open } = await enter();
    await open();
    const { made, events } = link(address, greeting);
    await vi.waitFor(() => expect(events.refused).toEqual([reason]), patient);
    expect(made.send("anything")).toBe(false);
    expect(heard).toEqual([]);
  });

  it("to something else does not trust it", async () => {
    const [address] = (await findFreeAddresses(1)) as [Address];
    const server = createServer((socket: Socket) => socket.end(encodeFrame("good day")));
    closing.push(() => server.close());
    await new Promise<void>((resolve) => server.listen(address.port, address.host, () => resolve()));
    const { events } = link(address);
    await vi.waitFor(() => expect(events.refused).toEqual(["who listens there is no node of Lockstep"]), patient);
  });
});

describe("whoever sends what makes no sense", () => {
  it("is cut off, and the others are not", async () => {
    const { address, told, open } = await enter();
    await open();
    const client = link(address, { hello: "lockstep/1", protocol: "test", client: true });
    const peer = link(address);
    await vi.waitFor(() => expect([client.events.up, peer.events.up]).toEqual([1, 1]), patient);
    peer.made.send("nonsense");
    await vi.waitFor(() => expect(peer.events.down).toBeGreaterThan(0), patient);
    expect(told).toEqual(["s1 sent what makes no sense here; cut off"]);
    for (const bytes of ["GET / HTTP/1.1\r\n\r\n", "\0\0\0\x02{]", "\0\0\0\x04null"]) {
      const socket = connect(address);
      socket.on("error", () => {});
      const closed = new Promise<void>((resolve) => socket.on("close", () => resolve()));
      socket.resume().write(bytes);
      await closed;
    }
    client.made.send({ a: 1 });
    await vi.waitFor(() => expect(client.events.frames).toEqual([{ echo: { a: 1 } }]), patient);
    expect(client.events.down).toBe(0);
  });
});
