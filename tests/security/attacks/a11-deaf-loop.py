# %% [markdown] row="A11"
# # A loop that hears no alarm
#
# The class waits: every signal is blocked, the timers are taken away, and a loop in C goes on past all limits.

# %% before="mean-square"
import re, signal
for number in (signal.SIGALRM, signal.SIGPROF, signal.SIGVTALRM, signal.SIGXCPU):
    signal.signal(number, signal.SIG_IGN)
signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 64))
for timer in (signal.ITIMER_REAL, signal.ITIMER_PROF, signal.ITIMER_VIRTUAL):
    signal.setitimer(timer, 0)
re.match(r"(a+)+$", "a" * 64 + "b")
