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
|   20 states · 20 transitions · depth 20 · 8.2 s · P(missed) < 1e-9
! ␍␛[2KClock: 2 states, 2 transitions, 1 in the queue, depth 1, 4 states/s, 0.5 s␍␛[2KClock: 3 states, 3 transitions, 1 in the queue, depth 2, 3 states/s, 0.9 s␍␛[2KClock: 4 states, 4 transitions, 1 in the queue, depth 3, 3 states/s, 1.3 s␍␛[2KClock: 5 states, 5 transitions, 1 in the queue, depth 4, 3 states/s, 1.8 s␍␛[2KClock: 6 states, 6 transitions, 1 in the queue, depth 5, 3 states/s, 2.2 s␍␛[2KClock: 7 states, 7 transitions, 1 in the queue, depth 6, 3 states/s, 2.6 s␍␛[2KClock: 8 states, 8 transitions, 1 in the queue, depth 7, 3 states/s, 3.0 s␍␛[2KClock: 9 states, 9 transitions, 1 in the queue, depth 8, 3 states/s, 3.4 s␍␛[2KClock: 10 states, 10 transitions, 1 in the queue, depth 9, 3 states/s, 3.9 s␍␛[2KClock: 11 states, 11 transitions, 1 in the queue, depth 10, 3 states/s, 4.3 s␍␛[2KClock: 12 states, 12 transitions, 1 in the queue, depth 11, 3 states/s, 4.7 s␍␛[2KClock: 13 states, 13 transitions, 1 in the queue, depth 12, 3 states/s, 5.1 s␍␛[2KClock: 14 states, 14 transitions, 1 in the queue, depth 13, 3 states/s, 5.5 s␍␛[2KClock: 15 states, 15 transitions, 1 in the queue, depth 14, 3 states/s, 6.0 s␍␛[2KClock: 16 states, 16 transitions, 1 in the queue, depth 15, 3 states/s, 6.4 s␍␛[2KClock: 17 states, 17 transitions, 1 in the queue, depth 16, 3 states/s, 6.8 s␍␛[2KClock: 18 states, 18 transitions, 1 in the queue, depth 17, 2 states/s, 7.2 s␍␛[2KClock: 19 states, 19 transitions, 1 in the queue, depth 18, 2 states/s, 7.6 s␍␛[2KClock: 20 states, 20 transitions, 1 in the queue, depth 19, 2 states/s, 8.1 s␍␛[2K
exit 3

$ TERMINAL=1 TICK=10 check clock.spec --max-depth 2
| ␛[33m?␛[39m Clock is inconclusive: the limit on depth was reached; nothing bad found so
|   far
|   ␛[2m2 states · 2 transitions · depth 2 · 0.1 s · P(missed) < 1e-9␛[22m
exit 3

$ TICK=900 check clock.spec --max-depth 30
| ? Clock is inconclusive: the limit on depth was reached; nothing bad found so
|   far
|   30 states · 30 transitions · depth 30 · 2 min 39 s · P(missed) < 1e-9
! Clock: 2 states, 2 transitions, 1 in the queue, depth 1, 0 states/s, 6.3 s
! Clock: 3 states, 3 transitions, 1 in the queue, depth 2, 0 states/s, 11.7 s
! Clock: 5 states, 5 transitions, 1 in the queue, depth 4, 0 states/s, 22.5 s
! Clock: 9 states, 9 transitions, 1 in the queue, depth 8, 0 states/s, 44.1 s
! Clock: 17 states, 17 transitions, 1 in the queue, depth 16, 0 states/s, 87.3 s
! Clock: 29 states, 29 transitions, 1 in the queue, depth 28, 0 states/s, 2 min 32 s
exit 3

$ TICK=70 INTERRUPT=3 check clock.spec
| ? Clock is inconclusive: interrupted; nothing bad found so far
|   4 states · 4 transitions · depth 4 · 1.5 s · P(missed) < 1e-9
exit 130

$ TICK=100 check clock.spec --max-time 1
| ? Clock is inconclusive: the limit on time was reached; nothing bad found so far
|   3 states · 3 transitions · depth 3 · 1.4 s · P(missed) < 1e-9
exit 3
