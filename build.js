// Bundles the command line into one file, dist/cli.js: a bundle starts in a fraction of the time that separate modules take.
import { chmodSync } from "node:fs";
import { build } from "esbuild";

const options = {
  bundle: true,
  platform: "node",
  target: "node20.19",
  format: "esm",
  minify: false,
  legalComments: "linked",
};
await build({
  ...options,
  entryPoints: ["src/cli.ts"],
  outfile: "dist/cli.js",
  banner: {
    js: '#!/usr/bin/env node\nimport { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
  },
});
// What the threads of a search load: a small part, without the compiler.
await build({ ...options, entryPoints: ["src/cli/worker.ts"], outfile: "dist/worker.js" });
chmodSync("dist/cli.js", 0o755);
