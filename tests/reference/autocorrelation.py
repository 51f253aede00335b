"""Adjusted autocorrelations and the ARCH test by statsmodels 0.13.5 (Debian 12), on the series in autocorrelation.txt:
/usr/bin/python3 autocorrelation.py > autocorrelation_statsmodels.txt"""
import numpy as np
import statsmodels
from statsmodels.stats.diagnostic import het_arch
from statsmodels.tsa.stattools import acf, pacf

print("# statsmodels", statsmodels.__version__)
rows = {t.split()[0]: t.split()[1:] for t in open("autocorrelation.txt") if t.split()[0] in ("lh", "deaths")}
lh, deaths = (np.array(rows[k], dtype=float) for k in ("lh", "deaths"))


def say(name, *values):
    print(name, *(f"{v:.12g}" for v in values))


say("acf adjusted", *acf(lh, adjusted=True, nlags=16))
say("pacf levinson", *pacf(lh, nlags=16, method="ldb"))
interval = acf(lh, nlags=6, alpha=0.05)[1]
say("bartlett", *((interval[1:, 1] - interval[1:, 0]) / 2))
for lags in (1, 4):
    say(f"arch {'one' if lags == 1 else 'four'}", *het_arch(deaths - deaths.mean(), nlags=lags)[:2])
