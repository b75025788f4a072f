/**
 * What a protocol brings to be run by processes: what it brings to be simulated, timers in real time, and the shapes of
 * what comes from connections and disks.
 */
import type { Simulable, System } from "../simulation/system.ts";
import type { Shape } from "./shape.ts";
import type { Range } from "./timers.ts";

export interface Deployment<P extends Simulable>
  extends Pick<System<P>, "name" | "model" | "constants" | "nodes" | "createCore" | "observe" | "variables"> {
  /** Milliseconds, from and to. */
  readonly waits: Readonly<Record<P["wait"], Range>>;
  readonly shapes: {
    readonly message: Shape<P["message"]>;
    readonly record: Shape<P["record"]>;
    readonly request: Shape<P["request"]>;
  };
  /** What people who look on should hear of a step, if anything: "leads in term 3". */
  describe(before: P["state"] | undefined, after: P["state"]): string | undefined;
}
