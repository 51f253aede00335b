#!/usr/bin/python3
"""Linkages, extractions, fields of influence and prices of Germany 1995 by their definitions: matrices are changed and
inverted anew each time, in numpy (Debian 12: python3-numpy). Writes linkages.txt: name, then one value a sector.
  /usr/bin/python3 tests/reference/linkages.py > tests/reference/linkages.txt"""
import csv
import os

import numpy as np

here = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(here, "germany_1995_io.csv")) as file:
    rows = {r[0]: r[1:7] for r in csv.reader(line for line in file if not line.startswith("#"))}
sectors = list(rows)[1:7]
Z = np.array([[float(v) for v in rows[s]] for s in sectors])
x = np.array([float(v) for v in rows["output"]])
imports, labour = (np.array([float(v) for v in rows[r]]) for r in ("imports", "compensation_employees"))
n, I = 6, np.eye(6)
A, B = Z / x, Z / x[:, None]
inverse = lambda m: np.linalg.inv(np.eye(len(m)) - m)
L, G = inverse(A), inverse(B)
f = x - Z.sum(axis=1)
v = x - Z.sum(axis=0)


def say(name, values):
    print(name, *(f"{value:.15g}" for value in np.ravel(values)))


say("direct backward", A.sum(axis=0))
say("direct forward ghosh", B.sum(axis=1))
say("direct forward leontief", A.sum(axis=1))
say("total backward", L.sum(axis=0))
say("total forward ghosh", G.sum(axis=1))
say("total forward leontief", L.sum(axis=1))
cv = lambda m: m.std(axis=1, ddof=1) / m.mean(axis=1)
say("spread backward", cv(L.T))
say("spread forward ghosh", cv(G))
say("spread forward leontief", cv(L))
say("spread direct backward", cv(A.T))
say("spread direct forward ghosh", cv(B))

# Losses of output by sector (rows: the sector extracted).
cut = {name: [] for name in ("sector", "links", "purchases", "sales ghosh", "sales leontief")}
for k in range(n):
    rest = [i for i in range(n) if i != k]
    out = np.zeros(n)
    out[rest] = inverse(A[np.ix_(rest, rest)]) @ f[rest]
    cut["sector"].append(x - out)
    C = A.copy()
    C[k, rest] = C[rest, k] = 0
    cut["links"].append(x - inverse(C) @ f)
    C = A.copy()
    C[:, k] = 0
    cut["purchases"].append(x - inverse(C) @ f)
    C = A.copy()
    C[k, :] = 0
    cut["sales leontief"].append(x - inverse(C) @ f)
    C = B.copy()
    C[k, :] = 0
    cut["sales ghosh"].append(x - v @ inverse(C))
for name, losses in cut.items():
    for k in range(n):
        say(f"extract {name} {sectors[k]}", losses[k])

# A change of one coefficient, by inverting again: its slope at nothing by a small step both ways.
step = 1e-6
for i, j in ((1, 4), (2, 2)):
    up, down = A.copy(), A.copy()
    up[i, j] += step
    down[i, j] -= step
    say(f"influence {sectors[i]} {sectors[j]}", (inverse(up) - inverse(down)) / (2 * step))


# The change of a coefficient, relative to it, at which some output first moves by one per cent: found by bisection.
def limit(i, j):
    def most(r):
        C = A.copy()
        C[i, j] *= 1 + r
        return np.max(np.abs(inverse(C) @ f / x - 1))

    low, high = 0.0, 1.0
    while most(high) < 0.01:
        high *= 2
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if most(middle) < 0.01 else (low, middle)
    return high


for i in range(n):
    say(f"limit {sectors[i]}", [limit(i, j) for j in range(n)])

say("price imports", (0.1 * imports / x) @ L)
say("price labour", (0.05 * labour / x) @ L)
