# What can be. An invariant with `canReach` ends its trace in the first state from which no way leads there, and a saved
# trace is judged again without any graph. `possible` shows the behaviour that it asks for; when bounds hide the answer, the
# verdict is inconclusive and never a success.

-- door.spec --
model Door
state isOpen: Bool = False
state isLocked: Bool = False
state hasKey: Bool = True
action open when not isLocked and not isOpen { isOpen := True }
action close when isOpen { isOpen := False }
action lock when not isOpen and hasKey { isLocked := True }
action unlock when isLocked and hasKey { isLocked := False }
action loseKey when hasKey { hasKey := False }
fair weak close
possible Swings: (always eventually isOpen) and always hasKey
possible Jams: eventually always isOpen
invariant CanBeOpened: canReach(isOpen)
terminal when True
--

$ check door.spec --only CanBeOpened --trace-out lost.itf.json
| ✗ invariant CanBeOpened violated    2 steps, shortest    door.spec:13
|   #  process  action   what changed
|   1  –        lock     isLocked: False → True
|   2  –        loseKey  hasKey: True → False
|   end    model  isOpen = False · isLocked = True · hasKey = False
|   wanted canReach(isOpen)
|   again  npx check --replay lost.itf.json
|
| ✗ Door fails  6 states · 11 transitions · depth 3 · 0.0 s
|   looked at only: CanBeOpened (not at deadlock)
|   trace saved in lost.itf.json
exit 12

$ check --replay lost.itf.json
| ✗ invariant CanBeOpened violated    2 steps    door.spec:13
|   #  process  action   what changed
|   1  –        lock     isLocked: False → True
|   2  –        loseKey  hasKey: True → False
|   end    model  isOpen = False · isLocked = True · hasKey = False
|   wanted canReach(isOpen)
|
| ✓ lost.itf.json is still a behaviour of Door, and still ends badly
exit 0

$ check door.spec --only Swings
| ✓ possible Swings is so in this behaviour
|   0 steps, as few as can be, then a loop of 2    door.spec:11
|   #  process  action  what changed
|   ↻ from here on, for ever:
|   1  –        open    isOpen: False → True
|   2  –        close   isOpen: True → False
|   end    model  isOpen = False · isLocked = False · hasKey = True
|   loop   steps 1 to 2, again and again
|          isOpen: True, False
|   fair   weak close: taken in step 2
|   again  npx check door.spec --only Swings
|
| ✓ Door holds  6 states · 11 transitions · depth 3 · 0.0 s · P(missed) < 1e-9
|   looked at only: Swings (not at deadlock)
exit 0

The door does not stay open: closing it is fair.

$ check door.spec --only Jams
| ✗ possible Jams is so in no fair behaviour    door.spec:12
|   wanted eventually always isOpen
|   again  npx check door.spec --only Jams
|
| ✗ Door fails  6 states · 11 transitions · depth 3 · 0.0 s
|   looked at only: Jams (not at deadlock)
exit 13

-- counter.spec --
model Counter
state x: 0..9 = 0
action up bound x < 3 { x += 1 }
invariant CanFinish: canReach(x = 9)
possible Finishes: eventually x = 9
invariant CanGo: x = 3 or canReach(x = 3)
--

$ check counter.spec
| ? Counter is inconclusive: everything within the bounds was explored, and what
|   they cut could decide it; nothing bad found so far (within bounds: 1 step cut)
|   4 states · 4 transitions · depth 4 · 0.0 s · P(missed) < 1e-9
|   open: CanFinish, Finishes
exit 3

$ check counter.spec --only CanGo
| ✓ Counter holds (within bounds: 1 step cut)
|   4 states · 4 transitions · depth 4 · 0.0 s · P(missed) < 1e-9
|   looked at only: CanGo (not at deadlock)
exit 0
