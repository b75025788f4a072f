/**
 * What TLC finds in published TLA+ modules, and which file and configuration here is the same model. Distinct states and
 * depths are TLC's; so are the transitions, except where a guard is one step to us and a step for each witness or disjunct
 * to TLC (a test turns some of these guards into parameters, and has TLC's figures then).
 */
export interface Published {
  readonly module: string;
  /** In this folder, or from this folder. */
  readonly file: string;
  readonly config: string;
  /** Distinct states. */
  readonly states: number;
  /** Initial states and every successor computed, in TLC. */
  readonly generated: number;
  /** Ours, where they differ from `generated`. */
  readonly transitions?: number;
  /** Of the state graph; an initial state has depth 1. TLC's is unknown where there is none. */
  readonly depth?: number;
  /** The configuration of the module has a constraint. */
  readonly constrained?: true;
  /** Takes more than a few seconds: left to `npm run test:full` and `npm run oracle`. */
  readonly large?: true;
}

export const published: readonly Published[] = [
  { module: "TCommit", file: "tcommit.spec", config: "default", states: 34, generated: 94, depth: 7 },
  { module: "TwoPhase", file: "two-phase.spec", config: "default", states: 288, generated: 1146, depth: 11 },
  { module: "TwoPhase", file: "two-phase.spec", config: "seven", states: 296_448, generated: 2_744_706, depth: 23 },
  { module: "TwoPhase", file: "two-phase.spec", config: "eight", states: 1_745_408, generated: 18_507_778, depth: 26 },
  {
    module: "TwoPhase",
    file: "two-phase.spec",
    config: "nine",
    states: 10_340_352,
    generated: 123_558_402,
    large: true,
  },
  {
    module: "PaxosCommit",
    file: "paxos-commit.spec",
    config: "default",
    states: 1_321_761,
    generated: 16_959_159,
    transitions: 15_242_979,
    depth: 28,
  },
  { module: "ACP_NB", file: "acp-nb.spec", config: "default", states: 4284, generated: 23_988, depth: 19 },
  { module: "nbacc_ray97", file: "nbacc-ray97.spec", config: "default", states: 3016, generated: 49_592, depth: 7 },
  {
    module: "MCPaxosTiny",
    file: "mc-paxos-tiny.spec",
    config: "default",
    states: 3921,
    generated: 23_563,
    transitions: 22_995,
    depth: 17,
  },
  {
    module: "MCVoting",
    file: "mc-voting.spec",
    config: "default",
    states: 6752,
    generated: 41_017,
    transitions: 26_905,
    depth: 16,
  },
  // TLC 1.7.4 says depth 9; a published figure of 10 comes from several workers, which may find a state late.
  {
    module: "EWD840",
    file: "ewd840.spec",
    config: "default",
    states: 302,
    generated: 2001,
    transitions: 1817,
    depth: 9,
  },
  {
    module: "AsyncTerminationDetection",
    file: "async-termination-detection.spec",
    config: "default",
    states: 4097,
    generated: 53_271,
    depth: 14,
    constrained: true,
  },
  {
    module: "EWD998Small",
    file: "ewd998-small.spec",
    config: "default",
    states: 1_520_618,
    generated: 11_238_019,
    transitions: 10_507_635,
    depth: 59,
    constrained: true,
  },
  { module: "bcastByz", file: "bcast-byz.spec", config: "default", states: 14_424, generated: 227_344, depth: 7 },
  {
    module: "MCLamportMutex",
    file: "mc-lamport-mutex.spec",
    config: "default",
    states: 724_274,
    generated: 2_729_079,
    depth: 61,
    constrained: true,
  },
  { module: "Peterson", file: "peterson.spec", config: "default", states: 42, generated: 77, depth: 11 },
  {
    module: "ReadersWriters",
    file: "readers-writers.spec",
    config: "default",
    states: 21_527,
    generated: 59_674,
    depth: 13,
  },
  {
    module: "DiningPhilosophers",
    file: "dining-philosophers.spec",
    config: "default",
    states: 67,
    generated: 336,
    depth: 29,
  },
  { module: "MCChangRoberts", file: "chang-roberts.spec", config: "default", states: 137, generated: 227, depth: 10 },
  {
    module: "Raft",
    file: "../../bench/models/raft.spec",
    config: "default",
    states: 5_932_369,
    generated: 24_813_673,
    depth: 43,
    large: true,
  },
];
