// Bundles the command line into dist/cli.js: a bundle starts in a fraction of the time that separate modules take.
import { chmodSync, readdirSync, rmSync } from "node:fs";
import { build } from "esbuild";

const options = {
  bundle: true,
  platform: "node",
  target: "node20.19",
  format: "esm",
  minify: false,
  legalComments: "linked",
};
// What only some commands need, ts-morph above all, is in files of its own and loaded when such a command runs.
const { metafile } = await build({
  ...options,
  entryPoints: ["src/cli.ts"],
  outdir: "dist",
  splitting: true,
  chunkNames: "part-[hash]",
  metafile: true,
  banner: {
    // What parts that were written for CommonJS expect to be there.
    js: `#!/usr/bin/env node
import { createRequire as __createRequire } from "node:module";
import { dirname as __directoryOf } from "node:path";
import { fileURLToPath as __pathOf } from "node:url";
const require = __createRequire(import.meta.url), __filename = __pathOf(import.meta.url), __dirname = __directoryOf(__filename);`,
  },
});
// What the threads of a search load: a small part, without the compiler.
await build({ ...options, entryPoints: ["src/cli/worker.ts"], outfile: "dist/worker.js" });
chmodSync("dist/cli.js", 0o755);
// Parts of earlier builds.
for (const name of readdirSync("dist"))
  if (name.startsWith("part-") && !(`dist/${name.replace(/\.LEGAL\.txt$/, "")}` in metafile.outputs))
    rmSync(`dist/${name}`);
