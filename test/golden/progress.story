# On a terminal one line is written over and over (the clock of this test runs fast); into a pipe plain lines go now and then.

-- clock.spec --
model Clock
state hour: 0..2000 = 0
action strike when hour < 2000 { hour += 1 }
terminal when True
--

$ TERMINAL=1 NO_COLOR=1 TICK=70 check clock.spec --max-depth 20
| ? Clock is inconclusive: the limit on depth was reached; nothing bad found so
|   far
|   20 states · 20 transitions · depth 20 · 3.3 s
! ␍␛[2KClock: 2 states, 2 distinct, 1 in the queue, depth 2, 6 states/s, 0.3 s␍␛[2KClock: 4 states, 4 distinct, 1 in the queue, depth 4, 6 states/s, 0.7 s␍␛[2KClock: 6 states, 6 distinct, 1 in the queue, depth 6, 6 states/s, 1.1 s␍␛[2KClock: 8 states, 8 distinct, 1 in the queue, depth 8, 6 states/s, 1.4 s␍␛[2KClock: 10 states, 10 distinct, 1 in the queue, depth 10, 6 states/s, 1.8 s␍␛[2KClock: 12 states, 12 distinct, 1 in the queue, depth 12, 6 states/s, 2.1 s␍␛[2KClock: 14 states, 14 distinct, 1 in the queue, depth 14, 6 states/s, 2.5 s␍␛[2KClock: 16 states, 16 distinct, 1 in the queue, depth 16, 6 states/s, 2.8 s␍␛[2KClock: 18 states, 18 distinct, 1 in the queue, depth 18, 6 states/s, 3.1 s␍␛[2K
exit 3

$ TERMINAL=1 TICK=10 check clock.spec --max-depth 2
| ␛[33m?␛[39m Clock is inconclusive: the limit on depth was reached; nothing bad found so
|   far
|   ␛[2m2 states · 2 transitions · depth 2 · 0.0 s␛[22m
exit 3

$ TICK=900 check clock.spec --max-depth 30
| ? Clock is inconclusive: the limit on depth was reached; nothing bad found so
|   far
|   30 states · 30 transitions · depth 30 · 1 min 45 s
! Clock: 2 states, 2 distinct, 1 in the queue, depth 2, 0 states/s, 7.2 s
! Clock: 4 states, 4 distinct, 1 in the queue, depth 4, 0 states/s, 14.4 s
! Clock: 7 states, 7 distinct, 1 in the queue, depth 7, 0 states/s, 25.2 s
! Clock: 13 states, 13 distinct, 1 in the queue, depth 13, 0 states/s, 46.8 s
! Clock: 25 states, 25 distinct, 1 in the queue, depth 25, 0 states/s, 90.0 s
exit 3

$ TICK=70 INTERRUPT=3 check clock.spec
| ? Clock is inconclusive: interrupted; nothing bad found so far
|   6 states · 6 transitions · depth 6 · 1.1 s
exit 130

$ TICK=100 check clock.spec --max-time 1
| ? Clock is inconclusive: the limit on time was reached; nothing bad found so far
|   3 states · 3 transitions · depth 3 · 1.3 s
exit 3
