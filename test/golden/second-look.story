# What a first user runs into: mistakes told in reading order, a trace that cannot be saved, a failing step in a scenario.

-- mixed.spec --
model Mixed
state x: 0..3 = 0
action one { x := tru }
process P as p[1..2] { durable y: Bool = Treu }
action one { x := True + 1 }
--
-- unreached.spec --
model Unreached
state x: 0..1 = 0
action flip { x := 1 - x }
reachable Two: x = 2
--
-- assert.spec --
model Asserts
process P as p[1..2] {
  durable i: 0..3 = 0
  action look(k in 1..2) when i < 3 {
    pick z in {0, 1}
    i += z
    assert i + k < 4, "i is small"
  }
}
terminal when True
--

$ check mixed.spec
! mixed.spec:3:19 error[unknown-name] `tru` is not declared
!   3 │ action one { x := tru }
!     │                   ^^^
!   hint     did you mean `True`?
! mixed.spec:4:42 error[unknown-name] `Treu` is not declared
!   4 │ process P as p[1..2] { durable y: Bool = Treu }
!     │                                          ^^^^
!   hint     did you mean `True`?
! mixed.spec:5:8 error[duplicate-name] `one` is declared twice
!   5 │ action one { x := True + 1 }
!     │        ^^^
!   mixed.spec:3:8: first here
!   3 │ action one { x := tru }
!     │        ^^^
! mixed.spec:5:19 error[type-mismatch] an operand of `+` has the wrong type
!   5 │ action one { x := True + 1 }
!     │                   ^^^^
!   expected an integer
!   found    Bool: `True`
exit 150

$ check unreached.spec --trace-out none.itf.json
| ✗ reachable Two not reached    unreached.spec:4
|   wanted x = 2
|   again  npx check unreached.spec
|
| ✗ Unreached fails  2 states · 3 transitions · depth 2 · 0.0 s
exit 12

$ check assert.spec --quiet --trace-out a.itf.json
| ✗ assertion failed    2 steps, shortest    assert.spec:7
|   #  process  action         what changed
|   1  p1       look(1) z = 1  i: 0 → 1
|   2  p1       look(2) z = 1  ✗ fails here
|   end    p1  i = 1
|          p2  i = 0
|   why    i is small
|          7 │     assert i + k < 4, "i is small"
|            │     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
|   values i + k < 4 is False · i = 2 · k = 2
|   again  npx check --replay a.itf.json
|
| ✗ Asserts fails  6 states · 23 transitions · depth 3 · 0.0 s
exit 14

$ check --replay a.itf.json --as-run
| run replayed {
|   p1.look(1) with { z: 1 }
|   expect p1.i = 1
|   // and then this fails: p1.look(2) with { z: 1 }
| }
exit 0

$ check unreached.spec/part
! error[missing-file] there is no file or folder `unreached.spec/part`
exit 151
