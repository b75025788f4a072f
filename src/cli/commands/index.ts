/** Every subcommand, in the order in which `--help` lists them. */
import type { Subcommand } from "../subcommand.ts";
import { explain } from "./explain.ts";
import { fmt } from "./fmt.ts";
import { newModel } from "./new.ts";

export const subcommands: readonly Subcommand[] = [fmt, explain, newModel];
