/** Rules for what holds and says less than it seems to: warnings, which `--strict` makes fail. */
import type { Rule } from "./rules.ts";

export const rulesOfVacuity = {
  "never-enabled": {
    title: "An action is never enabled",
    explanation:
      "All states were visited, and in none of them could it be taken: its guard is too strong, or nothing leads to where it holds. Whatever the properties say about it, they were never asked. Where that is meant, let the model claim it:\n\n    invariant NeverAborts: not enabled(Coordinator.abort)",
  },
  "never-received": {
    title: "A message is never received",
    explanation:
      "All states were visited, and no handler ever took such a message: it is never sent, is lost or blocked before it arrives, or the guards of its handlers never hold while it is there.",
  },
  "unused-fault": {
    title: "The budget of a fault is never used",
    explanation:
      "The verdict says that it holds with this fault, and the fault never happened: there is nobody whom it could befall, or nothing is ever in flight that could be lost.\n\n    fault loss { total: 1, of: Heartbeat }      // and no Heartbeat is ever sent",
  },
  "no-choice": {
    title: "A `pick` never has a choice",
    explanation:
      "Each time that it was come to, there was one way on. A `where` that is too strong leaves behaviours out without a word. A `let` says that there is one value:\n\n    pick leader in Node where leader.role = Leader\n\nWhat parameters alone decide is not told.",
  },
  "empty-implication": {
    title: "What an implication is about never holds",
    explanation:
      "`A => B` is true wherever A is false. A was false everywhere, for all values of the names in it, so the property would hold with any B.\n\n    invariant Safe: forall p in Node: p.role = Leader => p.log = committed      // and nobody ever leads",
  },
  "held-up": {
    title: "A property holds only because bounds cut fair steps",
    explanation:
      "Behaviours that would violate it stay where a fair step is enabled that a bound or a constraint has cut, so none of them counts as fair. With other bounds they may be. Raise the bound, or see to it that something else is fair there.",
  },
} as const satisfies Record<string, Rule>;
