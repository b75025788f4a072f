/**
 * A mutant as a module: the protocols' sources with one piece of text replaced, bundled and evaluated in memory. It shares
 * its collections' library with everybody else.
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import { runInThisContext } from "node:vm";
import { build } from "esbuild";
import * as immutable from "immutable";
import type * as Protocols from "../../src/protocols/index.ts";
import { type Mutant, mutated, protocolsFolder } from "./mutants.ts";

type Loaded = (module: { exports: unknown }, require: (name: string) => unknown) => void;

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
          onLoad({ filter: /\.ts$/ }, ({ path: loaded }) =>
            mutant && loaded === target
              ? { contents: mutated(mutant, readFileSync(target, "utf8")), loader: "ts" }
              : undefined,
          ),
      },
    ],
  });
  const code = built.outputFiles[0]?.text ?? "";
  const module = { exports: {} };
  const run = runInThisContext(`((module, require) => { ${code}\n})`) as Loaded;
  run(module, (name) => {
    if (name === "immutable") return immutable;
    throw new Error(`protocols do not import ${name}`);
  });
  return module.exports as typeof Protocols;
}
