# Who comes from TLA+, Quint or Promela writes their words at first: each habit is told once, with what is written here, and
# names in a declaration that could not be read are not missed elsewhere.

-- tla.spec --
---- MODULE Counter ----
EXTENDS Naturals
VARIABLE x
Init == x = 0
====
--

$ check tla.spec
! tla.spec:1:1 error[syntax] this is a TLA+ module
!   1 │ ---- MODULE Counter ----
!     │ ^^^^^^^^^^^^^^^^^^^^^^^^
!   expected `theory Name` or `model Name`
!   hint     docs/from-tla-and-quint.md says, construct by construct, what is
!            written here
exit 150

-- from-tla.spec --
model FromTla
\* how far
constant N = 3
process Node as n[1..2] { durable x: 0..3 = 0 }
state seen: Set<Node> = {p \in Node : p = p}
action next(p in Node) { seen' = seen \cup {p}; UNCHANGED N }
property Often: []<>(Cardinality(seen) = 0)
fair WF_x(next)
invariant N > 1
--

$ check from-tla.spec
! from-tla.spec:2:1 error[foreign-sign] comments of this kind don't exist
!   2 │ \* how far
!     │ ^^^^^^^^^^
!   hint     start each line with `//`
! from-tla.spec:3:1 error[syntax] `constant` can't stand here
!   3 │ constant N = 3
!     │ ^^^^^^^^
!   expected a declaration
!   found    `constant`
!   hint     a constant is a parameter: `param N = 3`
! from-tla.spec:5:26 error[mixed-braces] this is neither an element of a set nor a field of a record
!   5 │ state seen: Set<Node> = {p \in Node : p = p}
!     │                          ^^^^^^^^^^
!   expected `name: value` for each field, or elements without `:`
!   hint     the elements of a set that …: `{ x for x in S where P }`
! from-tla.spec:5:28 error[foreign-sign] `\in` is not a sign of this language
!   5 │ state seen: Set<Node> = {p \in Node : p = p}
!     │                            ^^^
!   found    `\in`
!   hint     `\in` is TLA+; here it is `in` or `∈`
! from-tla.spec:6:30 error[foreign-sign] `'` is not a sign of this language
!   6 │ action next(p in Node) { seen' = seen \cup {p}; UNCHANGED N }
!     │                              ^
!   found    `'`
!   hint     there are no primed variables: `x := e` gives the next value,
!            `old(x)` is the one before the step
! from-tla.spec:6:39 error[foreign-sign] `\cup` is not a sign of this language
!   6 │ action next(p in Node) { seen' = seen \cup {p}; UNCHANGED N }
!     │                                       ^^^^
!   found    `\cup`
!   hint     `\cup` is TLA+; here it is `union` or `∪`
! from-tla.spec:6:59 error[syntax] `N` can't stand here
!   6 │ action next(p in Node) { seen' = seen \cup {p}; UNCHANGED N }
!     │                                                           ^
!   expected `:=`, `+=` or `-=`
!   found    `N`
!   hint     what an action does not mention stays as it is
! from-tla.spec:7:17 error[foreign-sign] `[]` is not a sign of this language
!   7 │ property Often: []<>(Cardinality(seen) = 0)
!     │                 ^^
!   found    `[]`
!   hint     `[]` is TLA+; here it is `always` or `□`
! from-tla.spec:7:19 error[foreign-sign] `<>` is not a sign of this language
!   7 │ property Often: []<>(Cardinality(seen) = 0)
!     │                   ^^
!   found    `<>`
!   hint     `<>` is TLA+; here it is `eventually` or `◇`; "different" is `!=` or
!            `≠`
! from-tla.spec:7:22 error[unknown-name] there is no function `Cardinality`
!   7 │ property Often: []<>(Cardinality(seen) = 0)
!     │                      ^^^^^^^^^^^
!   hint     write `len(S)`, or `count(x in S where …)`
! from-tla.spec:8:6 error[syntax] `WF_x` can't stand here
!   8 │ fair WF_x(next)
!     │      ^^^^
!   expected `weak` or `strong`
!   found    `WF_x`
!   hint     `WF_x(a)` is `fair weak a`, `SF_x(a)` is `fair strong a`
! from-tla.spec:9:13 error[syntax] `>` can't stand here
!   9 │ invariant N > 1
!     │             ^
!   expected `:`
!   found    `>`
!   hint     a property is written `invariant Name: formula`
exit 150

-- from-quint.spec --
model FromQuint
var count: int = 0
state phase: string = "idle"
state x: Int = 0
state y: 0...3 = 0
action init { count := 0 }
action step { if count < 3 then count := 1 }
invariant Small: 0 <= y <= 3
invariant All: all p in Node { p.x = 0 }
--

$ check from-quint.spec
! from-quint.spec:2:1 error[syntax] `var` can't stand here
!   2 │ var count: int = 0
!     │ ^^^
!   expected a declaration
!   found    `var`
!   hint     a variable is written `state x: 0..3 = 0`, and in a process `durable`
!            or `volatile`
! from-quint.spec:3:23 error[syntax] `"idle"` can't stand here
!   3 │ state phase: string = "idle"
!     │                       ^^^^^^
!   expected an expression
!   found    `"idle"`
!   hint     there are no strings: name the values in a type, `type Phase = Idle |
!            Busy`
! from-quint.spec:4:1 error[unbounded-integer] `x` would hold integers without bounds
!   4 │ state x: Int = 0
!     │ ^^^^^^^^^^^^^^^^
!   expected a range, such as `0..9`
!   found    `Int`
!   hint     write how far it goes, `0..9`: what leaves the range is an error with
!            a trace
! from-quint.spec:5:11 error[foreign-sign] `...` is not a sign of this language
!   5 │ state y: 0...3 = 0
!     │           ^^^
!   found    `...`
!   hint     a range has two dots: `0..3`
! from-quint.spec:7:28 error[syntax] `then` can't stand here
!   7 │ action step { if count < 3 then count := 1 }
!     │                            ^^^^
!   expected `{`
!   found    `then`
!   hint     the branches of a statement are blocks, `if c { … } else { … }`; with
!            `then` it is an expression
! from-quint.spec:8:25 error[operator-chain] `<=` can't be chained
!   8 │ invariant Small: 0 <= y <= 3
!     │                         ^^
!   found    `<=`
!   hint     write both comparisons: `a <= b and b <= c`
! from-quint.spec:9:16 error[unknown-name] `all` is not declared
!   9 │ invariant All: all p in Node { p.x = 0 }
!     │                ^^^
!   hint     write `forall x in S: …` or `∀`
! from-quint.spec:9:20 error[syntax] `p` can't stand here
!   9 │ invariant All: all p in Node { p.x = 0 }
!     │                    ^
!   expected a declaration
!   found    `p`
!   hint     write `forall x in S: …` or `∀`
exit 150

-- from-promela.spec --
model FromPromela
int count = 0
chan q
message Ping { n: 0..3 } from A to B
process A as a {
  durable n = 0
  action go { n++; send Ping(1) to b }
}
process B as b { on Ping(k) { } }
--

$ check from-promela.spec
! from-promela.spec:2:1 error[syntax] `int` can't stand here
!   2 │ int count = 0
!     │ ^^^
!   expected a declaration
!   found    `int`
!   hint     a variable is written `state x: 0..3 = 0`, and in a process `durable`
!            or `volatile`; integers say how far they go: `0..9`
! from-promela.spec:3:1 error[syntax] `chan` can't stand here
!   3 │ chan q
!     │ ^^^^
!   expected a declaration
!   found    `chan`
!   hint     channels are a network: `network fifo capacity 2 each`, and `send M
!            to p`
! from-promela.spec:6:13 error[syntax] `=` can't stand here
!   6 │   durable n = 0
!     │             ^
!   expected `:`
!   found    `=`
!   hint     a variable has a type: `x: 0..3 = 0`
! from-promela.spec:7:16 error[foreign-sign] `++` is not a sign of this language
!   7 │   action go { n++; send Ping(1) to b }
!     │                ^^
!   found    `++`
!   hint     write `x += 1`
! from-promela.spec:7:29 error[syntax] `(` can't stand here
!   7 │   action go { n++; send Ping(1) to b }
!     │                             ^
!   expected `to`
!   found    `(`
!   hint     a message names its fields: `send M { field: e } to p`
! from-promela.spec:9:25 error[syntax] `(` can't stand here
!   9 │ process B as b { on Ping(k) { } }
!     │                         ^
!   expected `{`
!   found    `(`
!   hint     a handler reads its message: `on M from p { x := msg.field }`
exit 150
