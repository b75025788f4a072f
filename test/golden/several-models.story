# Several models at once: what the command line names need not be in each of them, and what cannot be checked is not counted.

-- two.spec --
model Wide
param Size = 2
state x: 0..Size = 0
action up when x < Size { x += 1 }
invariant Small: x < 9
terminal when True
check default { } expect holds

model Narrow
state y: Bool = False
action flip { y := ¬y }
invariant Any: y ∈ {True, False}
check default { } expect holds
--
-- other.spec --
model Other
param Size = 1
state x: 0..Size = 0
action up when x < Size { x += 1 }
terminal when True
check default { } expect holds
--
-- broken.spec --
model Broken
state x: 0..1 =
--

$ check two.spec --set Size=4
| ✓ Wide holds for Size=4
|   5 states · 5 transitions · depth 5 · 0.0 s · P(missed) < 1e-9
! command line warning[unknown-parameter] there is no parameter `Size`: Narrow is left out
!   --set Size=4
!         ^^^^^^
exit 0

$ check two.spec --only Any
| ✓ Narrow holds  2 states · 3 transitions · depth 2 · 0.0 s · P(missed) < 1e-9
|   looked at only: Any (not at deadlock)
! warning[unknown-property] Wide has no property `Any`: Wide is left out
exit 0

$ check two.spec --set Sise=4
! command line error[unknown-parameter] there is no parameter `Sise`
!   --set Sise=4
!         ^^^^^^
!   expected Size
!   hint     did you mean `Size`?
! command line error[unknown-parameter] there is no parameter `Sise`
!   --set Sise=4
!         ^^^^^^
!   expected a fault's setting, such as crash.total: the model has no parameters
exit 151

$ check two.spec other.spec --set Size=3
| ✓ Wide holds for Size=3
|   4 states · 4 transitions · depth 4 · 0.0 s · P(missed) < 1e-9
| ✓ Other holds for Size=3
|   4 states · 4 transitions · depth 4 · 0.0 s · P(missed) < 1e-9
|   it states nothing: deadlocks, model errors and assertions are looked for
|
| 2 configurations checked, all as they should be
! command line warning[unknown-parameter] there is no parameter `Size`: Narrow is left out
!   --set Size=3
!         ^^^^^^
exit 0

$ check two.spec broken.spec
| ✓ Wide holds for Size=2
|   3 states · 3 transitions · depth 3 · 0.0 s · P(missed) < 1e-9
| ✓ Narrow holds  2 states · 3 transitions · depth 2 · 0.0 s · P(missed) < 1e-9
|
| 2 configurations checked, all as they should be; 1 file could not be checked
! broken.spec:2:15 error[syntax] the file ends where an expression should follow
!   2 │ state x: 0..1 =
!     │               ^
!   expected an expression
!   found    the end of the file
exit 150

$ check two.spec --set Size=4 --json --quiet
| {
|   "schema": "lockstep/check/1",
|   "exit": 0,
|   "results": [
|     {
|       "file": "two.spec",
|       "model": "Wide",
|       "config": "default",
|       "params": {
|         "Size": 4
|       },
|       "verdict": "holds",
|       "states": 5,
|       "transitions": 5,
|       "depth": 5,
|       "seconds": 0,
|       "collision": 5.421010862427522e-19,
|       "symmetry": {
|         "types": [],
|         "refused": []
|       },
|       "cut": 0,
|       "within": "Size=4",
|       "unchecked": [],
|       "properties": [
|         {
|           "name": "Small",
|           "kind": "invariant",
|           "verdict": "holds",
|           "source": "two.spec:5",
|           "cites": []
|         }
|       ]
|     }
|   ],
|   "diagnostics": [],
|   "skipped": [
|     {
|       "model": "Narrow",
|       "rule": "unknown-parameter",
|       "message": "there is no parameter `Size`",
|       "file": "command line",
|       "line": 1,
|       "column": 7,
|       "endLine": 1,
|       "endColumn": 13,
|       "expected": "a fault's setting, such as crash.total: the model has no parameters"
|     }
|   ]
| }
! command line warning[unknown-parameter] there is no parameter `Size`: Narrow is left out
!   --set Size=4
!         ^^^^^^
exit 0

$ check other.spec --max-time 0
! error[usage] `--max-time 0` cannot be understood
!   expected a number of seconds, more than 0
exit 151

# Seconds may be less than one.
$ check other.spec --max-time 0.5 --quiet
exit 0
