"""Markov chains of structure by other routes than the library's: python3 markov.py > markov.txt
Transitions from shares by trying every set of zero cells (needs tests/reference/vietnam_etd.csv); the rest with exact
fractions from the definitions; p-values by SciPy."""
import csv
import itertools
import pathlib
from fractions import Fraction as F

import numpy as np
from scipy import stats

here = pathlib.Path(__file__).parent
rows = [r for r in csv.reader(open(here / "vietnam_etd.csv")) if r and not r[0].startswith("#")]
names, employment = rows[0][2:-1], [list(map(float, r[2:-1])) for r in rows if r[0] == "EMP"]
e = np.array(employment)
broad = np.column_stack([e[:, 0], e[:, 1:5].sum(1), e[:, 5:].sum(1)])  # agriculture; mining to construction; services
s = broad / broad.sum(1, keepdims=True)


best = None
for zeros in itertools.product((False, True), repeat=9):  # every choice of cells at 0: the others by elimination
    columns, fixed = [], np.zeros((3, 3))
    for i in range(3):
        free = [j for j in range(3) if not zeros[3 * i + j]]
        if not free:
            break
        fixed[i, free[-1]] = 1
        columns += [(i, j, free[-1]) for j in free[:-1]]
    else:
        x = np.zeros((s[1:].size, len(columns)))
        for c, (i, j, last) in enumerate(columns):
            move = np.zeros((3, 3))
            move[i, j], move[i, last] = 1, -1
            x[:, c] = (s[:-1] @ move).ravel()
        p = fixed.copy()
        if columns:
            for (i, j, last), v in zip(columns, np.linalg.lstsq(x, (s[1:] - s[:-1] @ fixed).ravel(), rcond=1e-15)[0]):
                p[i, j] += v
                p[i, last] -= v
        if p.min() >= -1e-12:
            value = ((s[1:] - s[:-1] @ p) ** 2).sum()
            if best is None or value < best[0]:
                best = value, p
print("shares sum_of_squares", repr(best[0]))
print("shares transitions", *[repr(v) for v in best[1].ravel()])

P = [[F(7, 10), F(2, 10), F(1, 10)], [F(1, 20), F(17, 20), F(2, 20)], [F(0), F(1, 10), F(9, 10)]]


def solve(a, b):
    n = len(a)
    m = [row[:] + [v] for row, v in zip(a, b)]
    for i in range(n):
        k = next(r for r in range(i, n) if m[r][i] != 0)
        m[i], m[k] = m[k], m[i]
        m[i] = [v / m[i][i] for v in m[i]]
        for r in range(n):
            if r != i:
                m[r] = [x - m[r][i] * y for x, y in zip(m[r], m[i])]
    return [row[n] for row in m]


pi = solve([[P[i][j] - (i == j) for i in range(3)] for j in range(2)] + [[F(1)] * 3], [F(0), F(0), F(1)])
print("stationary", *[repr(float(v)) for v in pi])
passage = []
for j in range(3):  # m_ij = 1 + sum over k != j of p_ik m_kj, all three rows at once
    a = [[F(i == k) - (P[i][k] if k != j else 0) for k in range(3)] for i in range(3)]
    passage.append(solve(a, [F(1)] * 3))
print("passage", *[repr(float(passage[j][i])) for i in range(3) for j in range(3)])
x = [F(1, 2), F(3, 10), F(1, 5)]
for _ in range(5):
    x = [sum(x[i] * P[i][j] for i in range(3)) for j in range(3)]
print("projected", *[repr(float(v)) for v in x])
p = np.array(P, dtype=float)
values = sorted(abs(np.linalg.eigvals(p)))
print("mobility", repr(float((3 - sum(P[i][i] for i in range(3))) / 2)), repr(1 - abs(np.linalg.det(p)) ** 0.5),
      repr(1 - values[-2]), repr(-np.log(2) / np.log(values[-2])))

N1 = np.array([[50, 10, 5], [4, 80, 16], [0, 9, 91]], float)
N2 = np.array([[45, 20, 6], [6, 70, 20], [0, 5, 99]], float)
chi = lr = 0.0
for i in range(3):  # row by row, the chi-square of a 2 x columns table, where a column was ever reached
    table = np.array([N1[i], N2[i]])
    table = table[:, table.sum(0) > 0]
    chi += stats.chi2_contingency(table, correction=False)[0]
    lr += stats.chi2_contingency(table, correction=False, lambda_="log-likelihood")[0]
print("stationarity", repr(chi), repr(lr), 2 + 2 + 1, repr(stats.chi2.sf(chi, 5)), repr(stats.chi2.sf(lr, 5)))
