#!/usr/bin/python3
"""Times scipy's elimination and sparse solvers and this library's on the same problems in one run, on one thread, and
prints the ratios and whose BLAS scipy has. Least of several runs on both sides, by processor time.
  python3 bench/leontief_peer.py build/bench/foreplan_leontief_bench"""
import json
import os
import subprocess
import sys
import time

for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"
import numpy as np
import scipy
import scipy.linalg
import scipy.sparse
import scipy.sparse.linalg


def ours(name):
    """Least milliseconds of five repetitions."""
    command = [sys.argv[1], f"--benchmark_filter=^{name}$", "--benchmark_repetitions=5", "--benchmark_min_time=0.1", "--benchmark_format=json"]
    runs = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)["benchmarks"]
    return min(run["cpu_time"] for run in runs if run["run_type"] == "iteration")


def theirs(work, repetitions):
    best = float("inf")
    for _ in range(repetitions):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return 1000 * best


def blas():
    with open("/proc/self/maps") as maps:
        files = {line.split()[-1] for line in maps if "blas" in line.lower()}
    return ", ".join(sorted(os.path.basename(os.path.realpath(f)) for f in files))


def dense(n):
    return np.random.default_rng(1).random((n, n)) / n


def sparse(n, spent):
    rng = np.random.default_rng(1)
    rows, columns = rng.integers(0, n, n * n // 100), np.repeat(np.arange(n), n // 100)
    return scipy.sparse.csr_matrix((np.full(n * n // 100, 100 * spent / n), (rows, columns)), shape=(n, n))


def dense_multipliers(a):
    """The condition too, as here."""
    rest = np.eye(len(a)) - a
    factors, norm = scipy.linalg.lu_factor(rest), np.abs(rest).sum(axis=0).max()
    scipy.linalg.lapack.dgecon(factors[0], norm)
    return scipy.linalg.lu_solve(factors, np.ones(len(a)), trans=1)


def sparse_multipliers(a):
    rest = (scipy.sparse.identity(a.shape[0], format="csr") - a).T.tocsr()
    ones = np.ones(a.shape[0])
    tolerance = {"rtol" if tuple(map(int, scipy.__version__.split(".")[:2])) >= (1, 12) else "tol": 1e-12}
    x, info = scipy.sparse.linalg.gmres(rest, ones, restart=40, atol=0, **tolerance)
    return x, info, np.abs(ones - rest @ x).max()


a = dense(1000)
print(f"numpy {np.__version__}, scipy {scipy.__version__}, BLAS {blas()}")
for title, name, work, repetitions in (
    ("elimination, 1,000 dense sectors", "Factor/sectors:1000/tier:2", lambda: scipy.linalg.lu_factor(np.eye(1000) - a), 9),
    ("multipliers, 1,000 dense sectors", "Multipliers/1000", lambda: dense_multipliers(a), 9),
    ("whole inverse, 1,000 dense sectors", "Inverse/1000", lambda: scipy.linalg.inv(np.eye(1000) - a), 5),
    *((f"multipliers, 10,000 sectors at 1 %, {spent / 10:.1f} % spent", f"SparseMultipliers/sectors:10000/spent:{spent}",
       lambda b=sparse(10000, spent / 1000): sparse_multipliers(b), 5) for spent in (500, 900, 999)),
):
    here, there = ours(name), theirs(work, repetitions)
    print(f"{title}: {here:.1f} ms here, {there:.1f} ms in scipy, ratio {there / here:.2f}")
print("largest residuals of scipy's sparse solutions:", *(f"{sparse_multipliers(sparse(10000, s))[2]:.1e}" for s in (0.5, 0.9, 0.999)))
