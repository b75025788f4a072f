# Random walks: what is found is shortened, what never happened is told, and what makes no sense is refused.

-- door.spec --
model Door
param Rooms = 30
process Guest as g[1..Rooms] {
  durable inside: Bool = False
  durable turns: 0..3 = 0
  action enter when not inside { inside := True }
  action leave when inside { inside := False; turns := (turns + 1) mod 4 }
  action dance when inside and turns = 9 { turns := 0 }
}
invariant NotTwice: forall g in Guest: g.turns < 2
reachable Dancing: exists g in Guest: g.turns = 3
--

$ check door.spec --simulate
| ✗ invariant NotTwice violated    4 steps, shortest    door.spec:10
|   #  process  action  what changed
|   1  g5       enter   inside: False → True
|   2  g5       leave   inside: True → False · turns: 0 → 1
|   3  g5       enter   inside: False → True
|   4  g5       leave   inside: True → False · turns: 1 → 2
|   end    g1   inside = False · turns = 0
|          g2   inside = False · turns = 0
|          g3   inside = False · turns = 0
|          g4   inside = False · turns = 0
|          g5   inside = False · turns = 2
|          g6   inside = False · turns = 0
|          g7   inside = False · turns = 0
|          g8   inside = False · turns = 0
|          g9   inside = False · turns = 0
|          g10  inside = False · turns = 0
|          g11  inside = False · turns = 0
|          g12  inside = False · turns = 0
|          g13  inside = False · turns = 0
|          g14  inside = False · turns = 0
|          g15  inside = False · turns = 0
|          g16  inside = False · turns = 0
|          g17  inside = False · turns = 0
|          g18  inside = False · turns = 0
|          g19  inside = False · turns = 0
|          g20  inside = False · turns = 0
|          g21  inside = False · turns = 0
|          g22  inside = False · turns = 0
|          g23  inside = False · turns = 0
|          g24  inside = False · turns = 0
|          g25  inside = False · turns = 0
|          g26  inside = False · turns = 0
|          g27  inside = False · turns = 0
|          g28  inside = False · turns = 0
|          g29  inside = False · turns = 0
|          g30  inside = False · turns = 0
|   why    g5.turns ≥ 2   (line 10: g = g5)
|          g5.turns = 2
|   again  npx check door.spec --simulate
|
| ✗ Door fails for Rooms=30  4,527 states · 5,167 transitions · depth 56 · 0.0 s
|   256 random walks of at most 100 states, seed 1
|   walk 1 found it, in 18 steps
|   actions taken: 2 of 3; never: dance
exit 12
$ check door.spec --simulate --set Rooms=2 --only Dancing --walks 300
| ? Door: nothing bad found on random walks for Rooms=2
|   64 states · 30,000 transitions · depth 100 · 0.0 s
|   300 random walks of at most 100 states, seed 1
|   actions taken: 2 of 3; never: dance
|   looked at only: Dancing (not at deadlock)
exit 3
$ check door.spec --walks 3
! error[usage] `--walks` is about random walks
!   hint     add `--simulate`, or leave it out
exit 151
$ check door.spec --simulate --exact
! error[usage] `--exact` is about visiting every state, and `--simulate` does not
exit 151
$ check door.spec --simulate --max-states 5
! error[usage] `--max-states` is about visiting every state, and `--simulate` does not
!   hint     `--walks` and `--depth` limit a simulation
exit 151
$ check door.spec --simulate --walks 0
! error[usage] `--walks 0` cannot be understood
!   expected a whole number of at least 1
exit 151
