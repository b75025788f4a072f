/**
 * A violation as a vitest file that needs nothing but the core: it gives a node the inputs that it had, takes its disk and
 * its crashes along, and looks at the last step, or at all steps since the faults ended. It fails for as long as the core does
 * the same there. Only steps of nodes are in it, because a core knows no network: what a node received is written out.
 */
import type { Simulable } from "../../protocols/index.ts";
import { type LockstepAccount, type LockstepViolation, pathTo } from "./account.ts";
import type { CalmStep } from "./calm.ts";
import type { Code } from "./code.ts";
import { rerun, type Seen } from "./rerun.ts";
import type { Happening } from "./step.ts";

/** `protocols` is the path of the protocols' index, as an import of the file says it. */
export function reproductionOf<P extends Simulable>(
  violation: LockstepViolation<P>,
  account: LockstepAccount,
  code: Code<P>,
  protocols: string,
): string {
  const { subject } = code;
  const { create, observe } = subject.source;
  const happenings = pathTo(violation.pair).map(({ from }) => from.step.happening);
  if (violation.step) happenings.push(violation.step.happening);
  const led = happenings.length;
  const calm = violation.standstill?.steps.slice(0, mostCalmSteps) ?? [];
  happenings.push(...calm.map(happeningOf));
  const last = happenings.at(-1);
  const node = last && "node" in last ? last.node : (violation.pair.code.nodes[0]?.name ?? "");
  const seen = rerun(code.core, subject, happenings, node, led);
  const witnesses = witnessesOf(violation, account, seen);
  const wrong = Object.fromEntries(witnesses.map(({ name, read }) => [name, read(seen)]));
  const steps = happenings.slice(0, led).flatMap((happening, at) => {
    const row = account.rows[at];
    const comment = row ? [`// ${row.number}. ${row.who} ${row.what}`] : [];
    return [...comment, ...linesOf(happening, at === happenings.length - 1)];
  });
  steps.push(...calmLines(calm));
  const uses = (call: string) => steps.some((line) => line.startsWith(call) || line.includes(` ${call}`));
  const isTrail = calm.length > 0;
  const look = isTrail
    ? ""
    : `  const last = seen(${JSON.stringify(node)}${last && "node" in last && last.kind !== "fail" ? ", outcome" : ""});\n`;
  const why = [
    account.title,
    ...(account.rejected?.refusals.map(({ action, reason }) => `the model's ${action}: ${reason}`) ?? []),
    ...(account.breach ? [`${account.breach.owed} (${account.breach.source})`] : []),
    ...account.differences.map(({ what, code: ours, model }) => `${what}: the code has ${ours}, the model ${model}`),
  ];
  return `/**
 * Written by \`lockstep ${subject.name}\`. It fails ${reasons[account.kind](code.model.name)}:
 *
${why.map((line) => ` * ${line.replaceAll("*/", "* /")}`).join("\n")}
 */
import { expect, it } from "vitest";
import { ${[create, "encode", ...(isTrail ? [] : ["encodeState", observe])].sort().join(", ")} } from ${JSON.stringify(protocols)};

const core = ${create}(${subject.source.arguments(code.nodes)}, ({ action }) => ({ action }));
type Outcome = ReturnType<typeof core.step>;
type Input = Parameters<typeof core.step>[1];
const disks = new Map(core.nodes.map((node) => [node, [] as Parameters<typeof core.start>[1][number][]]));
const states = new Map(core.nodes.map((node) => [node, core.start(node, [], false).state]));

function carryOut(node: string, outcome: Outcome): Outcome {
  for (const effect of outcome.effects) if (effect.kind === "append") disks.get(node)!.push(effect.record);
  states.set(node, outcome.state);
  return outcome;
}

const step = (node: string, input: Input): Outcome => carryOut(node, core.step(states.get(node)!, input));
${uses("restart(") ? restartText : ""}${uses("fail(") ? failText : ""}${isTrail ? "" : seenText(observe)}
it(${JSON.stringify(`${subject.name}: ${account.title}`)}, () => {
${steps.map((line) => `  ${line}`).join("\n")}
${look}  const found = { ${witnesses.map(({ name, code: text }) => `${JSON.stringify(name)}: ${text}`).join(", ")} };
  expect(found).not.toEqual(${JSON.stringify(wrong, undefined, 2).replaceAll("\n", "\n  ")});
});
`;
}

/** Until when the test fails. */
const reasons: Readonly<Record<LockstepAccount["kind"], (model: string) => string>> = {
  model: (model) => `while the code does in its last step what the model ${model} can't`,
  duty: () => "while the code does not keep a duty in its last step",
  progress: () => "while the code does the same without faults, and does not get done",
};

/** What has to come out otherwise does so early. */
const mostCalmSteps = 200;

const happeningOf = <P extends Simulable>({ before: { name: node }, input }: CalmStep<P>): Happening<P> =>
  input ? { kind: "input", node, input, events: [] } : { kind: "return", node };

/** From here on nothing fails any more; without an input, the node comes back. */
function calmLines<P extends Simulable>(calm: readonly CalmStep<P>[]): readonly string[] {
  if (calm.length === 0) return [];
  const items = calm.map(({ before, input }) => JSON.stringify(input ? [before.name, input] : [before.name]));
  return [
    "// From here on nothing fails any more. Without an input, the node comes back.",
    "const calm: readonly (readonly [node: string, input?: Input])[] = [",
    ...items.map((item) => `  ${item},`),
    "];",
    "const trail = calm.map(([node, input]) => {",
    "  const { messages, effects } = input ? step(node, input) : restart(node);",
    "  return { sent: encode(messages), effects: encode(effects) };",
    "});",
  ];
}

const seenText = (observe: string): string => `
/** What there is to see after the last step. */
const seen = (node: string, outcome?: Outcome) => ({
  events: outcome?.events.map(({ action }) => action),
  sent: outcome && encode(outcome.messages),
  effects: outcome && encode(outcome.effects),
  state: encodeState(${observe}, states.get(node)!),
  disk: encodeState(${observe}, core.start(node, disks.get(node)!, false).state),
});
`;

const restartText = `const restart = (node: string): Outcome => carryOut(node, core.start(node, disks.get(node)!, true));
`;

const failText = `
/** The node fails; so many records are on its disk afterwards. */
function fail(node: string, records: number): void {
  disks.get(node)!.length = records;
  states.set(node, core.start(node, disks.get(node)!, false).state);
}
`;

/** What gives the violation away: how to read it here, and in the test. */
interface Witness {
  readonly name: string;
  readonly code: string;
  read(seen: Seen): unknown;
}

const whole = (name: keyof Seen): Witness => ({ name, code: `last.${name}`, read: (seen) => seen[name] });

function witnessesOf<P extends Simulable>(
  { complaint, breach, standstill }: LockstepViolation<P>,
  account: LockstepAccount,
  seen: Seen,
): readonly Witness[] {
  if (standstill && seen.trail !== undefined) return [{ name: "trail", code: "trail", read: (last) => last.trail }];
  if (breach || standstill) return [whole("sent"), whole("effects"), whole("state")];
  if (complaint !== undefined) return [whole("sent"), whole("effects")];
  if (account.rejected) return [whole("events")];
  const found = new Map<string, Witness>();
  for (const { what, of } of account.differences) {
    const place = of?.durable ? "disk" : "state";
    const witness =
      of === undefined
        ? whole("sent")
        : of.variable in seen[place]
          ? {
              name: what,
              code: `last.${place}.${of.variable}`,
              read: (last: Seen) => last[place][of.variable],
            }
          : whole(place);
    found.set(witness.name, witness);
  }
  return found.size > 0 ? [...found.values()] : [whole("events")];
}

function linesOf<P extends Simulable>(happening: Happening<P>, isLast: boolean): readonly string[] {
  const text = (value: unknown) => JSON.stringify(value);
  const kept = isLast ? "const outcome = " : "";
  switch (happening.kind) {
    case "input": {
      const { node, input, failing, interruption } = happening;
      const taken = `${kept}step(${text(node)}, ${text(input)});`;
      if (!interruption) return [taken];
      const failed = `fail(${text(node)}, ${interruption.records});`;
      return failing === "restart" ? [taken, failed, `restart(${text(node)});`] : [taken, failed];
    }
    case "fail":
      return [
        `fail(${text(happening.node)}, ${happening.records});`,
        ...(happening.failing === "restart" ? [`restart(${text(happening.node)});`] : []),
      ];
    case "return": {
      const { node, interruption } = happening;
      const back = `${kept}restart(${text(node)});`;
      return interruption ? [back, `fail(${text(node)}, ${interruption.records});`] : [back];
    }
    case "loss":
    case "duplication":
      return [];
  }
}
