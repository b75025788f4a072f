# A value that leaves its range is a mistake of the model, with the way that leads there and the expression at fault.

-- term.spec --
model Terms
type Term = 0..2
process Server as s[1..2] {
  durable term: Term = 0
  action timeout when term < 3 { term := term + 1 }
}
--

$ check term.spec
| ✗ model error (range)    3 steps, shortest    term.spec:5
|   #  process  action   what changed
|   1  s1       timeout  term: 0 → 1
|   2  s1       timeout  term: 1 → 2
|   3  s1       timeout  ✗ fails here
|   end    s1  term = 2
|          s2  term = 0
|   why    term becomes 3, outside 0..2
|          5 │   action timeout when term < 3 { term := term + 1 }
|            │                                          ^^^^^^^^
|   values term + 1 = 3 · term = 2
|   again  npx check term.spec
|
| ✗ Terms fails  8 states · 11 transitions · depth 4 · 0.0 s
exit 75

# Reading what is not there, and an assertion of the model's own.

-- log.spec --
model Log
state log: Seq<0..3, 3> = []
action read { let first = log[1]; log := [first] }
--

$ check log.spec
| ✗ model error (missing)    1 step, shortest    log.spec:3
|   #  process  action  what changed
|   1  –        read    ✗ fails here
|   end    model  log = []
|   why    log[1] does not exist: there is no item 1, it is empty
|          3 │ action read { let first = log[1]; log := [first] }
|            │                           ^^^^^^
|   values log = []
|   again  npx check log.spec
|
| ✗ Log fails  1 state · 1 transition · depth 1 · 0.0 s
exit 75

-- assert.spec --
model Asserts
state n: 0..5 = 0
action up when n < 5 {
  n += 1
  assert n ≠ 3, "three is unlucky"
}
terminal when True
--

$ check assert.spec
| ✗ assertion failed    3 steps, shortest    assert.spec:5
|   #  process  action  what changed
|   1  –        up      n: 0 → 1
|   2  –        up      n: 1 → 2
|   3  –        up      ✗ fails here
|   end    model  n = 2
|   why    three is unlucky
|          5 │   assert n ≠ 3, "three is unlucky"
|            │   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
|   values n ≠ 3 is False · n = 3
|   again  npx check assert.spec
|
| ✗ Asserts fails  3 states · 3 transitions · depth 3 · 0.0 s
exit 14

$ check assert.spec --json --trace-out a.itf.json
| {
|   "schema": "lockstep/check/1",
|   "exit": 14,
|   "results": [
|     {
|       "file": "assert.spec",
|       "model": "Asserts",
|       "config": "default",
|       "params": {},
|       "verdict": "assertion",
|       "error": {
|         "rule": "assertion",
|         "message": "three is unlucky",
|         "file": "assert.spec",
|         "line": 5,
|         "column": 3
|       },
|       "states": 3,
|       "transitions": 3,
|       "depth": 3,
|       "seconds": 0,
|       "collision": 1.6263032587282567e-19,
|       "symmetry": {
|         "types": [],
|         "refused": []
|       },
|       "cut": 0,
|       "within": "",
|       "unchecked": [],
|       "properties": [],
|       "trace": {
|         "#meta": {
|           "format": "ITF",
|           "format-description": "https://apalache-mc.org/docs/adr/015adr-trace.html",
|           "description": "Created by Lockstep",
|           "source": "assert.spec",
|           "model": "Asserts",
|           "configuration": "default",
|           "parameters": {},
|           "set": [],
|           "fault": [],
|           "kind": "assertion",
|           "property": "assertion",
|           "failed": {
|             "action": "up",
|             "picks": {}
|           }
|         },
|         "params": [],
|         "vars": [
|           "mbt::actionTaken",
|           "mbt::nondetPicks",
|           "n"
|         ],
|         "states": [
|           {
|             "#meta": {
|               "index": 0
|             },
|             "mbt::actionTaken": "init",
|             "mbt::nondetPicks": {},
|             "n": {
|               "#bigint": "0"
|             }
|           },
|           {
|             "#meta": {
|               "index": 1
|             },
|             "mbt::actionTaken": "up",
|             "mbt::nondetPicks": {},
|             "n": {
|               "#bigint": "1"
|             }
|           },
|           {
|             "#meta": {
|               "index": 2
|             },
|             "mbt::actionTaken": "up",
|             "mbt::nondetPicks": {},
|             "n": {
|               "#bigint": "2"
|             }
|           }
|         ]
|       }
|     }
|   ],
|   "diagnostics": []
| }
exit 14

$ check --replay a.itf.json
| ✗ assertion failed    3 steps    assert.spec:5
|   #  process  action  what changed
|   1  –        up      n: 0 → 1
|   2  –        up      n: 1 → 2
|   3  –        up      ✗ fails here
|   end    model  n = 2
|   why    three is unlucky
|          5 │   assert n ≠ 3, "three is unlucky"
|            │   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
|   values n ≠ 3 is False · n = 3
|
| ✓ a.itf.json is still a behaviour of Asserts, and still ends badly
exit 0
