/**
 * How lock-step finds that code does not get done: each way to end without the goal, what faults come before the calm, which
 * timers run, and that nothing depends on the order in which continuations are looked at.
 */
import { describe, expect, it, vi } from "vitest";
import { prepareCode, raftSubject, searchPairs, twoPhaseSubject } from "../../src/conform/index.ts";
import type { Code } from "../../src/conform/lockstep/code.ts";
import type { CodeState } from "../../src/conform/lockstep/code-state.ts";
import { Progress } from "../../src/conform/lockstep/progress.ts";
import { type Running, RunningTimers } from "../../src/conform/lockstep/running.ts";
import { createMachine } from "../../src/interpreter/index.ts";
import type { Simulable } from "../../src/protocols/index.ts";
import { modelOf } from "../models/model.ts";
import { type Mistake, plant } from "../protocols/variant.ts";
import { holdRaftWithoutDuties, holdTwoPhaseWithoutDuties } from "./lockstep.ts";

vi.setConfig({ testTimeout: 120_000 });

const inquiry = `  turn.send(coordinator, { type: "Ready" });\n  turn.startTimer("inquiry", "inquiry");\n}`;
const askingOnce: Mistake = {
  what: "a participant asks again once",
  file: "two-phase-commit/participant.ts",
  replace: inquiry,
  by: `  turn.send(coordinator, { type: "Ready" });\n}`,
};
const sendingOnce: Mistake = {
  what: "a leader sends each message once",
  file: "raft/replication.ts",
  replace: `  turn.startTimer(sending(follower), "retry");\n`,
  by: "",
};

describe("code does not get done that", () => {
  it("comes to rest", async () => {
    const mistake = { file: "two-phase-commit/participant.ts", replace: inquiry, by: "}" };
    const { account } = await holdTwoPhaseWithoutDuties({ settings: "Managers = 1" }, await plant(mistake));
    expect(account?.title).toBe("the code does not get done: r1 is still Prepared");
    expect(account?.calm).toMatchObject({ steps: 3, ending: "nothing is on its way, and no timer runs" });
  });

  it("goes round", async () => {
    const mistake = {
      file: "two-phase-commit/core.ts",
      replace: `      if (input.message.type === "Commit") onCommit(turn, input);\n`,
      by: "",
    };
    const { account } = await holdTwoPhaseWithoutDuties({ settings: "Managers = 1" }, await plant(mistake));
    expect(account?.calm?.ending).toBe("everything is as it was before, and goes round for ever");
    expect(account?.calm?.rows.at(-1)?.what).toBe("receives Commit from coordinator");
  });

  it("goes on for ever, into states that are new", async () => {
    const mistake = {
      file: "raft/core.ts",
      replace: `  if (role === "Leader") appendEntries(server, peer);\n`,
      by: "",
    };
    const { account } = await holdRaftWithoutDuties({ settings: "Servers = 2" }, await plant(mistake));
    expect(account?.calm?.ending).toBe("nobody waits for more steps than that");
    expect(account?.calm?.rows[0]?.number).toBeGreaterThan(2000);
  });

  it("sends once, where the network may lose it", async () => {
    const { account } = await holdTwoPhaseWithoutDuties({ settings: "Managers = 1" }, await plant(askingOnce));
    expect(account?.calm?.silence).toContain("is lost");
    expect(account?.calm?.missing).toBe("r1 is still Prepared");
  });

  it("does not: where nothing is lost, whoever sends once gets done", async () => {
    const bounds = { settings: "Servers = 2, loss.total = 0, restart.total = 0" };
    expect((await holdRaftWithoutDuties(bounds, await plant(sendingOnce))).kind).toBe("holds");
  });
});

/** Some states of the code, whatever the model says of them, and the timers that run there. */
function statesOf<P extends Simulable>(code: Code<P>, most: number): readonly (readonly [CodeState<P>, Running])[] {
  const timers = new RunningTimers();
  const { state, started } = code.initial();
  const begin: Running = started.map((list) => timers.joined([], list));
  const found = new Map<string, readonly [CodeState<P>, Running]>([[state.text, [state, begin]]]);
  for (const [at, running] of found.values()) {
    for (const step of code.steps(at)) {
      const target = step.ways.at(-1)?.target;
      if (target && found.size < most && !found.has(target.text))
        found.set(target.text, [target, timers.after(running, at, step)]);
    }
  }
  return [...found.values()];
}

const codeOf = () => {
  const subject = raftSubject();
  const { code } = prepareCode(
    subject,
    createMachine(modelOf(subject.path, { settings: "Servers = 2, Heartbeats = True, crash.total = 1" })),
  );
  if (!code) throw new Error("the package's own mapping is refused");
  return code;
};

it("what is known to get done changes nothing: looked at apart, from the end on, or together", () => {
  const code = codeOf();
  const states = statesOf(code, 150);
  expect(states).toHaveLength(150);
  const together = new Progress(code);
  for (const [state, running] of states) expect(together.from(state, running)).toBeUndefined();
  const backwards = new Progress(code);
  for (const [state, running] of [...states].reverse()) expect(backwards.from(state, running)).toBeUndefined();
  let longest = 0;
  for (const [state, running] of states) {
    const alone = new Progress(code);
    expect(alone.from(state, running)).toBeUndefined();
    longest = Math.max(longest, alone.longest);
  }
  expect([together.longest, backwards.longest]).toEqual([longest, longest]);
  expect(together.steps).toBeLessThan(states.length * 20);
});

it("a timer runs from its start until it fires, or its node fails", () => {
  const code = codeOf();
  const timers = new RunningTimers();
  const { state, started } = code.initial();
  const first = started.map((list) => timers.joined([], list));
  const names = (running: Running) => running.map((list) => list.map(({ timer, wait }) => `${timer} ${wait}`));
  expect(names(first)).toEqual([["election election"], ["election election"]]);
  const after = (from: CodeState<never> | typeof state, running: Running, text: RegExp) => {
    for (const step of code.steps(from as typeof state)) {
      const target = step.ways.at(-1)?.target;
      if (target && text.test(JSON.stringify(step.happening)))
        return [target, timers.after(running, from as typeof state, step)] as const;
    }
    throw new Error(`nothing like ${text}`);
  };
  const [candidate, sending] = after(state, first, /"node":"s1".*"timer":"election"(?!.*failing)/);
  expect(names(sending)).toEqual([["election election", "send s2 now"], ["election election"]]);
  const [sent, waiting] = after(candidate, sending, /"node":"s1".*"timer":"send s2"(?!.*failing)/);
  expect(names(waiting)[0]).toEqual(["election election", "send s2 retry"]);
  expect(names(after(sent, waiting, /"kind":"loss"/)[1])).toEqual(names(waiting));
  const [down, none] = after(sent, waiting, /"kind":"fail","node":"s1","failing":"crash"/);
  expect(names(none)).toEqual([[], ["election election"]]);
  expect(names(after(down, none, /"kind":"return","node":"s1"/)[1])[0]).toEqual(["election election"]);
  expect(names(after(sent, waiting, /"node":"s1".*"failing":"restart"/)[1])[0]).toEqual(["election election"]);
});

it("is not known when it is interrupted before", async () => {
  const subject = twoPhaseSubject();
  const machine = createMachine(modelOf(subject.path, { config: subject.configuration, settings: "Managers = 1" }));
  const { code } = prepareCode(subject, machine);
  if (!code) throw new Error("the package's own mapping is refused");
  let looks = 0;
  const outcome = await searchPairs(code, machine, { interrupted: () => ++looks > 1 });
  expect(outcome).toMatchObject({ kind: "inconclusive", limit: "interrupted", figures: { pairs: 111, settled: 0 } });
});
