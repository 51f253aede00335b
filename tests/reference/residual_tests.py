"""Residual tests by statsmodels 0.13.5 and scipy 1.10.1 (Debian 12), the exact distribution of runs by counting every
arrangement:  /usr/bin/python3 residual_tests.py > residual_tests.txt

The residuals are those of a least-squares line through the 19 census counts of the United States, 1790-1970 (millions),
so that their mean is 0: statsmodels centres before Ljung and Box's autocorrelations."""
from itertools import combinations

import numpy as np
from scipy import stats
from statsmodels.sandbox.stats.runs import runstest_1samp
from statsmodels.stats.diagnostic import acorr_ljungbox, het_breuschpagan, het_white
from statsmodels.stats.stattools import jarque_bera

y = np.array([3.93, 5.31, 7.24, 9.64, 12.9, 17.1, 23.2, 31.4, 39.8, 50.2, 62.9, 76, 92, 105.7, 122.8, 131.7, 151.3,
              179.3, 203.2])
t = np.arange(1.0, 20)
u = np.array([2.0, 7, 1, 8, 2, 8, 1, 8, 2, 8, 4, 5, 9, 0, 4, 5, 2, 3, 5])
one = np.column_stack([np.ones(19), t])
e = y - one @ np.linalg.lstsq(one, y, rcond=None)[0]


def say(name, *values):
    print(name, *(f"{v:.12g}" for v in values))


say("residuals", *(f for f in e))
for lags, fitted in ((5, 0), (5, 2), (10, 0)):
    box = acorr_ljungbox(e, lags=[lags], model_df=fitted)
    say(f"ljung_box_{lags}_{fitted}", box.lb_stat.iloc[0], box.lb_pvalue.iloc[0])
jb, p, skew, kurtosis = jarque_bera(e)
say("jarque_bera", jb, p, skew, kurtosis)
say("breusch_pagan_studentised", *het_breuschpagan(e, one, robust=True)[:2])
say("breusch_pagan_normal", *het_breuschpagan(e, one, robust=False)[:2])
two = np.column_stack([one, u])
say("white", *het_white(e, two)[:2])
say("runs_z", runstest_1samp(e, cutoff=0, correction=False)[0])


def runs_p(a, b, runs):
    below = above = total = 0
    for places in combinations(range(a + b), a):
        signs = np.zeros(a + b, dtype=int)
        signs[list(places)] = 1
        r = 1 + int(np.count_nonzero(np.diff(signs)))
        total += 1
        below += r <= runs
        above += r >= runs
    return min(1, 2 * min(below, above) / total)


for a, b, r in ((int((e > 0).sum()), int((e < 0).sum()), 1 + int(np.count_nonzero(np.diff(np.sign(e))))), (5, 9, 4),
                (6, 3, 7), (7, 7, 8), (1, 6, 2)):
    say(f"runs_{a}_{b}_{r}", runs_p(a, b, r))
