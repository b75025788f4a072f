# Whatever is wrong with the arguments is said in one diagnostic, and the exit code is 151; mistakes in files give 150.

-- fine.spec --
model Fine
param N: 1..5 = 2
process P as p[1..N] {
  durable x: 0..1 = 0
  action go when x = 0 { x := 1 }
}
assume N ≠ 4
terminal when True
check default { } expect holds
check seven { N = 3 } expect holds
--
-- broken.itf.json --
{ "states": 3 }
--
-- elsewhere.itf.json --
{ "#meta": { "source": "gone.spec", "model": "Gone" }, "states": [{}] }
--
-- empty/readme.txt --
nothing here
--
-- a.spec --
use "b.spec"
model A
--
-- b.spec --
use "a.spec"
model B
--
-- lonely.spec --
use "missing.spec"
model Lonely
--
-- nothing.spec --
--

$ check
! error[usage] no file was given
!   hint     `check models/raft.spec` checks a model, `check new NAME` writes a
!            first one
exit 151

$ check fin.spec
! error[missing-file] there is no file or folder `fin.spec`
!   hint     did you mean `fine.spec`?
exit 151

$ check fine
! error[missing-file] there is no file or folder `fine`
!   hint     did you mean `fine.spec`?
exit 151

$ check empty
! error[no-specs] there is no .spec file in or below the folder `empty`
exit 151

$ check explian
! error[missing-file] there is no file or folder `explian`
!   hint     did you mean `explain`?
exit 151

$ check fine.spec --jsno
! error[usage] unknown option `--jsno`
!   hint     did you mean `--json`?
exit 151

$ check fine.spec --set
! error[usage] `--set` needs a value
!   expected <parameter=value>
exit 151

$ check fine.spec --set M=3
! command line error[unknown-parameter] there is no parameter `M`
!   --set M=3
!         ^^^
!   expected N
exit 151

$ check fine.spec --set N=9
! command line error[parameter-range] the parameter `N` can't be 9
!   --set N=9
!         ^^^
!   expected 1..5
!   fine.spec:2:1: this is what it breaks
!   2 │ param N: 1..5 = 2
!     │ ^^^^^^^^^^^^^^^^^
exit 151

$ check fine.spec --set N=4
! command line error[assumption] the assumption `N ≠ 4` is false for these parameters
!   --set N=4
!         ^^^
!   found    N = 4
!   fine.spec:7:1: this is what it breaks
!   7 │ assume N ≠ 4
!     │ ^^^^^^^^^^^^
exit 10

$ check fine.spec --set N=True
! command line error[parameter-range] the parameter `N` needs an integer
!   --set N=True
!           ^^^^
!   expected a value like its default, 2
exit 151

$ check fine.spec --set N
! command line error[usage] `--set` takes NAME=VALUE
!   --set N
!         ^
!   hint     write for example `--set Servers=5`
exit 151

$ check fine.spec --set 'N=(1'
! command line error[usage] this `(` is never closed
!   --set N=(1
!           ^
!   expected `)`
exit 151

$ check fine.spec --fault crash=1
! command line error[usage] `--fault` takes FAULT.SETTING=VALUE
!   --fault crash=1
!           ^^^^^^^
!   hint     write for example `--fault crash.total=1`
exit 151

$ check fine.spec --config sevn
! error[unknown-configuration] Fine has no configuration `sevn`
!   expected default, seven
!   hint     did you mean `seven`?
exit 151

$ check fine.spec --only Safety
! error[unknown-property] Fine has no property `Safety`
!   expected deadlock
exit 151

$ check fine.spec --max-states few
! error[usage] `--max-states few` cannot be understood
!   expected a whole number of at least 1
exit 151

$ check fine.spec --trace all
! error[usage] `--trace all` cannot be understood
!   expected `changes`, `full`, or steps such as `3-7`
exit 151

$ check --replay broken.itf.json
! error[unreadable-file] cannot replay `broken.itf.json`: it is no ITF trace: it has no `states`
exit 151

$ check --replay elsewhere.itf.json
! error[missing-file] cannot replay `elsewhere.itf.json`: its model `gone.spec` is not there
!   hint     `--replay elsewhere.itf.json models/that.spec` says where it is now
exit 151

$ check --replay nothing.itf.json
! error[unreadable-file] cannot read `nothing.itf.json`: there is no such file
exit 151

$ check a.spec
! b.spec:1:5 error[cyclic-use] `use "a.spec"` leads back to this file
!   1 │ use "a.spec"
!     │     ^^^^^^^^
!   found    a.spec → b.spec → a.spec
exit 150

$ check lonely.spec
! lonely.spec:1:5 error[missing-file] `use "missing.spec"`: there is no such file
!   1 │ use "missing.spec"
!     │     ^^^^^^^^^^^^^^
!   found    missing.spec
exit 150

$ check nothing.spec
! nothing.spec:1:1 error[empty-file] a file must contain a theory or a model
!   1 │
!     │ ^
!   expected `theory Name` or `model Name`
!   found    nothing
exit 150

$ check explain nonsense
! error[usage] there is no rule `nonsense`
!   hint     `check explain` lists the rules
exit 151

$ check missing.spec --json
| {
|   "schema": "lockstep/check/1",
|   "exit": 151,
|   "results": [],
|   "diagnostics": [
|     {
|       "rule": "missing-file",
|       "message": "there is no file or folder `missing.spec`",
|       "hint": "did you mean `nothing.spec`?"
|     }
|   ]
| }
! error[missing-file] there is no file or folder `missing.spec`
!   hint     did you mean `nothing.spec`?
exit 151

# Options of a subcommand are listed by its own help; a path is never empty; a replay may be told where its model is.
$ check lockstep
! error[usage] missing required argument `protocol`
!   hint     `check lockstep --help` lists what there is
exit 151

$ check lockstp raft
! error[missing-file] there is no file or folder `lockstp`
!   hint     did you mean `lockstep`?
! error[missing-file] there is no file or folder `raft`
exit 151

$ check ''
! error[missing-file] a path is empty
!   hint     `.` is the folder at hand
exit 151

$ check lockstep raft --set Foo=1
! command line error[unknown-parameter] there is no parameter `Foo`
!   --set Foo=1
!         ^^^^^
!   expected Servers, MaxTerm, MaxLog, Values, MaxElections, InFlight, Heartbeats,
!            Prompt, AskOnce
exit 151

$ check --replay elsewhere.itf.json fine.spec
! error[usage] `fine.spec` has no model Gone
exit 151

$ check --replay elsewhere.itf.json fine.spec a.spec
! error[usage] `--replay` is about one saved trace
!   hint     one file may be named beside it: where its model is now
exit 151

# A model that was copied without the theories beside it is told which of them come with the package.
-- copied.spec --
use "../spec/consensus.spec"
model Copied
--

$ check copied.spec
! copied.spec:1:5 error[missing-file] `use "../spec/consensus.spec"`: there is no such file
!   1 │ use "../spec/consensus.spec"
!     │     ^^^^^^^^^^^^^^^^^^^^^^^^
!   found    ../spec/consensus.spec
!   hint     `use "lockstep/consensus"` comes with the package
exit 150
