/** PBFT without one of its rules, by the section of the paper that gives the rule. */
import { mutants } from "./mutants.ts";

mutants("models/pbft.spec", [
  {
    what: "§4.2: a backup accepts two pre-prepares for one number",
    edits: [["        ∧ preprepared[msg.sequence] = None\n        ∧ signedByClient", "        ∧ signedByClient"]],
    breaks: "OnePreparedPerView",
    only: ["OnePreparedPerView"],
  },
  {
    what: "§4.2: a backup accepts requests that no client has signed",
    edits: [["\n        ∧ signedByClient(msg.request)", ""]],
    breaks: "Validity",
    only: ["Validity"],
  },
  {
    what: "§4.2: f prepares are enough",
    edits: [["request: x } from q) }) ≥ 2 * F\n", "request: x } from q) }) ≥ F\n"]],
    breaks: "OnePreparedPerView",
    only: ["OnePreparedPerView"],
  },
  {
    what: "§4.2: 2f commits are enough",
    edits: [["≥ 2 * F + 1\n\n/// q's view change", "≥ 2 * F\n\n/// q's view change"]],
    breaks: "CommittedForAllViews",
    only: ["CommittedForAllViews", "Agreement"],
  },
  {
    what: "§4.4: f + 1 view changes are enough",
    edits: [["len(voters) = 2 * F + 1", "len(voters) = F + 1"]],
    breaks: "CommittedForAllViews",
    only: ["CommittedForAllViews", "Agreement"],
  },
  {
    what: "§4.4: a view change says nothing of what has prepared",
    edits: [
      [
        "broadcast ViewChange { view, prepared }",
        "broadcast ViewChange { view, prepared: { n: None for n in Sequence } }",
      ],
    ],
    breaks: "CommittedForAllViews",
    only: ["CommittedForAllViews", "Agreement"],
  },
  {
    what: "§4.4: certificates are believed without their prepares",
    edits: [[" ∧ proven(v, n, claim[n])", ""]],
    breaks: "Validity",
    only: ["CommittedForAllViews", "Agreement", "Validity"],
  },
  {
    what: "§4.4: a backup believes every new view",
    edits: [["¬active ∧ justified(view, msg.ordered) {", "¬active {"]],
    breaks: "CommittedForAllViews",
    only: ["CommittedForAllViews", "Agreement"],
  },
  {
    what: "§4.1: the client believes the first answer",
    edits: [["from q) }) ≥ F + 1 {", "from q) }) ≥ 1 {"]],
    breaks: "ClientIsRight",
    only: ["ClientIsRight"],
  },
  {
    what: "§4.4: a replica waits for its view change for ever",
    edits: [["¬active ∧ justified(view, order) {\n    active := True\n", "¬active ∧ justified(view, order) {\n"]],
    breaks: "StableViewExecutes",
    only: ["StableViewExecutes"],
  },
  {
    what: "§4.1: a request that got two numbers is executed twice",
    edits: [["if ¬∃ i ∈ 1..executed-1: committed[i] = Some(Do(m)) {", "if True {"]],
    breaks: "ExecutedOnce",
    config: "gap",
    only: ["ExecutedOnce"],
  },
  {
    what: "§4.4: the null request takes the place of a request that has prepared",
    edits: [["(x = NullRequest ∧ nothingPrepared(voters, v, n) ∧ ∃ i", "(x = NullRequest ∧ ∃ i"]],
    breaks: "CommittedForAllViews",
    config: "gap",
    only: ["CommittedForAllViews", "Agreement"],
  },
]);
