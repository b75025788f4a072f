# A model that holds. The verdict says within which bounds: parameters, budgets of faults, capacities; and how many steps a
# bound has cut, because what lies behind was not looked at.

-- counter.spec --
/// Two workers count together.
model Counter

param Limit = 2
type Count = 0..Limit + 1

process Worker as w[1..2] {
  durable count: Count = 0
  action work when count < 3 bound count < Limit { count += 1 }
}

invariant Small: forall w in Worker: w.count <= Limit
property Done: eventually forall w in Worker: w.count = Limit
reachable BothDone: forall w in Worker: w.count = Limit
fair weak work

run twice { w1.work; w1.work; expect w1.count = 2; expect disabled w1.work }

check default { } expect holds, states 9
check large { Limit = 4 } expect holds
check one { Limit = 1 } expect bounded
--

$ check counter.spec
| ✓ Counter holds for Limit=2 (within bounds: 6 steps cut)
|   9 states · 13 transitions · depth 5 · 0.0 s · P(missed) < 1e-9
|   1 scenario passed
exit 0

# What is not executed yet is named, and so it is in JSON.

$ check counter.spec --json
| {
|   "schema": "lockstep/check/1",
|   "exit": 0,
|   "results": [
|     {
|       "file": "counter.spec",
|       "model": "Counter",
|       "config": "default",
|       "params": {
|         "Limit": 2
|       },
|       "verdict": "holds",
|       "states": 9,
|       "transitions": 13,
|       "depth": 5,
|       "seconds": 0,
|       "collision": 1.951563910473908e-18,
|       "symmetry": {
|         "types": [],
|         "refused": [
|           {
|             "reason": "the file says how many states there are"
|           }
|         ]
|       },
|       "cut": 6,
|       "within": "Limit=2 (within bounds: 6 steps cut)",
|       "unchecked": [],
|       "properties": [
|         {
|           "name": "Small",
|           "kind": "invariant",
|           "verdict": "holds",
|           "source": "counter.spec:12",
|           "cites": []
|         },
|         {
|           "name": "BothDone",
|           "kind": "reachable",
|           "verdict": "holds",
|           "source": "counter.spec:14",
|           "cites": []
|         },
|         {
|           "name": "Done",
|           "kind": "property",
|           "verdict": "holds",
|           "source": "counter.spec:13",
|           "cites": []
|         }
|       ],
|       "runs": [
|         {
|           "name": "twice",
|           "passed": true
|         }
|       ]
|     }
|   ],
|   "diagnostics": []
| }
exit 0

# Parameters can be set from the command line; properties chosen.

$ check counter.spec --set Limit=1 --only Small
| ✓ Counter holds for Limit=1 (within bounds: 4 steps cut)
|   4 states · 5 transitions · depth 3 · 0.0 s · P(missed) < 1e-9
|   looked at only: Small (not at deadlock)
exit 0

$ check counter.spec --quiet
exit 0

# A limit makes the answer inconclusive, which is not success.

$ check counter.spec --max-states 3
| ? Counter is inconclusive: the limit on states was reached; nothing bad found so
|   far for Limit=2
|   3 states · 3 transitions · depth 2 · 0.0 s · P(missed) < 1e-9
|   1 scenario passed
exit 3

$ check counter.spec --max-depth 2
| ? Counter is inconclusive: the limit on depth was reached; nothing bad found so
|   far for Limit=2
|   3 states · 3 transitions · depth 2 · 0.0 s · P(missed) < 1e-9
|   1 scenario passed
exit 3

$ check counter.spec --config one
| ✓ Counter (one) holds for Limit=1 (within bounds: 4 steps cut)
|   4 states · 5 transitions · depth 3 · 0.0 s · P(missed) < 1e-9
exit 0
