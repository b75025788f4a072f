# The canonical form. A file with mistakes is left alone; a file that is called like a subcommand is written ./fmt.

-- untidy.spec --
model   Untidy
state x:0..3=0
action  up when x<3{x+=1}
terminal when True
--
-- broken.spec --
model Broken state x
--

$ check fmt untidy.spec --check
| untidy.spec would change
exit 1

$ check fmt untidy.spec
| model Untidy
| state x: 0..3 = 0
| action up when x < 3 { x += 1 }
| terminal when True
exit 0

$ check fmt untidy.spec --write
| untidy.spec formatted
exit 0

$ check fmt untidy.spec --check
exit 0

$ check fmt broken.spec
! broken.spec:1:20 error[syntax] the file ends where `:` should follow
!   1 │ model Broken state x
!     │                    ^
!   expected `:`
!   found    the end of the file
!   hint     a variable has a type: `x: 0..3 = 0`
exit 150

$ check ./fmt
! error[missing-file] there is no file or folder `fmt`
exit 151

# Long fairness wraps between its targets.

-- fair.spec --
model Fair
process Node as n[1..2] {
  durable x: 0..9 = 0
  action takeTheLeftFork when x < 9 { x += 1 }
  action takeTheRightFork when x < 9 { x += 1 }
  action putDownBothForks when x > 1 { x := 0 }
}
fair weak (Node.takeTheLeftFork | Node.takeTheRightFork | Node.putDownBothForks) as EatingAndThinking, Node.takeTheLeftFork
fair strong (Node.takeTheLeftFork | Node.takeTheRightFork) as Taking
--

$ check fmt fair.spec
| model Fair
| process Node as n[1..2] {
|   durable x: 0..9 = 0
|   action takeTheLeftFork when x < 9 { x += 1 }
|   action takeTheRightFork when x < 9 { x += 1 }
|   action putDownBothForks when x > 1 { x := 0 }
| }
| fair weak (Node.takeTheLeftFork | Node.takeTheRightFork | Node.putDownBothForks) as EatingAndThinking,
|   Node.takeTheLeftFork
| fair strong (Node.takeTheLeftFork | Node.takeTheRightFork) as Taking
exit 0

$ check fmt fair.spec --write
| fair.spec formatted
exit 0

$ check fmt fair.spec --check
exit 0
