/**
 * What a random model claims. Random formulas are false somewhere nearly always, and then a search ends at once; so most
 * claims are built to hold (whatever their parts say), and some to be false in few states only.
 */
import { condition } from "./conditions.ts";
import { type Hand, read } from "./reads.ts";
import { stored, value } from "./values.ts";
import { formulaOf, type Scope, withKnown } from "./world.ts";

export function declareClaims(hand: Hand): string[] {
  const { dice, world } = hand;
  const lines: string[] = [];
  for (let left = dice.between(1, 2); left > 0; left--)
    lines.push(`invariant ${world.fresh("Inv")}: ${about(hand, "property", dice.chance(42) ? valid : rarelyFalse)}`);
  if (dice.chance(40))
    lines.push(`step invariant ${world.fresh("Step")}: ${about(hand, "step", dice.chance(80) ? valid : rarelyFalse)}`);
  if (dice.chance(25)) lines.push(`reachable ${world.fresh("Goal")}: ${anywhere(hand)}`);
  if (dice.chance(78)) lines.push(dice.chance(78) ? "terminal when True" : `terminal when ${likelyState(hand)}`);
  if (dice.chance(10)) lines.push(`constraint ${about(hand, "property", rarelyFalse)}`);
  if (world.faults.has("crash") && dice.chance(30)) lines.push("fair weak restart");
  if (world.faults.has("partition") && dice.chance(50)) lines.push("fair weak heal");
  return lines;
}

/** A theory, and what its symbols are in the model: the axioms are claims about whatever these say. */
export function declareTheory(hand: Hand): { readonly theory: string[]; readonly satisfies: string[] } {
  const { dice, world } = hand;
  if (!dice.chance(15)) return { theory: [], satisfies: [] };
  const { members } = dice.one(world.kinds);
  const name = world.fresh("x");
  const index = dice.chance(50) ? world.fresh("x") : undefined;
  const numbers = index === undefined ? [] : [{ text: index, shape: { kind: "int", low: 1, high: 2 } as const }];
  const scope = withKnown(formulaOf(world, "property"), ...numbers);
  const inside = withKnown(scope, { text: name, shape: members });
  return {
    theory: [
      "theory Marks",
      "type Process",
      "state marked: Set<Process>",
      "state most: 0..3",
      "define others = Process minus marked",
      "axiom Few: len(marked) <= len(Process) and (most >= 0 or others = {})",
      "axiom Split: forall p in Process: p in marked <=> p notin others",
      "step axiom Kept: old(marked) subset Process and (marked = old(marked) => others = old(others))",
      ...(dice.chance(15) ? ["axiom Bounded: len(marked) <= most"] : []),
    ],
    satisfies: [
      `satisfies Marks${index === undefined ? "" : ` for (${index} in 1..2)`} with {`,
      `  Process = ${members.name},`,
      `  marked = { ${name} for ${name} in ${members.name} where ${condition(hand, inside, 2)} },`,
      `  most = ${stored(hand, 0, 3, scope, 2)}`,
      "}",
    ],
  };
}

type Claim = (hand: Hand, scope: Scope) => string;

/** A claim about the whole state, or about each process. */
function about(hand: Hand, mode: "property" | "step", claim: Claim): string {
  const { dice, world } = hand;
  const scope = formulaOf(world, mode);
  const kinds = dice.some(world.kinds, 60);
  const bound = kinds.map(({ members }) => ({ text: world.fresh("x"), shape: members }));
  const binders = bound.map(({ text, shape }) => `forall ${text} in ${shape.name}: `).join("");
  return `${binders}${claim(hand, withKnown(scope, ...bound))}`;
}

/** True by its form. */
const valid: Claim = (hand, scope) => {
  const { dice } = hand;
  const formula = condition(hand, scope, 3);
  return dice.one([
    () => `(${formula} or not ${formula})`,
    () => `(${formula} => (${condition(hand, scope, 1)} or ${formula}))`,
    () => `(${formula} <=> ${formula})`,
    () => `(if ${formula} then ${formula} else not ${formula})`,
  ])();
};

/** A condition on initial states that leaves some. */
export const mostStates = (hand: Hand): string => about(hand, "property", rarelyFalse);

/** False only where several things come together. */
const rarelyFalse: Claim = (hand, scope) => {
  const { dice } = hand;
  const atoms = Array.from({ length: dice.between(3, 5) }, () => equation(hand, scope));
  return `not (${atoms.join(" and ")})`;
};

function equation(hand: Hand, scope: Scope): string {
  const { dice } = hand;
  const left = read(hand, scope, (shape) => shape.kind !== "int" || shape.low < shape.high);
  if (!left || dice.chance(15)) return condition(hand, scope, 1);
  // A value that mentions nothing else, most of the time: what can be read is often equal to what can be read.
  const plain: Scope = { mode: "initial", known: [], variables: [] };
  const right =
    left.shape.kind === "bool"
      ? dice.one(["True", "False"])
      : ((dice.chance(80) ? value(hand, left.shape, plain, 0) : undefined) ?? value(hand, left.shape, scope, 0));
  return right === undefined || right === left.text ? condition(hand, scope, 1) : `${left.text} = ${right}`;
}

function anywhere(hand: Hand): string {
  const { dice, world } = hand;
  const { members } = dice.one(world.kinds);
  const name = world.fresh("x");
  const scope = withKnown(formulaOf(world, "property"), { text: name, shape: members });
  return `exists ${name} in ${members.name}: (${condition(hand, scope, 1)} or ${equation(hand, scope)})`;
}

const likelyState = (hand: Hand): string => {
  const scope = formulaOf(hand.world, "property");
  return `(${condition(hand, scope, 1)} or ${condition(hand, scope, 1)} or ${condition(hand, scope, 1)})`;
};
