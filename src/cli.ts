/** The program: arguments of the process in, its exit code out. Everything in between is `cli/main.ts`. */
import { main } from "./cli/main.ts";
import { createHost } from "./host.ts";

process.exitCode = await main(process.argv.slice(2), createHost(import.meta.url));
