#!/usr/bin/python3
"""Writes trends.csv: 100 times the logarithm of United States real GDP, 1959Q1-2009Q3 (statsmodels' copy of the Bureau of
Economic Analysis's figures by way of FRED, public domain), and its cycles by statsmodels 0.13.5 (Debian 12); Hamilton's
is the residual of its ordinary least squares. Empty where a filter gives no value.
  /usr/bin/python3 trends.py > trends.csv"""
import numpy as np
import statsmodels.api as sm
from statsmodels.tsa.filters.api import bkfilter, cffilter, hpfilter

y = 100 * np.log(sm.datasets.macrodata.load_pandas().data["realgdp"].to_numpy())
n = len(y)


def padded(x, before, after):
    return np.concatenate([np.full(before, np.nan), x, np.full(after, np.nan)])


def hamilton(h, p):
    rows = n - h - p + 1
    lags = np.column_stack([y[p - 1 - k : p - 1 - k + rows] for k in range(p)])
    fit = sm.OLS(y[h + p - 1 :], sm.add_constant(lags)).fit()
    return padded(fit.resid, h + p - 1, 0), fit.params


h84, params84 = hamilton(8, 4)
columns = {
    "y": y,
    "hp_1600": hpfilter(y, 1600)[0],
    "hp_6.25": hpfilter(y, 6.25)[0],
    "cf_6_32_drift": cffilter(y, 6, 32, drift=True)[0],
    "cf_6_32": cffilter(y, 6, 32, drift=False)[0],
    "cf_2_8_drift": cffilter(y, 2, 8, drift=True)[0],
    "bk_6_32_12": padded(bkfilter(y, 6, 32, 12), 12, 12),
    "hamilton_8_4": h84,
    "hamilton_2_1": hamilton(2, 1)[0],
}
print("# Hamilton 8, 4: coefficients", " ".join(repr(float(b)) for b in params84))
print(",".join(columns))
for t in range(n):
    print(",".join("" if np.isnan(c[t]) else repr(float(c[t])) for c in columns.values()))
