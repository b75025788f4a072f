/**
 * The way from the documents to the verdicts: each axiom of a theory, where it stands in the literature, and what became of
 * it in the models that satisfy the theory. This file says what is known, and writes it for the terminal; as Markdown, HTML
 * and JSON it is written by `traceability-formats.ts`.
 */
import type { Citation } from "../ir/index.ts";
import type { Paint } from "./paint.ts";
import { plural } from "./verdict-line.ts";
import { displayWidth, pad, wrap } from "./width.ts";

/** What became of an axiom in one model. */
export type ClaimVerdict =
  | { readonly kind: "holds" }
  /** `expected`: the file expects this configuration to violate something. */
  | { readonly kind: "violated"; readonly steps?: number; readonly expected: boolean }
  /** The model says that it does not satisfy this one, and why. */
  | { readonly kind: "excepted"; readonly because: string }
  /** The model does not speak of it: `satisfies … only { … }`. */
  | { readonly kind: "unclaimed" }
  | { readonly kind: "undecided" };

export interface Claim {
  readonly model: string;
  readonly path: string;
  readonly config: string;
  /** Parameters, budgets and bounds. */
  readonly within: string;
  readonly verdict: ClaimVerdict;
}

export interface TracedAxiom {
  readonly name: string;
  readonly form: "axiom" | "step axiom" | "liveness axiom";
  readonly line: number;
  /** Its own; those of its theory when it has none. */
  readonly cites: readonly Citation[];
  readonly claims: readonly Claim[];
}

export interface TracedTheory {
  readonly name: string;
  readonly path: string;
  readonly line: number;
  readonly cites: readonly Citation[];
  readonly axioms: readonly TracedAxiom[];
}

export const citationText = ({ texts }: Citation): string => texts.join(" · ");

/** `Paxos, Raft`, `PaxosProposeValue: violated in 7 steps, as expected`, `Raft excepted: elections may fail for ever`. */
export function toldOf({ models, claim }: ClaimGroup): string {
  const names = models.join(", ");
  if (claim.verdict.kind === "holds") return names;
  return claim.verdict.kind === "excepted" ? `${names} ${claimText(claim)}` : `${names}: ${claimText(claim)}`;
}

/** `holds`, `violated in 7 steps, as expected`, `excepted: …`. */
export function claimText({ verdict }: Claim): string {
  switch (verdict.kind) {
    case "holds":
      return "holds";
    case "violated": {
      const steps = verdict.steps === undefined ? "" : ` in ${plural(verdict.steps, "step")}`;
      return `violated${steps}${verdict.expected ? ", as expected" : ""}`;
    }
    case "excepted":
      return `excepted: ${verdict.because}`;
    case "unclaimed":
      return "not claimed";
    case "undecided":
      return "undecided";
  }
}

/** Models of which the same is said, together. What nobody claims is left out. */
export interface ClaimGroup {
  readonly models: readonly string[];
  readonly claim: Claim;
}

export function byVerdict(claims: readonly Claim[]): readonly ClaimGroup[] {
  const groups = new Map<string, { readonly models: string[]; readonly claim: Claim }>();
  for (const claim of claims) {
    if (claim.verdict.kind === "unclaimed") continue;
    const group = groups.get(claimText(claim));
    if (group) group.models.push(claim.model);
    else groups.set(claimText(claim), { models: [claim.model], claim });
  }
  return [...groups.values()];
}

export function traceabilityText(theories: readonly TracedTheory[], paint: Paint, width: number): string {
  return theories.map((theory) => theoryText(theory, paint, width)).join("\n\n");
}

function theoryText(theory: TracedTheory, paint: Paint, width: number): string {
  const lines = [`${paint.strong(theory.name)}    ${paint.faint(`${theory.path}:${theory.line}`)}`];
  for (const citation of theory.cites)
    lines.push(...wrap(`  cites  ${citationText(citation)}`, width, "         ").map((line) => paint.faint(line)));
  const column = Math.max(...theory.axioms.map(({ name }) => displayWidth(name)));
  for (const axiom of theory.axioms) {
    const told = byVerdict(axiom.claims);
    const indent = " ".repeat(column + 6);
    if (told.length === 0) lines.push(`  ${pad(axiom.name, column)}  ${paint.faint("– no model yet")}`);
    for (const [at, group] of told.entries()) {
      const sign = signOf(group.claim);
      const [first = "", ...rest] = wrap(toldOf(group), Math.max(20, width - column - 6));
      lines.push(`  ${pad(at === 0 ? axiom.name : "", column)}  ${colourOf(group.claim, paint)(sign)} ${first}`);
      lines.push(...rest.map((line) => indent + line));
    }
  }
  return lines.join("\n");
}

/** Nothing is said by colour alone. */
export function signOf({ verdict }: Claim): string {
  switch (verdict.kind) {
    case "holds":
      return "✓";
    case "violated":
      return "✗";
    case "undecided":
      return "?";
    default:
      return "–";
  }
}

function colourOf({ verdict }: Claim, paint: Paint): (text: string) => string {
  switch (verdict.kind) {
    case "holds":
      return paint.good;
    case "violated":
      return verdict.expected ? paint.warning : paint.bad;
    case "undecided":
      return paint.warning;
    default:
      return paint.faint;
  }
}
