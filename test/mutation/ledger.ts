/**
 * What was found so far, in a file of JSON Lines: a run that ends early, or one of several that share the work, leaves it
 * for the next. Its first line says for which code and which effort it is; for another one it is refused, because what was
 * found in one says nothing about the other.
 */
import { createHash } from "node:crypto";
import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { protocolsFolder } from "./mutants.ts";
import type { Assignment, Examination } from "./worker.ts";

/** Something that was asked for makes no sense: a matter of one line. */
export class Refused extends Error {
  override readonly name = "Refused";
}

/** Stands for the code that is mutated, the models, who looks, and how hard. */
export function keyOf({ root, effort, by }: Assignment): string {
  const hash = createHash("sha256").update(JSON.stringify(by ? { effort, by } : effort));
  const folder = path.join(root, protocolsFolder);
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !file.startsWith("real"))
    .sort();
  for (const file of files) hash.update(file).update(readFileSync(path.join(folder, file)));
  for (const model of ["raft", "two-phase-commit"]) hash.update(readFileSync(path.join(root, `models/${model}.spec`)));
  return hash.digest("hex").slice(0, 16);
}

export class Ledger {
  readonly known: ReadonlyMap<string, Examination>;
  private readonly file: string | undefined;

  /** Without a file, nothing is known and nothing is kept. */
  constructor(file: string | undefined, key: string) {
    this.file = file;
    if (file === undefined || !existsSync(file)) {
      if (file !== undefined) writeFileSync(file, `${JSON.stringify({ key })}\n`);
      this.known = new Map();
      return;
    }
    const text = readFileSync(file, "utf8");
    // What was being written when the run ended is not there.
    const lines = text
      .slice(0, text.lastIndexOf("\n") + 1)
      .split("\n")
      .slice(0, -1);
    const [first, ...rest] = lines.map((line) => read(file, line));
    if ((first as { readonly key?: unknown } | undefined)?.key !== key)
      throw new Refused(`${file} is about other code, or another effort: take another file, or delete it`);
    if (text.length > 0 && !text.endsWith("\n")) writeFileSync(file, lines.map((line) => `${line}\n`).join(""));
    this.known = new Map((rest as Examination[]).map((item) => [item.name, item]));
  }

  keep(examination: Examination): void {
    if (this.file !== undefined) appendFileSync(this.file, `${JSON.stringify(examination)}\n`);
  }
}

function read(file: string, line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new Refused(`${file} is no ledger: take another file`);
  }
}

/** The mutants of `k/n`: the k-th of n shares, so that each share has something of every file. */
export function shareOf<Item>(items: readonly Item[], part: string | undefined): readonly Item[] {
  if (part === undefined) return items;
  const [share = Number.NaN, shares = Number.NaN] = part.split("/").map(Number);
  if (!Number.isInteger(share) || !Number.isInteger(shares) || share < 1 || share > shares)
    throw new Refused(`--part takes a share such as 2/5, and not ${part}`);
  return items.filter((_item, at) => at % shares === share - 1);
}
