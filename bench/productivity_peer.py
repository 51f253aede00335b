"""The decompositions of productivity_bench.cpp in numpy: one call at a time, and 10,000 regions in one."""
import timeit

import numpy as np


def made_up(n, turn):
    return 1.0 + (np.arange(n) * 7 + turn) % 13


def base_share(v0, l0, v1, l1):
    growth = v1.sum(-1) / l1.sum(-1) / (v0.sum(-1) / l0.sum(-1)) - 1
    unit = (v0.sum(-1) / l0.sum(-1))[..., None]
    theta0, theta1 = l0 / l0.sum(-1, keepdims=True), l1 / l1.sum(-1, keepdims=True)
    x0, x1 = v0 / l0 / unit, v1 / l1 / unit
    return theta0 * (x1 - x0), x1 * (theta1 - theta0), growth


for n in (3, 12, 96):
    args = [made_up(n, t) for t in (0, 1, 3, 4)]
    once = min(timeit.repeat(lambda: base_share(*args), number=2000, repeat=5)) / 2000
    many = [np.tile(a, (10_000, 1)) for a in args]
    batch = min(timeit.repeat(lambda: base_share(*many), number=1, repeat=5)) / 10_000
    print(f"base_share, {n} sectors: {1 / once:,.0f} a second called one by one, {1 / batch:,.0f} in one call of 10,000")
