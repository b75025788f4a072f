/**
 * The program as a bundle of this test's own, so that no other test that builds `dist` replaces it while nodes run. A
 * mistake can be planted in it, to see that the test would find it.
 */
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";

export interface Program {
  readonly file: string;
  remove(): void;
}

const root = path.resolve(import.meta.dirname, "../../..");
let bundles = 0;

export interface Planted {
  /** In `src`; the text occurs exactly once in it. */
  readonly file: string;
  readonly replace: string;
  readonly by: string;
}

export async function bundleProgram(planted?: Planted): Promise<Program> {
  const folder = path.join(root, `node_modules/.cache/real-${process.pid}-${++bundles}`);
  mkdirSync(folder, { recursive: true });
  await build({
    bundle: true,
    platform: "node",
    target: "node20.19",
    format: "esm",
    splitting: true,
    external: ["ts-morph"],
    entryPoints: [path.join(root, "src/cli.ts")],
    outdir: path.join(folder, "dist"),
    banner: {
      js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
    },
    plugins: planted ? [plant(planted)] : [],
  });
  return { file: path.join(folder, "dist/cli.js"), remove: () => rmSync(folder, { recursive: true, force: true }) };
}

function plant({ file, replace, by }: Planted) {
  const target = path.join(root, "src", file);
  const source = readFileSync(target, "utf8");
  if (source.split(replace).length !== 2) throw new Error(`${file} does not contain exactly once: ${replace}`);
  return {
    name: "plant",
    setup: ({ onLoad }: import("esbuild").PluginBuild) =>
      onLoad({ filter: /\.ts$/ }, ({ path: loaded }) =>
        loaded === target ? { contents: source.replace(replace, () => by), loader: "ts" as const } : undefined,
      ),
  };
}
