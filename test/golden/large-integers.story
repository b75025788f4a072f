# Integers are exact as far as they go. 99999 × 50000 does not fit in 32 bits, where it would be 704,982,704.

-- credit.spec --
model Credit
param Limit = 5000000000
param Factor = 1
state count: 0..99999 = 99998
state price: 0..50000 = 50000
state spent: 0..9007199254740991 = 0
action more when count < 99999 { count += 1 }
action buy when spent = 0 { spent := count * price * Factor }
terminal when True
invariant Affordable: count * price < Limit
--

$ check credit.spec
| ✓ Credit holds for Limit=5000000000, Factor=1
|   5 states · 5 transitions · depth 3 · 0.0 s · P(missed) < 1e-9
exit 0

$ check credit.spec --set Limit=4999950000
| ✗ invariant Affordable violated    1 step, shortest    credit.spec:10
|   #  process  action  what changed
|   1  –        more    count: 99998 → 99999
|   end    model  count = 99999 · price = 50000 · spent = 0
|   why    count * price ≥ Limit   (line 10)
|          count = 99999 · price = 50000
|   again  npx check credit.spec --set Limit=4999950000
|
| ✗ Credit fails for Limit=4999950000, Factor=1
|   3 states · 3 transitions · depth 2 · 0.0 s
exit 12

# Beyond 2^53 there is no exact number: a model error, at the product that is too large.
$ check credit.spec --set Factor=2000000
| ✗ model error (range)    1 step, shortest    credit.spec:8
|   #  process  action  what changed
|   1  –        buy     ✗ fails here
|   end    model  count = 99998 · price = 50000 · spent = 0
|   why    count * price * Factor is too large a number
|          8 │ action buy when spent = 0 { spent := count * price * Factor }
|            │                                      ^^^^^^^^^^^^^^^^^^^^^^
|   values count = 99998 · price = 50000
|   again  npx check credit.spec --set Factor=2000000
|
| ✗ Credit fails for Limit=5000000000, Factor=2000000
|   2 states · 2 transitions · depth 2 · 0.0 s
exit 75

# What no state could hold is told before anything is explored.
-- log.spec --
model Log
state entries: Seq<0..9, 1000000> = []
action add when len(entries) < 3 { append 1 to entries }
terminal when len(entries) = 3
--

$ check log.spec
! log.spec:2:1 error[state-size] `entries` is too large: every state would hold 1000001 numbers for it
!   2 │ state entries: Seq<0..9, 1000000> = []
!     │ ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
!   expected 65536 at most
!   hint     smaller sizes; or `--engine interpreter`, which is slow
exit 150
