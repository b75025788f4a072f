/**
 * A mutant as a module: the protocols' sources with one piece of text replaced, bundled and evaluated in memory. It shares
 * its collections' library with everybody else. Its loops and its steps are counted, so that a mutant which never ends is
 * found by counting, on a busy machine as on a quiet one.
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import { runInThisContext } from "node:vm";
import { build } from "esbuild";
import * as immutable from "immutable";
import type * as Protocols from "../../src/protocols/index.ts";
import { bounded, countLoops, type Meter } from "./endless.ts";
import { isMutated, type Mutant, mutated, protocolsFolder } from "./mutants.ts";

type Loaded = (module: { exports: unknown }, require: (name: string) => unknown, meter: Meter) => void;

/** The protocols, or a mutant of them. */
export async function load(root: string, mutant?: Mutant): Promise<typeof Protocols> {
  const folder = path.join(root, protocolsFolder);
  const target = mutant && path.join(folder, mutant.file);
  const built = await build({
    entryPoints: [path.join(folder, "index.ts")],
    bundle: true,
    write: false,
    format: "cjs",
    platform: "node",
    target: "node20",
    external: ["immutable"],
    logLevel: "silent",
    plugins: [
      {
        name: "mutate",
        setup: ({ onLoad }) =>
          onLoad({ filter: /\.ts$/ }, ({ path: loaded }) => {
            if (!isMutated(path.relative(folder, loaded))) return undefined;
            const text = readFileSync(loaded, "utf8");
            return { contents: countLoops(mutant && loaded === target ? mutated(mutant, text) : text), loader: "ts" };
          }),
      },
    ],
  });
  const code = built.outputFiles[0]?.text ?? "";
  const module = { exports: {} };
  const run = runInThisContext(`((module, require, meter) => { ${code}\n})`) as Loaded;
  const meter: Meter = { turns: 0 };
  const bring = (name: string) => {
    if (name === "immutable") return immutable;
    throw new Error(`protocols do not import ${name}`);
  };
  run(module, bring, meter);
  return bounded(module.exports as typeof Protocols, meter);
}
