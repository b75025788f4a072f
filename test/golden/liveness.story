# A token goes around while nobody needs it. Whoever waits is served at last, as long as the token's holder moves on; a
# lasso shows its steps and its loop apart, what changes on it, and how each condition of fairness is met there.

-- ring.spec --
model Ring
param Served = 0
state token: Node = n1
process Node as n[1..3] ordered {
  shared waiting: Bool = False
  action ask when not waiting { waiting := True }
  action serve when token = self and waiting { waiting := False }
  action pass when token = self { token := if index(self) = 3 then Node[1] else Node[index(self) + 1] }
}
fair weak Node
fair weak Node.pass
fair strong Node.serve when Served = 1
property Calm: forall n in Node: n.waiting leadsto not n.waiting
property Around: always eventually token = n3
check default { } expect violates Calm
check served { Served = 1 } expect holds
--

$ check ring.spec
| ✗ property Calm violated
|   1 step, as few as can be, then a loop of 7    ring.spec:13
|   #  process  action  what changed
|   1  n1       ask     waiting: False → True
|   ↻ from here on, for ever:
|   2  n2       ask     waiting: False → True
|   3  n3       ask     waiting: False → True
|   4  n1       pass    token: n1 → n2
|   5  n2       serve   waiting: True → False
|   6  n2       pass    token: n2 → n3
|   7  n3       serve   waiting: True → False
|   8  n3       pass    token: n3 → n1
|   end    model  token = n1
|          n1     waiting = True
|          n2     waiting = False
|          n3     waiting = False
|   loop   steps 2 to 8, again and again
|          token: n1, n2, n3 · n2.waiting: True, False · n3.waiting: False, True
|   fair   weak n1: Node: taken in step 4
|          weak n2: Node: taken in step 2
|          weak n3: Node: taken in step 3
|          weak n1: Node.pass: taken in step 4
|          weak n2: Node.pass: taken in step 6
|          weak n3: Node.pass: taken in step 8
|   again  npx check ring.spec
|
| ✗ Ring fails for Served=0  24 states · 73 transitions · depth 6 · 0.0 s
exit 13

# The same with a strong promise: it holds.
$ check ring.spec --config served
| ✓ Ring (served) holds for Served=1
|   24 states · 73 transitions · depth 6 · 0.0 s · P(missed) < 1e-9
exit 0

# Saved, and asked again.
$ check ring.spec --trace-out ring.itf.json --quiet
| ✗ property Calm violated
|   1 step, as few as can be, then a loop of 7    ring.spec:13
|   #  process  action  what changed
|   1  n1       ask     waiting: False → True
|   ↻ from here on, for ever:
|   2  n2       ask     waiting: False → True
|   3  n3       ask     waiting: False → True
|   4  n1       pass    token: n1 → n2
|   5  n2       serve   waiting: True → False
|   6  n2       pass    token: n2 → n3
|   7  n3       serve   waiting: True → False
|   8  n3       pass    token: n3 → n1
|   end    model  token = n1
|          n1     waiting = True
|          n2     waiting = False
|          n3     waiting = False
|   loop   steps 2 to 8, again and again
|          token: n1, n2, n3 · n2.waiting: True, False · n3.waiting: False, True
|   fair   weak n1: Node: taken in step 4
|          weak n2: Node: taken in step 2
|          weak n3: Node: taken in step 3
|          weak n1: Node.pass: taken in step 4
|          weak n2: Node.pass: taken in step 6
|          weak n3: Node.pass: taken in step 8
|   again  npx check --replay ring.itf.json
|
| ✗ Ring fails for Served=0  24 states · 73 transitions · depth 6 · 0.0 s
exit 13

$ check --replay ring.itf.json --quiet
exit 0

# Limits leave it open.
$ check ring.spec --max-states 5
| ? Ring is inconclusive: the limit on states was reached; nothing bad found so
|   far for Served=0
|   5 states · 5 transitions · depth 2 · 0.0 s · P(missed) < 1e-9
exit 3

-- bounded.spec --
model Bounded
state x: 0..9 = 0
action count when x < 9 bound x < 3 { x += 1 }
fair weak count
property Five: eventually x = 5
property Two: eventually x = 2
terminal when True
--

# A bound cut what would have been fair: nothing is violated within it, and the verdict says what held it up.
$ check bounded.spec
| ✓ Bounded holds (within bounds: 1 step cut)
|   4 states · 4 transitions · depth 4 · 0.0 s · P(missed) < 1e-9
| bounded.spec:5:1 warning[held-up] Five holds within the bounds only: a bound cut steps that are fair (count)
|   5 │ property Five: eventually x = 5
|     │ ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
exit 0

-- placed.spec --
model Placed
state x: 0..1 = 0
action flip { x := 1 - x }
action fail when x = 0 { x := 0 }
property Now: taken(flip)
property Stays: eventually not taken(flip)
property Sum: count(i for i in 0..1 where always x = i) = 1
--

$ check placed.spec
! placed.spec:5:15 error[taken-position] `taken` can't be said here: a step that changes nothing would make a difference
!   5 │ property Now: taken(flip)
!     │               ^^^^^^^^^^^
!   expected `◇ (taken(a) ∧ …)`, `□ (taken(a) → …)`, or the right side of `until`
! placed.spec:6:32 error[taken-position] `taken` can't be said here: a step that changes nothing would make a difference
!   6 │ property Stays: eventually not taken(flip)
!     │                                ^^^^^^^^^^^
!   expected `◇ (taken(a) ∧ …)`, `□ (taken(a) → …)`, or the right side of `until`
! placed.spec:7:15 error[temporal] a temporal formula can't stand inside of this
!   7 │ property Sum: count(i for i in 0..1 where always x = i) = 1
!     │               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
!   expected temporal operators under logic, quantifiers, `if` and definitions
exit 150
