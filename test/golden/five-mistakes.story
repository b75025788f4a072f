# Five mistakes in one file give five diagnostics, each with its place, also behind Chinese text and mathematical signs.

-- five.spec --
model Five
type Colour = Red | Green
state x: 0..3 = 0
state votes: Set<Colour>= {}
action a when x == 1 { x := 2 }
action b when y = 1 { x := 0 }
/// 名字
invariant 中文名: ∀ 成员 ∈ Colour: 成员 ∈ vote ∧ x = 0
invariant Types: x + True = 1
--

$ check five.spec
! five.spec:4:24 error[angle-equals] `>=` is read as one sign here
!   4 │ state votes: Set<Colour>= {}
!     │                        ^^
!   found    `>=`
!   hint     put a space between `>` and `=`
! five.spec:5:17 error[foreign-sign] `==` is not a sign of this language
!   5 │ action a when x == 1 { x := 2 }
!     │                 ^^
!   found    `==`
!   hint     `=` is equality, `:=` is assignment
! five.spec:6:15 error[unknown-name] `y` is not declared
!   6 │ action b when y = 1 { x := 0 }
!     │               ^
! five.spec:8:36 error[unknown-name] `vote` is not declared
!   8 │ invariant 中文名: ∀ 成员 ∈ Colour: 成员 ∈ vote ∧ x = 0
!     │                                           ^^^^
!   hint     did you mean `votes`?
! five.spec:9:22 error[type-mismatch] an operand of `+` has the wrong type
!   9 │ invariant Types: x + True = 1
!     │                      ^^^^
!   expected an integer
!   found    Bool: `True`
exit 150

$ check five.spec --json
| {
|   "schema": "lockstep/check/1",
|   "exit": 150,
|   "results": [],
|   "diagnostics": [
|     {
|       "rule": "angle-equals",
|       "message": "`>=` is read as one sign here",
|       "file": "five.spec",
|       "line": 4,
|       "column": 24,
|       "endLine": 4,
|       "endColumn": 26,
|       "found": "`>=`",
|       "hint": "put a space between `>` and `=`"
|     },
|     {
|       "rule": "foreign-sign",
|       "message": "`==` is not a sign of this language",
|       "file": "five.spec",
|       "line": 5,
|       "column": 17,
|       "endLine": 5,
|       "endColumn": 19,
|       "found": "`==`",
|       "hint": "`=` is equality, `:=` is assignment"
|     },
|     {
|       "rule": "unknown-name",
|       "message": "`y` is not declared",
|       "file": "five.spec",
|       "line": 6,
|       "column": 15,
|       "endLine": 6,
|       "endColumn": 16
|     },
|     {
|       "rule": "unknown-name",
|       "message": "`vote` is not declared",
|       "file": "five.spec",
|       "line": 8,
|       "column": 36,
|       "endLine": 8,
|       "endColumn": 40,
|       "hint": "did you mean `votes`?"
|     },
|     {
|       "rule": "type-mismatch",
|       "message": "an operand of `+` has the wrong type",
|       "file": "five.spec",
|       "line": 9,
|       "column": 22,
|       "endLine": 9,
|       "endColumn": 26,
|       "expected": "an integer",
|       "found": "Bool: `True`"
|     }
|   ]
| }
! five.spec:4:24 error[angle-equals] `>=` is read as one sign here
!   4 │ state votes: Set<Colour>= {}
!     │                        ^^
!   found    `>=`
!   hint     put a space between `>` and `=`
! five.spec:5:17 error[foreign-sign] `==` is not a sign of this language
!   5 │ action a when x == 1 { x := 2 }
!     │                 ^^
!   found    `==`
!   hint     `=` is equality, `:=` is assignment
! five.spec:6:15 error[unknown-name] `y` is not declared
!   6 │ action b when y = 1 { x := 0 }
!     │               ^
! five.spec:8:36 error[unknown-name] `vote` is not declared
!   8 │ invariant 中文名: ∀ 成员 ∈ Colour: 成员 ∈ vote ∧ x = 0
!     │                                           ^^^^
!   hint     did you mean `votes`?
! five.spec:9:22 error[type-mismatch] an operand of `+` has the wrong type
!   9 │ invariant Types: x + True = 1
!     │                      ^^^^
!   expected an integer
!   found    Bool: `True`
exit 150

$ COLUMNS=44 check five.spec
! five.spec:4:24 error[angle-equals] `>=` is read as one sign here
!   4 │ state votes: Set<Colour>= {}
!     │                        ^^
!   found    `>=`
!   hint     put a space between `>` and `=`
! five.spec:5:17 error[foreign-sign] `==` is not a sign of this language
!   5 │ action a when x == 1 { x := 2 }
!     │                 ^^
!   found    `==`
!   hint     `=` is equality, `:=` is
!            assignment
! five.spec:6:15 error[unknown-name] `y` is not declared
!   6 │ action b when y = 1 { x := 0 }
!     │               ^
! five.spec:8:36 error[unknown-name] `vote` is not declared
!   8 │ … ∀ 成员 ∈ Colour: 成员 ∈ vote ∧ x = 0
!     │                           ^^^^
!   hint     did you mean `votes`?
! five.spec:9:22 error[type-mismatch] an operand of `+` has the wrong type
!   9 │ invariant Types: x + True = 1
!     │                      ^^^^
!   expected an integer
!   found    Bool: `True`
exit 150
