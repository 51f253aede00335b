#!/usr/bin/python3
"""Times RAS in numpy and here on one table in one run, to one tolerance, and prints the ratio (Debian 12:
python3-numpy). Least processor time of several runs on both sides, one thread.
  OPENBLAS_NUM_THREADS=1 /usr/bin/python3 bench/balancing_peer.py build/bench/foreplan_balancing_bench"""
import json
import subprocess
import sys
import time

import numpy as np

N = 2000


def table(n):
    """The cells of balancing_bench.cpp."""
    state, values, mask = 1, np.empty(n * n), 2**64 - 1
    for k in range(n * n):
        state = (state * 6364136223846793005 + 1442695040888963407) & mask
        values[k] = 0.5 + (state >> 40) * 2.0**-24
    return values.reshape(n, n)


def ras(a, u, v, tolerance=1e-10):
    s, iterations = np.ones(a.shape[1]), 0
    rows = a @ s
    while True:
        r = u / rows
        s = v / (r @ a)
        rows = a @ s
        iterations += 1
        if np.max(np.abs(r * rows - u) / u) <= tolerance:
            return r[:, None] * a * s, iterations


a = table(N)
i, j = np.arange(N)[:, None], np.arange(N)[None, :]
b = a * ((1 + i % 7) * (1 + j % 11) * (1 + (i + 2 * j) % 5))
u, v = b.sum(axis=1), b.sum(axis=0)
theirs = float("inf")
for _ in range(7):
    start = time.process_time()
    x, iterations = ras(a, u, v)
    theirs = min(theirs, 1000 * (time.process_time() - start))
command = [sys.argv[1], f"--benchmark_filter=^Ras/{N}$", "--benchmark_repetitions=7", "--benchmark_min_time=0.05", "--benchmark_format=json"]
runs = [r for r in json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)["benchmarks"] if r["run_type"] == "iteration"]
ours = min(r["cpu_time"] for r in runs)
print(f"RAS {N} x {N}: {ours:.0f} ms here, {theirs:.0f} ms in numpy ({iterations} iterations), ratio {theirs / ours:.2f}")
