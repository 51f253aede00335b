#!/usr/bin/python3
"""Balanced tables as solutions of their optimisation problems, in the cells themselves and not by multipliers: SLSQP,
then MINPACK on the first-order conditions for the last digits. Debian 12, python3-scipy 1.10.1.
  /usr/bin/python3 balancing.py > balancing.txt"""
import numpy as np
from scipy.optimize import fsolve, minimize


def solve(value, slope, start, equations, right, most=None):
    """Least value(x) with equations x = right, x > 0 (sizes of cells, and errors where `most` leaves them free)."""
    equations, right = np.array(equations, float).reshape(len(right), len(start)), np.array(right, float)
    bounds = [(1e-9, None) if free is None else free for free in (most or [None] * len(start))]
    found = minimize(value, start, jac=slope, bounds=bounds, method="SLSQP", options={"maxiter": 2000, "ftol": 1e-15},
                     constraints={"type": "eq", "fun": lambda x: equations @ x - right, "jac": lambda x: equations})
    multipliers = np.linalg.lstsq(equations.T, slope(found.x), rcond=None)[0]
    n = len(start)
    independent = []
    for k in range(len(right)):  # one of the margins follows from the others
        if np.linalg.matrix_rank(equations[independent + [k]]) > len(independent):
            independent.append(k)
    g, c = equations[independent], right[independent]
    multipliers = np.linalg.lstsq(g.T, slope(found.x), rcond=None)[0]
    conditions = lambda p: np.concatenate([slope(p[:n]) - g.T @ p[n:], g @ p[:n] - c])
    polished = fsolve(conditions, np.concatenate([found.x, multipliers]), xtol=1e-14)
    assert np.max(np.abs(conditions(polished))) < 1e-9, np.max(np.abs(conditions(polished)))
    return polished[:n]


def line(name, numbers):
    print(name, " ".join(f"{x:.12g}" for x in np.ravel(numbers)))


def margins(table, cells):
    """Coefficients of row sums, then of column sums, over the sizes of the cells."""
    sign = np.sign([table[i][j] for i, j in cells])
    rows = [[s * (i == r) for (i, j), s in zip(cells, sign)] for r in range(len(table))]
    return rows + [[s * (j == c) for (i, j), s in zip(cells, sign)] for c in range(len(table[0]))]


def filled(table, cells, sizes):
    x = np.zeros(np.shape(table))
    for (i, j), size in zip(cells, sizes):
        x[i, j] = np.sign(table[i][j]) * size
    return x


def gras():
    table = [[7, 3, 5, -3], [2, 9, 8, 0], [-2, 0, 2, 0]]
    cells = [(i, j) for i in range(3) for j in range(4) if table[i][j]]
    a = np.array([abs(table[i][j]) for i, j in cells], float)
    sizes = solve(lambda x: np.sum(x * np.log(x / a) - x), lambda x: np.log(x / a), a, margins(table, cells), [15, 26, -1, 9, 16, 17, -2])
    line("gras", filled(table, cells, sizes))


def constrained(name, weight):
    """The problem of constrained_balancing_test.cpp: two subtotals that disagree, a difference, a sum that holds."""
    table = np.array([[10, 5, 3], [4, -2, 6], [7, 8, 1]], float)
    sign, a = np.sign(table).ravel(), np.abs(table).ravel()
    soft = [({(0, 0): 1, (0, 1): 1, (0, 2): 1}, 22, 1), ({(0, 0): 1, (1, 0): 1, (2, 0): 1}, 30, 2), ({(0, 1): 1, (0, 2): 1, (2, 0): -0.5}, 3, 0.5),
            ({(0, 0): 1, (1, 0): 1}, 20, 1), ({(0, 0): 1, (1, 0): 1}, 16, 0.5)]
    g = np.array([[terms.get((i, j), 0) for i in range(3) for j in range(3)] for terms, _, _ in soft]) * sign
    c, e = np.array([c for _, c, _ in soft]), np.array([e for _, _, e in soft])
    w = weight / a.sum()
    value = lambda x: w * np.sum(x * np.log(x / a) - x + a) + 0.5 * np.sum(((g @ x - c) / e) ** 2)
    slope = lambda x: w * np.log(x / a) + g.T @ ((g @ x - c) / e**2)
    line(name, solve(value, slope, a, [sign], [60]) * sign)


def cross_entropy(name, errors):
    """Coefficients nearest to those of a table whose accounts do not balance, totals given with or without errors."""
    table = np.array([[0, 40, 30, 12], [55, 10, 0, 21], [20, 25, 5, 0], [8, 0, 18, 2]], float)
    totals, n = np.array([84, 85, 54, 29], float), 4
    cells = [(i, j) for i in range(n) for j in range(n) if table[i, j]]
    prior = np.array([table[i, j] / table[:, j].sum() for i, j in cells])
    if errors is None:  # unknown: coefficients
        rows = [[totals[j] * (i == r) for i, j in cells] for r in range(n)]
        ones = [[1.0 * (j == k) for _, j in cells] for k in range(n)]
        found = solve(lambda x: np.sum(x * np.log(x / prior)), lambda x: np.log(x / prior) + 1, prior, rows + ones, list(totals) + [1] * n)
        line(name, filled(table, cells, found) * totals)
        return
    errors = np.array(errors, float)  # unknown: flows; a total is its column's sum
    column = np.array([j for _, j in cells])

    def value(x):
        total = np.bincount(column, x, n)
        a = x / total[column]
        return np.sum(a * np.log(a / prior)) + 0.5 * np.sum(((total - totals) / errors) ** 2)

    def slope(x):
        total = np.bincount(column, x, n)
        a = x / total[column]
        log = np.log(a / prior)
        mean = np.bincount(column, a * log, n)
        return (log - mean[column]) / total[column] + ((total - totals) / errors**2)[column]

    balance = [[1.0 * (i == k) - 1.0 * (j == k) for i, j in cells] for k in range(n)]
    start = prior * totals[column]
    line(name, filled(table, cells, solve(value, slope, start, balance, [0] * n)))


gras()
constrained("constrained even", 1)
constrained("constrained slight", 1e-2)
cross_entropy("entropy exact", None)
cross_entropy("entropy errors", [2, 1, 0.5, 3])
