/** The Byzantine generals, without one of the parts of OM(m). */
import { mutants } from "./mutants.ts";

mutants("models/byzantine-generals.spec", [
  {
    what: "lieutenants obey the commander without asking each other",
    edits: [["    use(majority(depth))", "    use(obtained[depth][self].value)"]],
    breaks: "IC1",
  },
  {
    what: "one lieutenant is enough for an attack",
    edits: [["= Some(Attack)) > len(lieutenants) then", "= Some(Attack)) > 1 then"]],
    breaks: "IC2",
  },
  {
    what: "lieutenants tell each other nothing but retreats",
    edits: [["if depth = 1 then order else obtained[depth - 1][self].value", "if depth = 1 then order else Retreat"]],
    breaks: "IC2",
  },
  {
    what: "lieutenants do not wait until everybody has told what he has heard",
    edits: [[" ∧ called[depth] = lieutenants ∧ ¬hasResult {", " ∧ called[depth] ≠ {} ∧ hasHeard ∧ ¬hasResult {"]],
    breaks: "IC2",
  },
]);
