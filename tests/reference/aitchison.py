#!/usr/bin/env python3
"""Aitchison's distances by the sum over all pairs of parts, in 50 digits (standard library only):

d(x, y)^2 = 1 / (2 n) sum over i, j of (log(x_i / x_j) - log(y_i / y_j))^2

which is the other form of the definition (Aitchison 1992). A line has n, then x, then y, then the distance.
"""
from decimal import Decimal, getcontext

getcontext().prec = 50

CASES = {
    "two": ([0.5, 0.5], [0.25, 0.75]),
    "sectors": ([0.45, 0.25, 0.30], [0.38, 0.30, 0.32]),
    "levels": ([6513.0, 3120.5, 4880.0, 12.25], [0.31, 0.29, 0.38, 0.02]),
    "tiny": ([1e-300, 0.4, 0.6], [2e-300, 0.5, 0.5]),
    "many": ([1.0 + 0.37 * k * k for k in range(12)], [3.0 + 0.21 * k for k in range(12)]),
    "near": ([0.2, 0.3, 0.5], [0.2, 0.3, 0.5000001]),
}


def distance(x, y):
    a, b = [Decimal(v).ln() for v in x], [Decimal(v).ln() for v in y]
    n = len(a)
    pairs = sum(((a[i] - a[j]) - (b[i] - b[j])) ** 2 for i in range(n) for j in range(n))
    return (pairs / (2 * n)).sqrt()


print("# made by aitchison.py")
for name, (x, y) in CASES.items():
    print("distance", name, len(x), *(repr(v) for v in x + y), f"{distance(x, y):.20e}")
