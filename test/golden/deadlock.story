# Two philosophers, two forks, each takes the left one first. The card says for every action what keeps it from happening.

-- forks.spec --
model Forks
type Fork = 1..2
state holder: Map<Fork, Option<Philosopher>> = { f: None for f in Fork }

process Philosopher as p[1..2] ordered {
  define left = index(self)
  define right = if index(self) = 2 then 1 else 2
  action takeLeft when holder[left] = None { holder[left] := Some(self) }
  action takeRight when holder[left] = Some(self) and holder[right] = None { holder[right] := Some(self) }
  action putDown when holder[left] = Some(self) and holder[right] = Some(self) {
    holder[left] := None
    holder[right] := None
  }
}
check default { } expect deadlocks
--

$ check forks.spec
| ✗ deadlock    2 steps, shortest    forks.spec
|   #  process  action    what changed
|   1  p1       takeLeft  holder[1]: None → Some(p1)
|   2  p2       takeLeft  holder[2]: None → Some(p2)
|   end    model  holder = {1: Some(p1), 2: Some(p2)}
|   blocked  nothing can happen any more:
|     p1, p2  takeLeft   holder[left] = None is false         line 8
|                        holder[p1.left] = Some(p1)
|                        holder[p2.left] = Some(p2)
|     p1, p2  takeRight  holder[right] = None is false        line 9
|                        holder[p1.right] = Some(p2)
|                        holder[p2.right] = Some(p1)
|     p1, p2  putDown    holder[right] = Some(self) is false  line 10
|                        holder[p1.right] = Some(p2)
|                        holder[p2.right] = Some(p1)
|   hint   where the model may stop, say so: `terminal when …`
|   again  npx check forks.spec
|
| ✗ Forks fails  6 states · 9 transitions · depth 3 · 0.0 s
exit 11

$ check forks.spec --all
| ✓ Forks deadlocks, as expected  6 states · 9 transitions · depth 3 · 0.0 s
exit 0

$ check forks.spec --quiet --trace-out d.itf.json
| ✗ deadlock    2 steps, shortest    forks.spec
|   #  process  action    what changed
|   1  p1       takeLeft  holder[1]: None → Some(p1)
|   2  p2       takeLeft  holder[2]: None → Some(p2)
|   end    model  holder = {1: Some(p1), 2: Some(p2)}
|   blocked  nothing can happen any more:
|     p1, p2  takeLeft   holder[left] = None is false         line 8
|                        holder[p1.left] = Some(p1)
|                        holder[p2.left] = Some(p2)
|     p1, p2  takeRight  holder[right] = None is false        line 9
|                        holder[p1.right] = Some(p2)
|                        holder[p2.right] = Some(p1)
|     p1, p2  putDown    holder[right] = Some(self) is false  line 10
|                        holder[p1.right] = Some(p2)
|                        holder[p2.right] = Some(p1)
|   hint   where the model may stop, say so: `terminal when …`
|   again  npx check --replay d.itf.json
|
| ✗ Forks fails  6 states · 9 transitions · depth 3 · 0.0 s
exit 11

$ check --replay d.itf.json --quiet
exit 0
