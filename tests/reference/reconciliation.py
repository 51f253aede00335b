"""Minimum-trace reconciliation of Vietnam's twelve sectors, two broad ones and the total by the formula of the hierarchy,
S (S' W^-1 S)^-1 S' W^-1, with NumPy; the bound at 0 by SciPy's nnls (needs tests/reference/vietnam_etd.csv).
python3 reconciliation.py > reconciliation.txt"""
import csv
import pathlib

import numpy as np
from scipy import optimize

here = pathlib.Path(__file__).parent
rows = [r for r in csv.reader(open(here / "vietnam_etd.csv")) if r and not r[0].startswith("#")]
v = np.array([list(map(float, r[2:-1])) for r in rows if r[0] == "VA_Q15"]) / 1e6
S = np.zeros((15, 12))  # total, industry, services, the twelve
S[0] = 1
S[1, 1:5] = S[2, 5:] = 1
S[3:] = np.eye(12)
y = v @ S.T
errors = y[2:] - y[1:-1] ** 2 / y[:-2]  # growth as in the year before: does not add up
base = np.column_stack([y[-1] ** 2 / y[-2], y[-1] ** 3 / y[-2] ** 2])
n = len(errors)
sample = errors.T @ errors / n
x = errors / np.sqrt(np.diag(sample))
r = x.T @ x / n
terms = np.einsum("ti,tj->tij", x, x)
variance = ((terms - r) ** 2).sum(0) / (n * (n - 1))
off = ~np.eye(15, dtype=bool)
shrinkage = min(1, variance[off].sum() / (r[off] ** 2).sum())
W = {"ols": np.eye(15), "structural": np.diag(S.sum(1)), "variance": np.diag(np.diag(sample)), "sample": sample,
     "shrink": shrinkage * np.diag(np.diag(sample)) + (1 - shrinkage) * sample}


def show(name, values):
    print(name, *[repr(float(a)) for a in np.ravel(values)])


show("shrinkage", shrinkage)
show("base", base)
for name, w in W.items():
    inverse = np.linalg.inv(w)
    G = np.linalg.solve(S.T @ inverse @ S, S.T @ inverse)
    show(name, S @ G @ base)
    if name in ("variance", "shrink"):
        show(name + " covariance", S @ np.linalg.inv(S.T @ inverse @ S) @ S.T)
    low = base[:, 0].copy()
    low[4] = -400.0  # a forecast of mining that makes no sense
    half = np.linalg.cholesky(inverse).T
    b = optimize.nnls(half @ S, half @ low)[0]
    show(name + " bounded", S @ b)
