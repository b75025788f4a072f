# A theory says what is wanted, and knows no protocol. Checked by itself, it shows what became of each axiom in the models that satisfy it.

-- spec/decisions.spec --
/// What it means to decide.
theory Decisions
  cites "A Book", "chapter 2"
type Process
state decided: Map<Process, Option<1..2>>
state alive: Set<Process>

/// No two decide differently.
axiom Agreement cites "A Paper", "theorem 1": ∀ p, q ∈ Process: decided[p] ≠ None ∧ decided[q] ≠ None → decided[p] = decided[q]
step axiom Integrity: ∀ p ∈ Process: old(decided[p]) ≠ None → decided[p] = old(decided[p])
liveness axiom Termination: ∀ p ∈ Process: ◇ decided[p] ≠ None
axiom Alive: alive = Process
--
-- spec/lonely.spec --
theory Lonely
state x: Bool
axiom Never: ¬x
--
-- models/careful.spec --
use "../spec/decisions.spec"
model Careful
process P as p[1..2] {
  durable value: Option<1..2> = None
  action decide when value = None { value := Some(1) }
}
satisfies Decisions only { Agreement, Integrity, Termination } with { Process = P, decided = { p: p.value for p in P }, alive = P }
  except Termination because "nobody has to decide"
terminal when True
--
-- models/hasty.spec --
use "../spec/decisions.spec"
model Hasty
process P as p[1..2] {
  durable value: Option<1..2> = None
  action decide when value = None { pick v in 1..2  value := Some(v) }
}
fair weak P
satisfies Decisions with { Process = P, decided = { p: p.value for p in P }, alive = P }
terminal when True
check default { } expect violates Agreement
--
-- models/other.spec --
model Other
state x: Bool = False
terminal when True
--

$ check spec
| Decisions    spec/decisions.spec:2
|   cites  A Book · chapter 2
|   Agreement    ✓ Careful
|                ✗ Hasty: violated in 2 steps, as expected
|   Integrity    ✓ Careful, Hasty
|   Termination  – Careful excepted: nobody has to decide
|                ✓ Hasty
|   Alive        ✓ Hasty
|
| Lonely    spec/lonely.spec:1
|   Never  – no model yet
exit 0

# Models are looked for in the folder `models` beside the theories, or where they are said to be.
$ check spec/decisions.spec --models models/careful.spec
| Decisions    spec/decisions.spec:2
|   cites  A Book · chapter 2
|   Agreement    ✓ Careful
|   Integrity    ✓ Careful
|   Termination  – Careful excepted: nobody has to decide
|   Alive        – no model yet
exit 0

$ check spec --format md
| | theory | from | axiom | models, and the verdict |
| | --- | --- | --- | --- |
| | [Decisions](spec/decisions.spec) | A Book · chapter 2<br>A Paper · theorem 1 | Agreement | ✓ Careful<br>✗ Hasty: violated in 2 steps, as expected |
| |  |  | Integrity | ✓ Careful, Hasty |
| |  |  | Termination | – Careful excepted: nobody has to decide<br>✓ Hasty |
| |  |  | Alive | ✓ Hasty |
| | [Lonely](spec/lonely.spec) |  | Never | no model yet |
exit 0

$ check spec/lonely.spec --json
| {
|   "schema": "lockstep/check/1",
|   "exit": 0,
|   "results": [],
|   "diagnostics": [],
|   "theories": [
|     {
|       "file": "spec/lonely.spec",
|       "theory": "Lonely",
|       "source": "spec/lonely.spec:1",
|       "cites": [],
|       "axioms": [
|         {
|           "name": "Never",
|           "form": "axiom",
|           "source": "spec/lonely.spec:3",
|           "cites": [],
|           "models": []
|         }
|       ]
|     }
|   ]
| }
exit 0

# What the file does not expect is an error: exit 12. A theory whose models are nowhere is only well-typed.
-- models/hasty.spec --
use "../spec/decisions.spec"
model Hasty
process P as p[1..2] {
  durable value: Option<1..2> = None
  action decide when value = None { pick v in 1..2  value := Some(v) }
}
satisfies Decisions only { Agreement } with { Process = P, decided = { p: p.value for p in P }, alive = P }
terminal when True
--

$ check spec/decisions.spec
| Decisions    spec/decisions.spec:2
|   cites  A Book · chapter 2
|   Agreement    ✓ Careful
|                ✗ Hasty: violated in 2 steps
|   Integrity    ✓ Careful
|   Termination  – Careful excepted: nobody has to decide
|   Alive        – no model yet
exit 12

$ check models/other.spec --format md
! error[usage] `--format` is about the table of theories
!   hint     give a theory, or a folder of theories, that has models
exit 151
