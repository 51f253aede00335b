"""Breaks common to all shares of Vietnam's three and five groups of sectors, by numpy: every partition is tried, not
found by dynamic programming, with regressions by lstsq and covariances in additive log ratios.

python3 share_breaks.py > share_breaks.txt; reads vietnam_etd.csv beside it. Lines: groups, breaks, then the
dates and the BIC less that without breaks, which no choice of log ratios changes.
"""
import csv
import itertools
import pathlib

import numpy as np

rows = {}
with open(pathlib.Path(__file__).with_name("vietnam_etd.csv")) as file:
    for row in csv.reader(line for line in file if not line.startswith("#")):
        if row[0] != "var":
            rows.setdefault(row[0], []).append([float(x) for x in row[2:-1]])
Y = np.array(rows["VA_Q15"])
GROUPS = {"three": [[0], [1, 2, 3, 4], range(5, 12)], "five": [[0], [2], [1, 3, 4], [5], range(6, 12)]}
WORDS = ["none", "one", "two", "three"]


def residuals(z, cuts):
    ends = [0, *cuts, len(z)]
    out = []
    for a, b in zip(ends, ends[1:]):
        X = np.column_stack([np.ones(b - a), np.arange(a, b)])
        out.append(z[a:b] - X @ np.linalg.lstsq(X, z[a:b], rcond=None)[0])
    return np.vstack(out)


def objective(z, cuts):
    e = residuals(z, cuts)
    return np.linalg.slogdet(e.T @ e / len(z))[1]


for name, groups in GROUPS.items():
    levels = np.column_stack([Y[:, list(g)].sum(1) for g in groups])
    z = np.log(levels[:, :-1] / levels[:, -1:])
    T, p = z.shape
    h = int(0.15 * T)
    none = T * objective(z, ())
    for m in range(1, 4):
        # The quasi-likelihood's maximum over all partitions: least log determinant.
        best = min((c for c in itertools.combinations(range(h, T - h + 1), m)
                    if all(b - a >= h for a, b in zip((0, *c), (*c, T)))), key=lambda c: objective(z, c))
        gain = T * objective(z, best) - none + np.log(T) * (m * 2 * p + m)
        print(name, WORDS[m], *(1990 + c for c in best), "%.12g" % gain)
