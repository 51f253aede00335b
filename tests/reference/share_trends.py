"""Trends of log ratios of Vietnam's value added in agriculture, industry and services, current prices (needs
tests/reference/vietnam_etd.csv), by statsmodels 0.13.5 and plain formulas: python3 share_trends.py > share_trends.txt"""
import csv
import pathlib

import numpy as np
import statsmodels.api as sm
from scipy import stats

here = pathlib.Path(__file__).parent
rows = [r for r in csv.reader(open(here / "vietnam_etd.csv")) if r and not r[0].startswith("#")]
v = np.array([list(map(float, r[2:-1])) for r in rows if r[0] == "VA"])
x = np.log(np.column_stack([v[:, 0], v[:, 1:5].sum(1), v[:, 5:].sum(1)]))
n, horizon = len(x), 5


def show(name, values):
    print(name, *[repr(float(a)) for a in np.ravel(values)])


alr = x[:, :2] - x[:, 2:]
clr = x - x.mean(1, keepdims=True)
t = np.arange(1, n + 1)
fits = [sm.OLS(c, sm.add_constant(t)).fit() for c in clr.T]
show("linear clr rate", [f.params[1] for f in fits])
show("linear clr errors", [f.bse[1] for f in fits])
future = sm.add_constant(np.arange(n + 1, n + horizon + 1))
path = np.exp(np.column_stack([f.predict(future) for f in fits]))
show("linear centre", path / path.sum(1, keepdims=True))
drift = np.diff(alr, axis=0)
show("drift alr rate", drift.mean(0))
show("drift alr errors", drift.std(0, ddof=1) / np.sqrt(n - 1))
steps = np.arange(1, horizon + 1)[:, None]
path = np.exp(np.column_stack([alr[-1] + steps * drift.mean(0), np.zeros(horizon)]))
show("drift centre", path / path.sum(1, keepdims=True))
# Two parts only: industry against the rest. The share is a monotone function of one log ratio, so its band is exact.
y = np.log(v[:, 1:5].sum(1) / (v.sum(1) - v[:, 1:5].sum(1)))
d = np.diff(y)
half = stats.t.ppf(0.95, n - 2) * d.std(ddof=1) * np.sqrt(horizon + horizon**2 / (n - 1))
centre = y[-1] + horizon * d.mean()
show("two parts", 1 / (1 + np.exp(-np.array([centre - half, centre, centre + half]))))
