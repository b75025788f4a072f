/** The Byzantine generals, without one of the parts of OM(1). */
import { mutants } from "./mutants.ts";

mutants("models/byzantine-generals.spec", [
  {
    what: "lieutenants obey the commander without asking each other",
    edits: [
      [
        "let attacks = count(g in General ∖ {self} where heard[g] = Attack)",
        "let attacks = if heard[g1] = Attack then Generals else 0",
      ],
    ],
    breaks: "IC1",
  },
  {
    what: "one lieutenant is enough for an attack",
    edits: [["if attacks * 2 > Generals - 1 then Attack", "if attacks ≥ 1 then Attack"]],
    breaks: "IC1",
  },
  {
    what: "lieutenants relay nothing but retreats",
    edits: [
      [
        "broadcast Relay { order } to General ∖ {g1, self}",
        "broadcast Relay { order: Retreat } to General ∖ {g1, self}",
      ],
    ],
    breaks: "IC1",
  },
  {
    what: "lieutenants do not count what the commander told them",
    edits: [
      [
        "count(g in General ∖ {self} where heard[g] = Attack)",
        "count(g in General ∖ {self, g1} where heard[g] = Attack)",
      ],
    ],
    breaks: "IC1",
  },
]);
