/** Every subcommand, in the order in which `--help` lists them. */
import type { Subcommand } from "../subcommand.ts";
import { cluster } from "./cluster.ts";
import { code } from "./code.ts";
import { conform } from "./conform.ts";
import { explain } from "./explain.ts";
import { fmt } from "./fmt.ts";
import { history } from "./history.ts";
import { lockstep } from "./lockstep.ts";
import { merge } from "./merge.ts";
import { newModel } from "./new.ts";
import { node } from "./node.ts";
import { types } from "./types.ts";

export const subcommands: readonly Subcommand[] = [
  fmt,
  explain,
  newModel,
  conform,
  types,
  lockstep,
  code,
  node,
  cluster,
  merge,
  history,
];
