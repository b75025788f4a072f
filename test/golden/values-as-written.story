# Values are shown as the language writes them: tuples in parentheses, also in formulas and picks. A map that was picked is
# written as a comprehension, so that the scenario takes the same branch.

-- pairs.spec --
model Pairs
process P as p[1..2] {
  durable pair: (0..2, Bool) = (0, False)
  durable all: Map<P, (0..2, Bool)> = { q: (0, False) for q in P }
  action go(start in {(1, True), (2, False)}) when pair.0 = 0 {
    pick next in {(1, True), (0, True)}
    pick chosen in { { q: if q = self then (i, True) else (0, False) for q in P } for i in 1..2 }
    pair := next
    all := chosen
  }
}
terminal when True
invariant Apart: ∀ p ∈ P: ∀ pair_ ∈ {(1, True), (2, True)}: p.pair ≠ pair_ ∨ ∃ q ∈ P: p.all[q] = (0, True)
--

$ check pairs.spec
| ✗ invariant Apart violated    1 step, shortest    pairs.spec:13
|   #  process  action                  what changed
|   1  p1       go((1, True)) next =    pair: (0, False) → (1, True)
|                 (1, True), chosen =   all[p1]: (0, False) → (1, True)
|                 {p1: (1, True), p2:
|                 (0, False)}
|   end    p1  pair = (1, True) · all = {p1: (1, True), p2: (0, False)}
|          p2  pair = (0, False) · all = {p1: (0, False), p2: (0, False)}
|   why    p1.pair = (1, True) ∧ ¬(∃ q ∈ P: p1.all[q] = (0, True))
|          (line 13: pair_ = (1, True), p = p1)
|   again  npx check pairs.spec
|
| ✗ Pairs fails  9 states · 17 transitions · depth 2 · 0.0 s
exit 12

$ check pairs.spec --as-run
| run violatesApart {
|   p1.go((1, True)) with { next: (1, True), chosen: { key: if key = p1 then (1, True) else (0, False) for key in {p1, p2} } }
|   expect p1.pair = (1, True)
|   expect p1.all[p1] = (1, True)
| }
exit 12

-- scenario.spec --
model Pairs
process P as p[1..2] {
  durable pair: (0..2, Bool) = (0, False)
  durable all: Map<P, (0..2, Bool)> = { q: (0, False) for q in P }
  action go(start in {(1, True), (2, False)}) when pair.0 = 0 {
    pick next in {(1, True), (0, True)}
    pick chosen in { { q: if q = self then (i, True) else (0, False) for q in P } for i in 1..2 }
    pair := next
    all := chosen
  }
}
terminal when True
run violatesApart {
  p1.go((1, True)) with { next: (1, True), chosen: { key: if key = p1 then (2, True) else (0, False) for key in {p1, p2} } }
  expect p1.all[p1] = (2, True)
}
--

$ check scenario.spec
| ✓ Pairs holds  25 states · 241 transitions · depth 3 · 0.0 s · P(missed) < 1e-9
|   1 scenario passed
exit 0

# Braces are a bag where the other side is one, on either side.

-- bag.spec --
model Bags
state b: Bag<1..2, 3> = {1, 1}
state some: Set<Bag<1..2, 2>> = {}
action drop when 2 ∉ b ∧ {1, 1} = b { remove 1 from b }
invariant Both: {1, 1} = b ∨ b = {1}
invariant None_: {2, 2} ∉ some
terminal when b = {1}
--

$ check bag.spec
| ✓ Bags holds  2 states · 2 transitions · depth 2 · 0.0 s · P(missed) < 1e-9
exit 0
