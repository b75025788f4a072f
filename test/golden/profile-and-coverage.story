# What is never evaluated or never true is shown in its line, and as lcov. Only what comes first is told: not the body
# behind a guard that is never true, nor what is meant to be never true because it stands behind a `not` of a property.

-- counter.spec --
model Counter

param Limit = 2
param Resets = False
type Count = 0..Limit + 1

process Worker as w[1..2] {
  durable count: Count = 0
  durable broken: Bool = False
  define isBad() = count > 2 and broken
  action work when count < 3 bound count < Limit {
    if broken { count := 0 } else { count += 1 }
  }
  action repair when broken { broken := False }
  action rest when count = Limit or broken {
    if isBad() {
      count := 0
      broken := True
    }
    if Resets { count := 0 }
  }
}

invariant Small: forall w in Worker: w.count <= Limit
invariant Fine: not (exists w in Worker: w.count > 1 and w.broken)
invariant Vacuous: forall w in Worker: w.broken => w.count = 1
reachable BothDone: forall w in Worker: w.count = Limit
--

$ check counter.spec --coverage counter.lcov --only Small --only Vacuous --only Fine
| ✓ Counter holds for Limit=2, Resets=False (within bounds: 6 steps cut)
|   9 states · 19 transitions · depth 5 · 0.0 s · P(missed) < 1e-9
|   looked at only: Small, Vacuous, Fine (not at deadlock)
| counter.spec:14:3 warning[never-enabled] within the bounds, Worker.repair is never enabled
|   14 │   action repair when broken { broken := False }
|      │   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
| counter.spec:26:40 warning[empty-implication] within the bounds, this is never true, so what it implies is never asked
|   26 │ invariant Vacuous: forall w in Worker: w.broken => w.count = 1
|      │                                        ^^^^^^^^
|
| coverage: 12 of 14 lines, 51 of 67 parts, 10 of 22 conditions true
|
| counter.spec:10:20 never true
|   10 │   define isBad() = count > 2 and broken
|      │                    ^^^^^^^^^
|
| counter.spec:12:8 never true
|   12 │     if broken { count := 0 } else { count += 1 }
|      │        ^^^^^^
|
| counter.spec:14:22 never true: Worker.repair is never taken
|   14 │   action repair when broken { broken := False }
|      │                      ^^^^^^
|
| counter.spec:15:37 never true
|   15 │   action rest when count = Limit or broken {
|      │                                     ^^^^^^
|
| counter.spec:16:8 never true
|   16 │     if isBad() {
|      │        ^^^^^^^
|
| counter.spec:26:40 never true
|   26 │ invariant Vacuous: forall w in Worker: w.broken => w.count = 1
|      │                                        ^^^^^^^^
|   coverage saved in counter.lcov
exit 0

$ cat counter.lcov
| TN:Counter
| SF:counter.spec
| FN:10,isBad
| FN:11,Worker.work
| FN:14,Worker.repair
| FN:15,Worker.rest
| FNDA:6,isBad
| FNDA:12,Worker.work
| FNDA:0,Worker.repair
| FNDA:6,Worker.rest
| FNF:4
| FNH:3
| BRDA:10,0,0,0
| BRDA:10,0,1,6
| BRDA:10,1,0,0
| BRDA:10,1,1,6
| BRDA:10,2,0,-
| BRDA:10,2,1,-
| BRDA:11,3,0,18
| BRDA:11,3,1,0
| BRDA:11,4,0,12
| BRDA:11,4,1,6
| BRDA:12,5,0,0
| BRDA:12,5,1,12
| BRDA:14,6,0,0
| BRDA:14,6,1,18
| BRDA:15,7,0,6
| BRDA:15,7,1,12
| BRDA:15,8,0,6
| BRDA:15,8,1,12
| BRDA:15,9,0,0
| BRDA:15,9,1,12
| BRDA:16,10,0,0
| BRDA:16,10,1,6
| BRDA:24,11,0,9
| BRDA:24,11,1,0
| BRDA:24,12,0,18
| BRDA:24,12,1,0
| BRDA:25,13,0,9
| BRDA:25,13,1,0
| BRDA:25,14,0,0
| BRDA:25,14,1,9
| BRDA:25,15,0,0
| BRDA:25,15,1,18
| BRDA:25,16,0,6
| BRDA:25,16,1,12
| BRDA:25,17,0,0
| BRDA:25,17,1,6
| BRDA:26,18,0,9
| BRDA:26,18,1,0
| BRDA:26,19,0,18
| BRDA:26,19,1,0
| BRDA:26,20,0,0
| BRDA:26,20,1,18
| BRDA:26,21,0,-
| BRDA:26,21,1,-
| BRF:44
| BRH:24
| DA:8,2
| DA:9,2
| DA:10,6
| DA:11,18
| DA:12,12
| DA:14,18
| DA:15,18
| DA:16,6
| DA:17,0
| DA:18,0
| DA:20,6
| DA:24,18
| DA:25,18
| DA:26,18
| LF:14
| LH:12
| end_of_record
exit 0

# The file is optional, and a path behind the option is a model.

$ check --coverage counter.spec --quiet --only Small --max-depth 2
|
| coverage: 7 of 12 lines, 28 of 50 parts, 4 of 13 conditions true
|   only 1 state looked at: there is more that may be covered
|
| counter.spec:10:3 isBad is never evaluated
|   10 │   define isBad() = count > 2 and broken
|      │   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
|
| counter.spec:12:8 never true
|   12 │     if broken { count := 0 } else { count += 1 }
|      │        ^^^^^^
|
| counter.spec:14:22 never true: Worker.repair is never taken
|   14 │   action repair when broken { broken := False }
|      │                      ^^^^^^
|
| counter.spec:15:20 never true: Worker.rest is never taken
|   15 │   action rest when count = Limit or broken {
|      │                    ^^^^^^^^^^^^^^^^^^^^^^^
exit 3

# How often what happened, and where the time went: of a clock that stands still, nothing is a share.

$ check counter.spec --profile
| ✓ Counter holds for Limit=2, Resets=False (within bounds: 6 steps cut)
|   9 states · 19 transitions · depth 5 · 0.0 s · P(missed) < 1e-9
| counter.spec:14:3 warning[never-enabled] within the bounds, Worker.repair is never enabled
|   14 │   action repair when broken { broken := False }
|      │   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
| counter.spec:26:40 warning[empty-implication] within the bounds, this is never true, so what it implies is never asked
|   26 │ invariant Vacuous: forall w in Worker: w.broken => w.count = 1
|      │                                        ^^^^^^^^
|
| profile of 9 states, one worker
|
|   action                enabled in  fired  new states  time
|   Worker.work                    9     12           8     –
|   Worker.repair                  0      0           0     –
|   Worker.rest                    5      6           0     –
|   (storing the states)                                    –
|
|   variable          bits  distinct values
|   Worker.count       2×2                3
|   Worker.broken      2×1                1
|   (a packed state)    32
|
|   property  evaluated  time
|   Small             9     –
|   Fine              9     –
|   Vacuous           9     –
|   BothDone          9     –
exit 0

$ TICK=1 check counter.spec --profile --max-depth 3
| ? Counter is inconclusive: the limit on depth was reached; nothing bad found so
|   far for Limit=2, Resets=False
|   6 states · 7 transitions · depth 3 · 0.0 s · P(missed) < 1e-9
|
| profile of 6 states, one worker
|
|   action                enabled in  fired  new states   time
|   Worker.work                    3      6           5  20.0%
|   Worker.repair                  0      0           0   6.7%
|   Worker.rest                    0      0           0   6.7%
|   (storing the states)                                 13.3%
|
|   variable          bits  distinct values
|   Worker.count       2×2                3
|   Worker.broken      2×1                1
|   (a packed state)    32
|
|   property  evaluated   time
|   Small             6  13.3%
|   Fine              6  13.3%
|   Vacuous           6  13.3%
|   BothDone          6  13.3%
exit 3

$ check counter.spec --profile --coverage --json --only Small --set Limit=1
| {
|   "schema": "lockstep/check/1",
|   "exit": 0,
|   "results": [
|     {
|       "file": "counter.spec",
|       "model": "Counter",
|       "config": "default",
|       "params": {
|         "Limit": 1,
|         "Resets": false
|       },
|       "verdict": "holds",
|       "states": 4,
|       "transitions": 9,
|       "depth": 3,
|       "seconds": 0,
|       "collision": 3.2526065174565133e-19,
|       "symmetry": {
|         "types": [],
|         "refused": [
|           {
|             "reason": "all states are measured"
|           }
|         ]
|       },
|       "cut": 4,
|       "within": "Limit=1, Resets=False (within bounds: 4 steps cut)",
|       "unchecked": [],
|       "properties": [
|         {
|           "name": "Small",
|           "kind": "invariant",
|           "verdict": "holds",
|           "source": "counter.spec:24",
|           "cites": []
|         }
|       ],
|       "profile": {
|         "states": 4,
|         "transitions": 9,
|         "actions": [
|           {
|             "name": "Worker.work",
|             "source": "counter.spec:11",
|             "enabled": 4,
|             "fired": 4,
|             "newStates": 3,
|             "cut": 4,
|             "time": null
|           },
|           {
|             "name": "Worker.repair",
|             "source": "counter.spec:14",
|             "enabled": 0,
|             "fired": 0,
|             "newStates": 0,
|             "cut": 0,
|             "time": null
|           },
|           {
|             "name": "Worker.rest",
|             "source": "counter.spec:15",
|             "enabled": 3,
|             "fired": 4,
|             "newStates": 0,
|             "cut": 0,
|             "time": null
|           }
|         ],
|         "storing": {
|           "time": null
|         },
|         "variables": [
|           {
|             "name": "Worker.count",
|             "bits": 4,
|             "members": 2,
|             "distinct": 2
|           },
|           {
|             "name": "Worker.broken",
|             "bits": 2,
|             "members": 2,
|             "distinct": 1
|           }
|         ],
|         "networks": [],
|         "bitsPerState": 32,
|         "properties": [
|           {
|             "name": "Small",
|             "evaluations": 4,
|             "time": null
|           }
|         ]
|       },
|       "coverage": {
|         "states": 4,
|         "partial": false,
|         "lines": {
|           "covered": 10,
|           "all": 12
|         },
|         "parts": {
|           "covered": 38,
|           "all": 50
|         },
|         "conditions": {
|           "covered": 6,
|           "all": 13
|         },
|         "gaps": [
|           {
|             "kind": "never true",
|             "file": "counter.spec",
|             "line": 10,
|             "column": 20,
|             "endLine": 10,
|             "endColumn": 29
|           },
|           {
|             "kind": "never true",
|             "file": "counter.spec",
|             "line": 12,
|             "column": 8,
|             "endLine": 12,
|             "endColumn": 14
|           },
|           {
|             "kind": "never true",
|             "name": "Worker.repair",
|             "file": "counter.spec",
|             "line": 14,
|             "column": 22,
|             "endLine": 14,
|             "endColumn": 28
|           },
|           {
|             "kind": "never true",
|             "file": "counter.spec",
|             "line": 15,
|             "column": 37,
|             "endLine": 15,
|             "endColumn": 43
|           },
|           {
|             "kind": "never true",
|             "file": "counter.spec",
|             "line": 16,
|             "column": 8,
|             "endLine": 16,
|             "endColumn": 15
|           }
|         ]
|       },
|       "warnings": [
|         {
|           "rule": "never-enabled",
|           "message": "within the bounds, Worker.repair is never enabled",
|           "file": "counter.spec",
|           "line": 14,
|           "column": 3,
|           "endLine": 14,
|           "endColumn": 48
|         }
|       ]
|     }
|   ],
|   "diagnostics": []
| }
exit 0

# Messages, a step invariant, a bound on states.

-- ping.spec --
model Ping

process Node as n[1..3] ordered {
  durable seen: 0..2 = 0
  on Ping from p when seen < 2 { seen += 1 }
  action ping when seen = 0 { send Ping to { q for q in Node where q != self } }
}

message Ping {} from Node to Node
network unordered capacity 2 overflow bound
step invariant Grows: forall n in Node: n.seen >= old(n.seen)
constraint n1.seen < 2
--

$ check ping.spec --profile --coverage
| ✓ Ping holds for network ≤ 2 (within bounds: 33 steps cut)
|   22 states · 30 transitions · depth 8 · 0.0 s · P(missed) < 1e-9
|
| profile of 22 states, one worker
|
|   action                enabled in  fired  new states  time
|   Node.on Ping                  16     22          14     –
|   Node.ping                     22      7           7     –
|   (storing the states)                                    –
|
|   variable          bits  distinct values
|   Node.seen          3×2                3
|   network             10               10
|   (a packed state)    32
|
|   property  evaluated  time
|   Grows            29     –
|
| coverage: 5 of 5 lines, 27 of 27 parts, 6 of 6 conditions true
exit 0
