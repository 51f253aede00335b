"""Levels, shares and total reconciled by the other route: all seven values move, under constraints that are linearised
again and again until they hold (NumPy). python3 sector_reconciliation.py > sector_reconciliation.txt"""
import numpy as np

levels, level_errors = np.array([31.0, 41.0, 33.0]), np.array([1.0, 2.0, 1.5])
shares, share_errors = np.array([0.29, 0.42, 0.30]), np.array([0.01, 0.01, 0.02])
total, total_error = 100.0, 1.0
given = np.concatenate([levels, [total], shares])
W = np.diag(np.concatenate([level_errors, [total_error], share_errors]) ** 2)
y = given.copy()


def constraints(y):
    x, t, s = y[:3], y[3], y[4:]
    c = np.zeros((4, 7))
    c[0, :3], c[0, 3] = 1, -1
    for i in range(3):
        c[1 + i, i], c[1 + i, 3], c[1 + i, 4 + i] = 1, -s[i], -t
    return np.concatenate([[x.sum() - t], x - s * t]), c


for _ in range(200):
    value, c = constraints(y)
    gap = value + c @ (given - y)
    y = given - W @ c.T @ np.linalg.solve(c @ W @ c.T, gap)
value, c = constraints(y)
assert abs(value).max() < 1e-12
V = W - W @ c.T @ np.linalg.solve(c @ W @ c.T, c @ W)


def show(name, values):
    print(name, *[repr(float(a)) for a in np.ravel(values)])


show("levels", y[:3])
show("total", y[3])
show("shares", y[4:])
show("errors", np.sqrt(np.diag(V)))
show("change", ((y - given) ** 2 / np.diag(W)).sum())
