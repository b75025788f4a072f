/** Lock-step as the tests run it: a protocol, perhaps with a mistake planted in its code, within the bounds of small settings. */
import {
  accountOf,
  type Cores,
  type LockstepAccount,
  type LockstepFigures,
  type LockstepOptions,
  prepareCode,
  raftSubject,
  reproductionOf,
  type Subject,
  searchPairs,
  twoPhaseSubject,
} from "../../src/conform/index.ts";
import { createMachine } from "../../src/interpreter/index.ts";
import type { Raft, Simulable, TwoPhase } from "../../src/protocols/index.ts";
import { createPaint, lockstepText } from "../../src/report/index.ts";
import { modelOf, type Variation } from "../models/model.ts";

export interface Held {
  readonly kind: "holds" | "violated" | "inconclusive";
  readonly figures: LockstepFigures;
  /** Actions of the model that the code never took. */
  readonly never: readonly string[];
  /** Actions of the model that the code leaves out in some states, with how often: `Server.clientRequest 12 of 40`. */
  readonly left: readonly string[];
  readonly account?: LockstepAccount;
  /** What the terminal shows of a violation. */
  readonly card?: string;
  /** The violation as a test; it imports the protocols from `protocols`. */
  readonly test?: string;
}

export interface Bounds extends Variation, Pick<LockstepOptions, "mostPairs" | "closely" | "calmEvery"> {
  /** Instead of the package's model. */
  readonly path?: string;
  readonly protocols?: string;
}

async function hold<P extends Simulable>(subject: Subject<P>, bounds: Bounds): Promise<Held> {
  const {
    mostPairs,
    closely = false,
    calmEvery = 1,
    protocols = "protocols",
    settings,
    config = subject.configuration,
    edits,
  } = bounds;
  const all = [...subject.settings, ...(settings === undefined ? [] : [settings])].join(", ");
  const machine = createMachine(modelOf(subject.path, { edits, config, settings: all }));
  const { code, diagnostics } = prepareCode(subject, machine);
  if (!code) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  const outcome = await searchPairs(code, machine, {
    closely,
    calmEvery,
    ...(mostPairs === undefined ? {} : { mostPairs }),
  });
  const { kind, figures, actions } = outcome;
  const never = actions.filter(({ taken }) => taken === 0).map(({ name }) => name);
  const left = actions.flatMap((item) => (item.left ? [`${item.name} ${item.left} of ${item.possible}`] : []));
  if (outcome.kind !== "violated") return { kind, figures, never, left };
  const account = accountOf(outcome, code, machine);
  const result = {
    code: subject.name,
    model: machine.model,
    name: machine.model.name,
    file: subject.path,
    configuration: config,
    kind,
    figures,
    actions,
    duties: code.duties.length,
    outside: [],
    seconds: 0,
    account,
    again: `npx check lockstep ${subject.name}`,
  };
  const card = lockstepText(result, createPaint(false), 90);
  return { kind, figures, never, left, account, card, test: reproductionOf(outcome, account, code, protocols) };
}

export const holdRaft = (
  bounds: Bounds = {},
  cores?: Cores,
  change?: (subject: Subject<Raft>) => Subject<Raft>,
): Promise<Held> => {
  const subject = raftSubject(cores);
  return hold(change ? change(subject) : subject, bounds);
};

export const holdTwoPhase = (
  bounds: Bounds = {},
  cores?: Cores,
  change?: (subject: Subject<TwoPhase>) => Subject<TwoPhase>,
): Promise<Held> => {
  const subject = twoPhaseSubject(cores);
  return hold(change ? change(subject) : subject, bounds);
};

/** Only the model and what the code comes to are looked at. */
export const holdRaftWithoutDuties = (bounds: Bounds, cores?: Cores): Promise<Held> =>
  holdRaft(bounds, cores, (subject) => ({ ...subject, duties: () => [] }));

export const holdTwoPhaseWithoutDuties = (bounds: Bounds, cores?: Cores): Promise<Held> =>
  holdTwoPhase(bounds, cores, (subject) => ({ ...subject, duties: () => [] }));
