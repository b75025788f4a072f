# Parameters stand in any order; one that depends on itself is a mistake, told once.

-- order.spec --
model Order
param Count = Half * 2
param Start = Base
param Base = { low: Half, high: Count }
param Half = 1
process P as p[1..Count] {
  durable x: 0..9 = Start.low
  action up when x < Start.high { x += 1 }
}
terminal when True
check default { } expect holds
--

$ check order.spec
| ✓ Order holds for Count=2, Start=Base, Base={ low: Half, high: Count }, Half=1
|   4 states · 5 transitions · depth 3 · 0.0 s · P(missed) < 1e-9
|   it states nothing: deadlocks, model errors and assertions are looked for
exit 0

$ check order.spec --set Half=2
| ✓ Order holds for Count=4, Start=Base, Base={ low: Half, high: Count }, Half=2
|   81 states · 217 transitions · depth 9 · 0.0 s · P(missed) < 1e-9
|   it states nothing: deadlocks, model errors and assertions are looked for
exit 0

-- circle.spec --
model Circle
param First = Second + 1
param Second = Third
param Third = First
param Other = 2
process P as p[1..Other] { durable done: Bool = False }
process Q as p[1..3] { durable done: Bool = False }
--

# A name of members that clashes is told once for the process, however many it has.
$ check circle.spec
! circle.spec:2:7 error[recursion] the parameter `First` depends on itself
!   2 │ param First = Second + 1
!     │       ^^^^^
!   hint     give one of them a value that mentions no other
!   circle.spec:3:7: by way of `Second`
!   3 │ param Second = Third
!     │       ^^^^^^
!   circle.spec:4:7: by way of `Third`
!   4 │ param Third = First
!     │       ^^^^^
! circle.spec:7:14 error[duplicate-name] 2 members, `p1` and those after it, are declared twice
!   7 │ process Q as p[1..3] { durable done: Bool = False }
!     │              ^
!   hint     give the members of each process another name
exit 150
