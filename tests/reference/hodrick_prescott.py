#!/usr/bin/python3
"""Writes hodrick_prescott.csv: n, lambda, index and the Hodrick-Prescott trend there of a long walk of whole numbers, by
elimination of (I + lambda D'D) trend = y in 60 decimal digits, so that some 45 are right. About a minute.
  python3 hodrick_prescott.py > hodrick_prescott.csv"""
from decimal import Decimal, getcontext

getcontext().prec = 60


def walk(n):
    """1,000,000 + 3 t + a random walk; trends_test.cpp makes the same."""
    state, level, y = 1, 0, []
    for t in range(n):
        state = (1664525 * state + 1013904223) % 2**32
        level += (state >> 16) % 2001 - 1000
        y.append(Decimal(1_000_000 + 3 * t + level))
    return y


def trend(y, smoothing):
    n = len(y)

    def entry(i, j):
        """Of D'D, D the second differences."""
        return sum((1, -2, 1)[i - r] * (1, -2, 1)[j - r] for r in range(max(0, j - 2), min(i, n - 3) + 1))

    corner = {(i, i + k): entry(i, i + k) for i in list(range(4)) + list(range(max(4, n - 4), n)) for k in range(3) if i + k < n}
    middle = (6, -4, 1)
    pivot, one, two, x = [], [], [], []
    for i in range(n):
        a = [Decimal(corner.get((i - k, i), middle[k])) * smoothing if i >= k else Decimal(0) for k in range(3)]
        m2 = a[2] / pivot[i - 2] if i >= 2 else Decimal(0)
        m1 = (a[1] - (a[2] * one[i - 1] if i >= 2 else 0)) / pivot[i - 1] if i >= 1 else Decimal(0)
        d, f = 1 + a[0], y[i]
        if i >= 1:
            d, f = d - m1 * m1 * pivot[i - 1], f - m1 * x[i - 1]
        if i >= 2:
            d, f = d - m2 * a[2], f - m2 * x[i - 2]
        pivot.append(d), one.append(m1), two.append(m2), x.append(f)
    for i in reversed(range(n)):
        x[i] /= pivot[i]
        if i + 1 < n:
            x[i] -= one[i + 1] * x[i + 1]
        if i + 2 < n:
            x[i] -= two[i + 2] * x[i + 2]
    return x


print("n,lambda,index,trend")
for n in (3, 4, 50, 1_000_000):
    y = walk(n)
    for smoothing in ("6.25", "1600", "1e10"):
        t = trend(y, Decimal(smoothing))
        for i in sorted({0, 1, 2, n // 3, n // 2, 2 * n // 3, n - 2, n - 1} | set(range(0, n, max(1, n // 12)))):
            print(f"{n},{smoothing},{i},{t[i]:.30g}")
