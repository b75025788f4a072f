/** Zab without one of its rules, by the step of the paper's §IV that gives the rule. */
import { mutants } from "./mutants.ts";

mutants("models/zab.spec", [
  {
    what: "f.1.2: a follower does not write down what it has promised",
    edits: [["      acceptedEpoch := msg.epoch\n      reply AckEpoch", "      reply AckEpoch"]],
    breaks: "does not reach EveryoneDelivers",
    only: ["EveryoneDelivers"],
  },
  {
    what: "f.1.2: a follower promises the same epoch again, to whoever asks",
    edits: [["msg.epoch > acceptedEpoch {", "msg.epoch ≥ acceptedEpoch {"]],
    breaks: "OnePrimaryPerEpoch",
    settings: "MaxGivingUp = 2, MaxLog = 1",
    only: ["OnePrimaryPerEpoch"],
  },
  {
    what: "l.1.2: the leader keeps its own history",
    edits: [["    history := bestHistory\n", ""]],
    breaks: "PrimaryIntegrity",
  },
  {
    what: "f.2.1: a follower accepts the leader but not its history",
    edits: [["      history := msg.history\n", ""]],
    breaks: "PrefixOfTheEpoch",
  },
  {
    what: "f.2.1: a follower does not write down whose epoch it has accepted",
    edits: [["      currentEpoch := msg.epoch\n", ""]],
    breaks: "does not reach EveryoneDelivers",
    only: ["EveryoneDelivers"],
  },
  {
    what: "l.3.2: the primary commits what it has proposed",
    edits: [
      [
        "    acked[self] := len(history)\n    broadcast Propose",
        "    acked[self] := len(history)\n    deliverUpTo(len(history))\n    broadcast Propose",
      ],
    ],
    breaks: "OneIsAhead",
  },
  {
    what: "l.3.3: who comes later is sent the history in which the epoch began, not what was proposed since",
    edits: [
      [
        "insert follower into promised\n    send NewLeader { epoch: acceptedEpoch, history }",
        "insert follower into promised\n    send NewLeader { epoch: acceptedEpoch, history: bestHistory }",
      ],
    ],
    breaks: "PrefixOfTheEpoch",
  },
  {
    what: "f.3.1: a follower accepts what the leader of another epoch proposes",
    edits: [
      [
        "    if leader = Some(sender) ∧ phase ∈ {Synchronization, Broadcast} ∧ msg.epoch = currentEpoch {\n      append",
        "    if phase ∈ {Synchronization, Broadcast} {\n      append",
      ],
    ],
    breaks: "PrefixOfTheEpoch",
    only: ["PrefixOfTheEpoch"],
  },
  {
    what: "l.3.4: what a late follower has accepted with the history is not counted",
    edits: [
      ["reply AckLeader { epoch: msg.epoch, upTo: len(history) }", "reply AckLeader { epoch: msg.epoch, upTo: 0 }"],
    ],
    breaks: "StableLeaderDelivers",
    only: ["StableLeaderDelivers"],
  },
  {
    what: "f.p is not on stable storage",
    edits: [["durable acceptedEpoch", "volatile acceptedEpoch"]],
    breaks: "OnePrimaryPerEpoch",
    settings: "restart.total = 1",
    only: ["OnePrimaryPerEpoch"],
  },
  {
    what: "f.a is not on stable storage",
    edits: [["durable currentEpoch", "volatile currentEpoch"]],
    breaks: "OneIsAhead",
    settings: "restart.total = 1, InFlight = 2",
    only: ["OneIsAhead"],
  },
  {
    what: "the history is not on stable storage",
    edits: [["durable history", "volatile history"]],
    breaks: "OneIsAhead",
    settings: "restart.total = 1, InFlight = 2",
    only: ["OneIsAhead"],
  },
]);
