/**
 * A variant of a room with a mistake planted in it: the sources with one piece of text replaced, bundled and evaluated in
 * memory. The product contains no switch for mistakes.
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import { runInThisContext } from "node:vm";
import { build } from "esbuild";
import type * as Protocols from "../../src/protocols/index.ts";

export interface Mistake {
  readonly what: string;
  /** In `src/protocols`, or in the folder that is given. */
  readonly file: string;
  /** Occurs exactly once in the file. */
  readonly replace: string;
  readonly by: string;
}

type Change = Omit<Mistake, "what">;

export const plant = (change: Change): Promise<typeof Protocols> => plantIn<typeof Protocols>("protocols", change);

/** The protocols with the mistake in them, as the text of a module. */
export const planted = (change: Change): Promise<string> => bundle("protocols", change, "esm");

/** What `index.ts` in `place`, a folder of `src`, exports with the mistake in it. */
export async function plantIn<Room>(place: string, change: Change): Promise<Room> {
  const code = await bundle(place, change, "iife");
  return runInThisContext(`(() => { ${code}; return variant; })()`) as Room;
}

async function bundle(place: string, { file, replace, by }: Change, format: "iife" | "esm"): Promise<string> {
  const folder = path.resolve(import.meta.dirname, "../../src", place);
  const target = path.join(folder, file);
  const source = readFileSync(target, "utf8");
  if (source.split(replace).length !== 2) throw new Error(`${file} does not contain exactly once: ${replace}`);
  const built = await build({
    entryPoints: [path.join(folder, "index.ts")],
    bundle: true,
    write: false,
    format,
    ...(format === "iife" ? { globalName: "variant" } : {}),
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
  return built.outputFiles[0]?.text ?? "";
}
