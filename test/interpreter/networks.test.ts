/** Messages in flight: disciplines, capacities and what happens when there is no room, counted by hand. */
import { expect, test } from "vitest";
import { explore, verdict } from "./spec.ts";

/** A sender that sends 0, 1, … and a receiver that remembers the last one. */
const line = (
  network: string,
  { items = 2, handler = "on Item { last := Some(msg.number) }", more = "" } = {},
) => `model M
  message Item { number: 0..3 } from A to B
  ${network}
  process A as a { shared made: 0..3 = 0 action send when made < ${items} { made += 1 send Item { number: made - 1 } to b } }
  process B as b { shared last: Option<0..3> = None ${handler} }
  terminal when True ${more}`;

test("unordered: any of those in flight, each once", async () => {
  // sent 0: 1 · sent 1: 0 in flight, or received · sent 2: both, {1} after 0, {0} after 1, none after either order
  expect(await verdict(line("network unordered"))).toBe("8 states, 9 transitions, depth 5");
});

test("fifo: in sending order", async () => {
  expect(await verdict(line("network fifo"))).toBe("6 states, 7 transitions, depth 5");
});

test("set: what was sent can be received again and again", async () => {
  // 0 sent: last ∈ {None, 0} · both sent: last ∈ {None, 0, 1}
  expect(await verdict(line("network set"))).toBe("6 states, 12 transitions, depth 4");
});

test("equal messages: a bag counts them, a set does not", async () => {
  const twice = (network: string) => line(network).replace("number: made - 1", "number: 0");
  expect(await verdict(twice("network unordered"))).toBe("6 states, 7 transitions, depth 5");
  expect(await verdict(twice("network set"))).toBe("5 states, 8 transitions, depth 4");
});

test("a fifo holds equal messages one behind the other", async () => {
  const twice = line("network fifo").replace("number: made - 1", "number: 0");
  expect(await verdict(`${twice} reachable Both: a.made = 2 and b.last = None`)).toBe(
    "6 states, 7 transitions, depth 5",
  );
});

test("how many equal messages are in flight is part of the state", async () => {
  const text = `model M message X from A to B network unordered capacity 2 overflow block
    process A as a { action go { send X to b } } process B as b { on X { } }`;
  expect(await verdict(text)).toBe("3 states, 5 transitions, depth 3");
});

test("a guarded handler leaves the message where it is, and blocks a fifo", async () => {
  const odd = { handler: "on Item when msg.number = 1 { last := Some(msg.number) }" };
  expect(await verdict(line("network unordered", odd))).toBe("4 states, 4 transitions, depth 4");
  expect(await verdict(line("network fifo", odd))).toBe("3 states, 3 transitions, depth 3");
});

test("fifo is per sender and receiver, and across messages", async () => {
  const text = `model M message X from A to B message Y from A to B network fifo
    process A as a[1..2] ordered { shared step: 0..2 = 0
      action x when step = 0 { step := 1 send X to b } action y when step = 1 { step := 2 send Y to b } }
    process B as b { shared got: Set<(A, 0..1)> = {} on X from s { insert (s, 0) into got } on Y from s { insert (s, 1) into got } }
    invariant InOrder: forall s in A: (s, 1) in b.got => (s, 0) in b.got
    reachable Independent: (a1, 1) in b.got and (a2, 0) notin b.got and a2.step = 2
    terminal when True`;
  expect(await verdict(text)).toBe("36 states, 73 transitions, depth 9");
  expect(await verdict(text.replace("network fifo", "network unordered"))).toBe("InOrder violated at depth 4");
});

test("overflow: an error, a cut, a wait, or a loss", async () => {
  const full = (overflow: string) => line(`network unordered capacity 1 overflow ${overflow}`);
  expect(await verdict(full("error"))).toBe("overflow at depth 3: no room for Item: the network holds 1");
  expect(await verdict(full("bound"))).toBe("5 states, 5 transitions, depth 5, 1 cut");
  expect(await verdict(full("block"))).toBe("5 states, 5 transitions, depth 5");
  // sent 1 → {0} · or drop 1: {0} with sent 2, last None → 0 received
  expect(await verdict(full("drop"))).toBe("7 states, 7 transitions, depth 5");
  expect(await verdict(line("network unordered"))).not.toContain("overflow");
});

test("a waiting sender is a deadlock when nobody receives, a cut one is not", async () => {
  const never = { handler: "on Item when False { }" };
  const text = (overflow: string) =>
    line(`network unordered capacity 1 overflow ${overflow}`, never).replace("terminal when True", "");
  expect(await verdict(text("block"))).toBe("deadlock at depth 2");
  expect(await verdict(text("bound"))).toBe("2 states, 2 transitions, depth 2, 1 cut");
});

test("a received message has left before the reply is sent", async () => {
  const text = `model M message Ask from A to B message Tell from B to A network unordered capacity 1 overflow error
    process A as a { shared n: 0..2 = 0 action ask when n = 0 { n := 1 send Ask to b } on Tell { n := 2 } }
    process B as b { on Ask { reply Tell } }
    terminal when a.n = 2`;
  expect(await verdict(text)).toBe("4 states, 4 transitions, depth 4");
});

test("capacity each: per message, sender and receiver", async () => {
  const text = (network: string) => `model M message X from A to B message Y from A to B ${network}
    process A as a { shared left: 0..3 = 3 action go when left > 0 { left -= 1 broadcast X if left < 2 { broadcast Y } } }
    process B as b[1..2] { on X { } on Y { } } terminal when True`;
  // Two receivers and two messages share a capacity of 4, or have one each.
  expect(await verdict(text("network unordered capacity 4 each overflow error"))).not.toContain("overflow");
  expect(await verdict(text("network unordered capacity 1 each overflow error"))).toBe(
    "overflow at depth 3: no room for X: the network holds 1 of it",
  );
  expect(await verdict(text("network unordered capacity 4 overflow error"))).toBe(
    "overflow at depth 3: no room for Y: the network holds 4",
  );
});

test("capacity each on a fifo: per sender and receiver, whatever the message", async () => {
  const text = (network: string) => `model M message X from A to B message Y from A to B ${network}
    process A as a { shared step: 0..2 = 0
      action x when step = 0 { step := 1 send X to b } action y when step = 1 { step := 2 send Y to b } }
    process B as b { on X { } on Y { } } terminal when True`;
  expect(await verdict(text("network fifo capacity 1 each overflow error"))).toMatch(/^overflow at depth 3/);
  expect(await verdict(text("network unordered capacity 1 each overflow error"))).not.toMatch(/overflow/);
});

test("a broadcast goes to all receivers but the sender; what a full network drops is any of it", async () => {
  const text = (network: string) => `model M message X from P to P ${network}
    process P as p[1..3] { shared got: Bool = False shared ran: Bool = False
      action go when forall p in P: not p.ran { ran := True broadcast X }
      on X { got := True } }
    terminal when True
    invariant NotSelf: forall p in P: not (p.ran and p.got)`;
  expect(await verdict(text("network unordered"))).toBe("13 states, 16 transitions, depth 4");
  // One of the two is dropped, whichever: from each initial step two branches.
  expect(await verdict(text("network unordered capacity 1 overflow drop"))).toBe("13 states, 13 transitions, depth 3");
  const outcome = await explore(
    `${text("network unordered capacity 1 overflow drop")} invariant Never: forall p in P: not p.got`,
  );
  expect(outcome).toMatchObject({
    violations: [{ path: { steps: [{ label: { picks: [{ name: "dropped" }] } }, {}] } }],
  });
});

test("sent asks for any field that is given, on a set", async () => {
  const text = (formula: string) => `${line("network set", { items: 2 })} invariant I: ${formula}`;
  expect(await verdict(text("a.made >= 1 <=> sent(Item { number: 0 } from a to b)"))).not.toContain("violated");
  expect(await verdict(text("a.made >= 2 <=> sent(Item { number: 1 })"))).not.toContain("violated");
  expect(await verdict(text("a.made >= 1 <=> sent(Item)"))).not.toContain("violated");
  expect(await verdict(text("not sent(Item { number: 1 } from a)"))).toBe("I violated at depth 3");
});

test("fields of a message must fit their types", async () => {
  const text = line("network unordered", { items: 3 }).replace("number: 0..3", "number: 0..1");
  expect(await verdict(text)).toBe("range at depth 4: Item.number becomes 2, outside 0..1");
});
