/**
 * A variant of the protocols with a mistake planted in it: the sources with one piece of text replaced, bundled and
 * evaluated in memory. The product contains no switch for mistakes.
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import { runInThisContext } from "node:vm";
import { build } from "esbuild";
import type * as Protocols from "../../src/protocols/index.ts";

export interface Mistake {
  readonly what: string;
  /** In `src/protocols`. */
  readonly file: string;
  /** Occurs exactly once in the file. */
  readonly replace: string;
  readonly by: string;
}

const folder = path.resolve(import.meta.dirname, "../../src/protocols");

export async function plant({ file, replace, by }: Omit<Mistake, "what">): Promise<typeof Protocols> {
  const target = path.join(folder, file);
  const source = readFileSync(target, "utf8");
  if (source.split(replace).length !== 2) throw new Error(`${file} does not contain exactly once: ${replace}`);
  const built = await build({
    entryPoints: [path.join(folder, "index.ts")],
    bundle: true,
    write: false,
    format: "iife",
    globalName: "variant",
    platform: "node",
    target: "node20",
    plugins: [
      {
        name: "plant",
        setup: ({ onLoad }) =>
          onLoad({ filter: /\.ts$/ }, ({ path: loaded }) =>
            loaded === target ? { contents: source.replace(replace, () => by), loader: "ts" } : undefined,
          ),
      },
    ],
  });
  const code = built.outputFiles[0]?.text ?? "";
  return runInThisContext(`(() => { ${code}; return variant; })()`) as typeof Protocols;
}
