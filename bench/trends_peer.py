#!/usr/bin/python3
"""Times statsmodels' filters and this library's on walks of one length in one run, and prints the ratios (Debian 12:
python3-statsmodels). Least of several runs on both sides.
  /usr/bin/python3 bench/trends_peer.py build/bench/bench/foreplan_growth_bench"""
import json
import subprocess
import sys
import time

import numpy as np
from statsmodels.tsa.filters.api import cffilter, hpfilter


def ours(name):
    """Least milliseconds of five repetitions."""
    command = [sys.argv[1], f"--benchmark_filter=^{name}$", "--benchmark_repetitions=5", "--benchmark_min_time=0.05", "--benchmark_format=json"]
    runs = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)["benchmarks"]
    return min(run["real_time"] for run in runs if run["run_type"] == "iteration")


def theirs(work, repetitions):
    best = float("inf")
    for _ in range(repetitions):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return 1000 * best


def walk(n):
    return 1e6 + np.cumsum(np.random.default_rng(1).integers(-1000, 1001, n)).astype(float)


for title, name, work, repetitions in (
    ("Hodrick-Prescott, 10^6 values, lambda 1600", "HodrickPrescott/1000000/1600", lambda y=walk(10**6): hpfilter(y, 1600), 2),
    ("Christiano-Fitzgerald, 10^4 values", "ChristianoFitzgerald/10000", lambda y=walk(10**4): cffilter(y, 6, 32), 2),
):
    a, b = ours(name), theirs(work, repetitions)
    print(f"{title}: {a:.2f} ms here, {b:.0f} ms in statsmodels, ratio {b / a:.0f}")
