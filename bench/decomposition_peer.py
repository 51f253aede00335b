#!/usr/bin/python3
"""Times numpy's and this library's decompositions of the same numbers in one run and prints
the ratios (Debian 12: python3-numpy). Least of several runs on both sides. numpy walks through the 2^8 coalitions, from the
vector's end, with the inverses formed once.
  /usr/bin/python3 bench/decomposition_peer.py build/bench/bench/foreplan_decomposition_bench"""
import json
import math
import subprocess
import sys
import time

import numpy as np


def ours(name):
    """Least milliseconds of five repetitions."""
    command = [sys.argv[1], f"--benchmark_filter=^{name}$", "--benchmark_repetitions=5", "--benchmark_min_time=0.05", "--benchmark_format=json"]
    runs = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)["benchmarks"]
    scale = {"ms": 1, "us": 1e-3, "ns": 1e-6}
    return min(run["real_time"] * scale[run["time_unit"]] for run in runs if run["run_type"] == "iteration")


def theirs(work, repetitions):
    best = float("inf")
    for _ in range(repetitions):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return 1000 * best


def numbers(rows, columns, turn, scale):
    c = np.arange(rows * columns, dtype=np.int64)
    return (scale * (1 + (c * 7919 + turn * 104729) % 1009) / 1010).reshape(rows, columns)


def by_sector(count, n):
    factors = [(numbers(1, n, 1, 1), numbers(1, n, 2, 1)), (numbers(n, n, 3, 1 / n), numbers(n, n, 4, 1 / n))]
    factors += [(numbers(n, n, 2 * k + 1, 1 / n), numbers(n, n, 2 * k + 2, 1 / n)) for k in range(2, count - 1)]
    return factors + [(numbers(n, 1, 2 * count, 1), numbers(n, 1, 2 * count + 1, 1))]


def shapley(factors, matrices):
    count, n = len(factors), factors[1][0].shape[0]
    terms = list(factors)
    terms[1] = tuple(np.linalg.inv(np.eye(n) - a) for a in factors[1])
    worth = []
    for coalition in range(1 << count):
        y = terms[-1][coalition >> (count - 1) & 1]
        if matrices:
            y = terms[-2][coalition >> (count - 2) & 1] * y.T
        for k in reversed(range(1, count - 2 if matrices else count - 1)):
            y = terms[k][coalition >> k & 1] @ y
        worth.append(terms[0][coalition & 1].T * y)
    worth = np.array(worth)
    effects = []
    for k in range(count):
        without = [s for s in range(1 << count) if not s >> k & 1]
        weights = np.array([1 / (count * math.comb(count - 1, bin(s).count("1"))) for s in without])
        effects.append(np.tensordot(weights, worth[[s | 1 << k for s in without]] - worth[without], 1))
    return effects


def lmdi(x0, x1):
    v0, v1 = x0.prod(1), x1.prod(1)
    weights = np.where(v0 == v1, v0, (v1 - v0) / np.log(v1 / v0))
    return (weights[:, None] * np.log(x1 / x0)).sum(0)


eight = by_sector(8, 100)
many = numbers(100000, 3, 1, 1), numbers(100000, 3, 2, 1)
for title, name, work, repetitions in (
    ("Shapley SDA, 8 factors, 100 sectors", "ShapleySda/8/100", lambda: shapley(eight, False), 5),
    ("Shapley SDA, 8 factors, 100 x 100 results", "ShapleySdaOfMatrices/8/100", lambda: shapley(eight, True), 3),
    ("LMDI, 3 factors, 100,000 sectors", "Lmdi/100000", lambda: lmdi(*many), 5),
):
    a, b = ours(name), theirs(work, repetitions)
    print(f"{title}: {a:.3g} ms here, {b:.3g} ms in numpy, ratio {b / a:.2g}")
