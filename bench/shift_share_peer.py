#!/usr/bin/python3
"""Dunn's shift-share of 1,000 regions, three sectors and 100 years by numpy, vectorised over the whole panel, and by this
library, in one run (Debian 12: python3-numpy). Least of several runs on both sides.
  /usr/bin/python3 bench/shift_share_peer.py build/bench/foreplan_shift_share_bench"""
import json
import subprocess
import sys
import time

import numpy as np

REGIONS, YEARS, SECTORS = 1000, 100, 3


def ours(name):
    """Most decompositions a second of five repetitions."""
    command = [sys.argv[1], f"--benchmark_filter=^{name}$", "--benchmark_repetitions=5", "--benchmark_min_time=0.1", "--benchmark_format=json"]
    runs = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)["benchmarks"]
    return max(run["items_per_second"] for run in runs if run["run_type"] == "iteration")


def theirs(levels, repetitions=10):
    best = float("inf")
    for _ in range(repetitions):
        start = time.perf_counter()
        e, change = levels[:-1], np.diff(levels, axis=0)
        nation = levels.sum(axis=1, keepdims=True)
        g = nation[1:] / nation[:-1] - 1
        total = nation.sum(axis=2, keepdims=True)
        G = total[1:] / total[:-1] - 1
        national, mix = e * G, e * (g - G)
        competitive = change - national - mix
        best = min(best, time.perf_counter() - start)
    assert np.allclose(national + mix + competitive, change)
    return REGIONS * YEARS / best


r, i, t = np.meshgrid(np.arange(REGIONS), np.arange(SECTORS), np.arange(YEARS + 1), indexing="ij")
peer = theirs(np.ascontiguousarray((100.0 + (r * 7 + i * 13 + t * 5) % 50).transpose(2, 0, 1)))
for title, name in (("the kernel", "DecomposeShift/form:0"), ("the panel, names and units checked", "ShiftSharePanel/regions:1000/years:100")):
    mine = ours(name)
    print(f"{title}: {mine / 1e6:.1f} million decompositions a second, numpy {peer / 1e6:.1f}, ratio {mine / peer:.1f}")
