# `--all` checks every configuration, and compares with what the file expects. Violations that are expected are no failures.

-- lamp.spec --
model Lamp
param Most = 2
state switched: 0..9 = 0
action toggle when switched < Most { switched += 1 }
invariant Few: switched < 3
terminal when True
check default { } expect holds, states 3, transitions 3
check many { Most = 5 } expect violates Few
check wrong { Most = 4 } expect holds
check counts { Most = 1 } expect holds, states 7
check stuck { } expect deadlocks
--

$ check lamp.spec --all
| ✓ Lamp holds for Most=2
|   3 states · 3 transitions · depth 3 · 0.0 s · P(missed) < 1e-9
| ✓ Lamp (many) violates Few, as expected  4 states · 4 transitions · depth 4 · 0.0 s
| ✗ invariant Few violated    3 steps, shortest    lamp.spec:5
|   #  process  action  what changed
|   1  –        toggle  switched: 0 → 1
|   2  –        toggle  switched: 1 → 2
|   3  –        toggle  switched: 2 → 3
|   end    model  switched = 3
|   why    switched ≥ 3   (line 5)
|          switched = 3
|   again  npx check lamp.spec --config wrong
|
| ✗ Lamp (wrong) fails for Most=4  4 states · 4 transitions · depth 4 · 0.0 s
|   mismatch  expected holds; found violates Few    lamp.spec:9
| ✗ Lamp (counts) holds for Most=1
|   2 states · 2 transitions · depth 2 · 0.0 s · P(missed) < 1e-9
|   mismatch  expected holds, states 7; found holds, states 2    lamp.spec:10
| ✗ Lamp (stuck) holds for Most=2
|   3 states · 3 transitions · depth 3 · 0.0 s · P(missed) < 1e-9
|   mismatch  expected deadlocks; found holds    lamp.spec:11
|
| 5 configurations checked, 3 not as they should be
exit 1

# Without `--all` the exit code is the verdict's, whatever the file expects.

$ check lamp.spec --config many
| ✗ invariant Few violated    3 steps, shortest    lamp.spec:5
|   #  process  action  what changed
|   1  –        toggle  switched: 0 → 1
|   2  –        toggle  switched: 1 → 2
|   3  –        toggle  switched: 2 → 3
|   end    model  switched = 3
|   why    switched ≥ 3   (line 5)
|          switched = 3
|   again  npx check lamp.spec --config many
|
| ✗ Lamp (many) fails for Most=5  4 states · 4 transitions · depth 4 · 0.0 s
exit 12

$ check lamp.spec --all --config many
| ✓ Lamp (many) violates Few, as expected  4 states · 4 transitions · depth 4 · 0.0 s
exit 0

# What takes minutes is called `deep`, and is checked when it is asked for.
-- tower.spec --
model Tower
param Most = 2
state height: 0..1000 = 0
action build when height < Most { height += 1 }
terminal when True
check default { } expect holds
check deep { Most = 1000 } expect holds, states 1001
--

$ check tower.spec --all
| ✓ Tower holds for Most=2
|   3 states · 3 transitions · depth 3 · 0.0 s · P(missed) < 1e-9
|
| 1 configuration checked, all as they should be
| 1 called deep left out: `--config deep`
exit 0

$ check tower.spec --all --config deep
| ✓ Tower (deep) holds for Most=1000
|   1,001 states · 1,001 transitions · depth 1,001 · 0.0 s · P(missed) < 1e-9
exit 0
