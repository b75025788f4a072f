/** The environment: faults with their budgets, timers and the tick, and what counts as a deadlock. */
import { expect, test } from "vitest";
import { explore, machineOf, verdict } from "./spec.ts";

/** One message, received once; then whatever `fault` adds. */
const letter = (
  fault: string,
  network = "network unordered capacity 1 overflow block",
  end = "terminal when b.got = 1",
) => `model M
  message Letter from A to B
  ${network}
  process A as a { shared wrote: Bool = False action write when not wrote { wrote := True send Letter to b } }
  process B as b { shared got: 0..3 = 0 on Letter { got += 1 } }
  ${end} ${fault}`;

test("loss takes a message, within its total", async () => {
  expect(await verdict(letter(""))).toBe("3 states, 3 transitions, depth 3");
  expect(await verdict(letter("fault loss { total: 1 }"))).toBe("deadlock at depth 3");
  expect(await verdict(letter("fault loss { total: 1 }", undefined, "terminal when True"))).toBe(
    "4 states, 4 transitions, depth 3",
  );
  expect(await verdict(letter("fault loss { total: 0 }"))).toBe("3 states, 3 transitions, depth 3");
});

test("duplication may exceed the capacity, by its total", async () => {
  const text = letter("fault duplication { total: 1 }", undefined, "terminal when True");
  // in flight 1 → 2 → 1 (got 1) → 0 (got 2), and each without the copy
  expect(await verdict(`${text} reachable Twice: b.got = 2`)).toBe("6 states, 6 transitions, depth 5");
  expect(
    await verdict(
      letter("fault duplication { total: 2 }", undefined, "terminal when True reachable Thrice: b.got = 3"),
    ),
  ).toBe("10 states, 11 transitions, depth 7");
});

test("a copy on a fifo stands behind the original", async () => {
  const text = `model M message X { n: 0..1 } from A to B network fifo fault duplication { total: 1 }
    process A as a { shared s: 0..2 = 0 action go when s < 2 { s += 1 send X { n: s - 1 } to b } }
    process B as b { shared high: 0..1 = 0 on X { assert msg.n >= high, "order" high := msg.n } }
    terminal when True`;
  expect(await verdict(text)).not.toContain("assertion");
  expect(await verdict(text.replace("fifo", "unordered"))).toMatch(/^assertion/);
});

test("faults do not hide a deadlock, what must happen does", async () => {
  const idle = "model M process P as p[1..2] { shared n: 0..1 = 0 action up when n = 2 { } } fault";
  expect(await verdict(`${idle} crash { total: 1 }`)).toBe("deadlock at depth 1");
  expect(await verdict(`${idle} pause { atOnce: 1 }`)).toBe("deadlock at depth 1");
  expect(await verdict(`${idle} partition { total: 1 }`)).toBe("deadlock at depth 1");
  const machine = machineOf(`${idle} pause { atOnce: 1 }`);
  const [start] = machine.initialStates().states;
  const paused = machine.expand(start!).steps.find(({ label }) => label.action.kind === "pause");
  expect(machine.expand(paused!.target).deadlocked).toBe(false); // resume is to come
});

test("a restart that is fair is to come, one that is not is not", async () => {
  const text = (fair: string) =>
    `model M process P as p { shared n: 0..2 = 0 action up when n < 1 { n += 1 } } fault crash { of: P, total: 1 } ${fair} terminal when p.n = 1`;
  expect(await verdict(text(""))).toBe("deadlock at depth 2");
  expect(await verdict(text("fair weak restart"))).not.toContain("deadlock");
});

test("a crash resets what is volatile, from what is durable; the restart does it again", async () => {
  const text = `model M process P as p {
      durable log: 0..2 = 0
      volatile seen: 0..2 = log
      volatile guess: 0..1 in {0, 1}
      action work when log < 1 { log += 1 seen := 2 guess := 1 }
      on restart { log := 2 }
    } fault crash { total: 1 } terminal when True`;
  const outcome = await explore(
    `${text} reachable Reset: not up(p) and p.log = 1 and p.seen = 1 and p.guess = 0 reachable After: up(p) and p.log = 2 and p.seen = 1`,
  );
  expect(outcome).toMatchObject({ kind: "holds" });
  // A process that is down does nothing.
  expect(await verdict(`${text} step invariant Down: old(up(p)) or p.log = old(p.log) or up(p)`)).not.toContain(
    "violated",
  );
});

test("crashed processes receive nothing, and what is in flight stays", async () => {
  const text = letter("fault crash { of: B, total: 1 }", undefined, "terminal when True");
  expect(await verdict(`${text} step invariant S: b.got = old(b.got) or old(up(b))`)).not.toContain("violated");
  expect(await verdict(`${text} reachable R: b.got = 1 and a.wrote`)).not.toContain("unreached");
});

test("a paused process takes no step until it resumes", async () => {
  const text =
    "model M process P as p[1..2] { shared n: 0..1 = 0 action up when n = 0 { n := 1 } } fault pause { of: P, atOnce: 1 } terminal when True";
  expect(await verdict(text)).toBe("12 states, 25 transitions, depth 4");
});

test("a partition stops deliveries between its sides until it heals", async () => {
  const text = letter("fault partition { total: 1 }", undefined, "terminal when True");
  expect(await verdict(`${text} step invariant S: b.got = old(b.got) or not old(partitioned(a, b))`)).not.toContain(
    "violated",
  );
  expect(await verdict(`${text} reachable R: partitioned(a, b) and a.wrote`)).not.toContain("unreached");
});

const clock = (more: string) => `model M process P as p[1..2] ordered {
    volatile timer t: 0..2
    shared rings: 0..1 = 0
    action set when not running(t) and not expired(t) and rings = 0 { start t at 2 }
    ${more}
  } terminal when True`;

test("tick counts every running timer down; expired ones stay", async () => {
  // per process: stopped, 2, 1, 0; a tick moves both
  expect(await verdict(`${clock("")} invariant I: forall p in P: not (running(p.t) and expired(p.t))`)).toBe(
    "16 states, 21 transitions, depth 5",
  );
});

test("an urgent action comes before the next tick", async () => {
  const ring = "action ring when expired(t) { rings := 1 stop t }";
  const late = "reachable Late: expired(p1.t) and expired(p2.t) reachable Rung: p1.rings = 1 and p2.rings = 1";
  const eager =
    "step invariant Eager: forall p, q in P: old(expired(p.t)) and old(running(q.t)) and expired(q.t) => False";
  expect(await verdict(`${clock(ring)} ${late}`)).not.toMatch(/unreached/);
  expect(await verdict(`${clock(ring)} ${eager}`)).toMatch(/^Eager violated/);
  expect(await verdict(`${clock(`urgent ${ring}`)} ${eager}`)).not.toMatch(/violated/);
});

test("a tick is to come where nothing else is", async () => {
  const text =
    "model M process P as p { volatile timer t: 0..2 shared n: 0..1 = 0 action set when n = 0 { n := 1 start t at 2 } }";
  expect(await verdict(text)).toBe("deadlock at depth 4");
});

test("a drifting clock misses a tick", async () => {
  const apart =
    "step invariant Together: forall p, q in P: old(p.t) = old(q.t) and running(p.t) and running(q.t) => p.t = q.t";
  expect(await verdict(`${clock("")} ${apart}`)).not.toMatch(/violated/);
  expect(await verdict(`${clock("")} fault drift { of: P, atOnce: 1, total: 1 } ${apart}`)).toMatch(/violated/);
  expect(await verdict(`${clock("")} fault drift { of: P, atOnce: 1, total: 0 } ${apart}`)).not.toMatch(/violated/);
});

const generals = (fault: string, network = "network unordered", more = "") => `model M
  message Vote { n: 0..2 } from P to P ${network}
  process P as p[1..3] ordered {
    shared heard: Set<(P, 0..2)> = {}
    shared voted: Bool = False
    action vote when not voted { voted := True broadcast Vote { n: 0 } }
    on Vote from q when msg.n < 2 { insert (q, msg.n) into heard }
  }
  terminal when True ${fault} ${more}`;

test("a byzantine sender's message may say anything of its type, as often as it likes; nothing is stored", async () => {
  const faulty = generals("fault byzantine { who: {p1} }");
  expect(
    await verdict(`${faulty} reachable Both: (p1, 0) in p2.heard and (p1, 1) in p2.heard and (p1, 1) notin p3.heard`),
  ).not.toMatch(/unreached/);
  expect(
    await verdict(`${faulty} invariant Honest: forall p in P: (p2, 1) notin p.heard and (p3, 1) notin p.heard`),
  ).not.toMatch(/violated/);
  expect(await verdict(`${faulty} invariant Frozen: not p1.voted and p1.heard = {}`)).not.toMatch(/violated/);
  const machine = machineOf(faulty);
  const { steps } = machine.expand(machine.initialStates().states[0]!);
  const forged = steps.filter(({ label }) => label.forged);
  expect(forged.map(({ label }) => `${label.self} ${machine.show(label.envelope!.fields)}`)).toEqual([
    "p2 [0]",
    "p2 [1]",
    "p3 [0]",
    "p3 [1]",
  ]);
  expect(forged.every(({ target }) => target.envelopes(0).length === 0)).toBe(true);
  const vote = steps.find(({ label }) => label.action.name === "vote")!;
  expect(vote.label.self).toBe("p2");
  expect(vote.sent.map(({ envelope }) => envelope.to)).toEqual(["p3"]); // what is sent to p1 vanishes
});

test("who is byzantine is chosen at the start, and only what may be forged is", async () => {
  const machine = machineOf(generals("fault byzantine { atOnce: 1 }"));
  expect(machine.initialStates().states).toHaveLength(4);
  const quiet = generals("fault byzantine { who: {p1}, forges: {} }");
  expect(await verdict(`${quiet} invariant Quiet: forall p in P: (p1, 0) notin p.heard`)).not.toMatch(/violated/);
});

test("forged deliveries do not hide a deadlock", async () => {
  const text = generals("fault byzantine { who: {p1} }").replace("terminal when True", "terminal when False");
  expect(await verdict(text)).toMatch(/^deadlock/);
});

test("a forged delivery that fails is an error, and hides no deadlock either", async () => {
  const text = generals("fault byzantine { who: {p1} }")
    .replace("when msg.n < 2", "when 1 div msg.n = 1")
    .replace("when not voted", "when False")
    .replace("terminal when True", "");
  expect(await verdict(text)).toBe("deadlock at depth 1");
});

test("nothing is forged to a byzantine process", () => {
  const machine = machineOf(generals("fault byzantine { who: {p1, p2} }"));
  const { steps } = machine.expand(machine.initialStates().states[0]!);
  expect(new Set(steps.filter(({ label }) => label.forged).map(({ label }) => label.self))).toEqual(new Set(["p3"]));
});

test("whatever a byzantine signer may claim counts as sent", async () => {
  const faulty = (formula: string) =>
    generals("fault byzantine { who: {p1} }", "network set", `invariant I: ${formula}`);
  expect(
    await verdict(faulty("sent(Vote { n: 2 } from p1) and sent(Vote { n: 1 } from p1 to p2) and sent(Vote)")),
  ).not.toMatch(/violated/);
  expect(await verdict(faulty("not sent(Vote { n: index(p3) } from p1)"))).not.toMatch(/violated/);
  expect(await verdict(faulty("not sent(Vote { n: 1 } from p2)"))).not.toMatch(/violated/);
  expect(await verdict(faulty("p2.voted <=> sent(Vote { n: 0 } from p2)"))).not.toMatch(/violated/);
});
