/**
 * Hands mutants to threads and gathers what they find. What a mutant does is counted, not timed; the clock is there for a
 * thread that is stuck in what nobody counts, and then nothing is said about the mutant.
 */
import { Worker } from "node:worker_threads";
import type { Mutant } from "./mutants.ts";
import type { Assignment, Examination, Task } from "./worker.ts";

export interface PoolSettings extends Assignment {
  /** The bundled worker. */
  readonly script: string;
  readonly threads: number;
  readonly isKnown: (mutant: Mutant) => boolean;
  /** Seconds after which a catcher is given up. */
  readonly patience: number;
}

export async function examineAll(
  mutants: readonly Mutant[],
  settings: PoolSettings,
  told: (examination: Examination, mutant: Mutant) => void,
): Promise<readonly Examination[]> {
  const results = new Map<string, Examination>();
  const queue = [...mutants];
  const work = async () => {
    let thread: Worker | undefined;
    for (let mutant = queue.shift(); mutant; mutant = queue.shift()) {
      thread ??= start(settings);
      const examination = await examineOne(thread, { mutant, isKnown: settings.isKnown(mutant) }, settings.patience);
      if (examination.isLost) {
        await thread.terminate();
        thread = undefined;
      }
      results.set(mutant.name, examination.result);
      told(examination.result, mutant);
    }
    await thread?.terminate();
  };
  await Promise.all(Array.from({ length: settings.threads }, work));
  return mutants.flatMap(({ name }) => results.get(name) ?? []);
}

const start = ({ root, effort, by, script }: PoolSettings): Worker =>
  new Worker(script, { workerData: { root, effort, by } satisfies Assignment });

interface Examined {
  readonly result: Examination;
  /** The thread is of no use any more. */
  readonly isLost: boolean;
}

function examineOne(thread: Worker, task: Task, patience: number): Promise<Examined> {
  return new Promise((resolve) => {
    let [working, before]: [string, Examination["found"]] = ["nobody yet", {}];
    let clock: NodeJS.Timeout | undefined;
    const end = (result: Examination, isLost: boolean) => {
      clearTimeout(clock);
      thread.off("message", hear).off("error", fail).off("exit", leave);
      resolve({ result, isLost });
    };
    const lost = (reason: string) =>
      end({ name: task.mutant.name, found: { ...before, [working]: reason }, seconds: {} }, true);
    const giveUp = () => end({ name: task.mutant.name, found: before, seconds: {}, isGivenUp: true }, true);
    const wait = () => {
      clearTimeout(clock);
      clock = setTimeout(giveUp, patience * 1000);
    };
    const hear = (message: Examination | { readonly working: string; readonly found: Examination["found"] }) => {
      if ("working" in message) {
        working = message.working;
        before = message.found;
        wait();
      } else end(message, false);
    };
    const fail = (problem: Error) => lost(`throws ${problem.message}`);
    const leave = () => lost("ends the thread");
    thread.on("message", hear).on("error", fail).on("exit", leave);
    wait();
    thread.postMessage(task);
  });
}
