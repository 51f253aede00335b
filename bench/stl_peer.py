"""The decompositions of stl_bench.cpp by statsmodels."""
import time
import timeit

import numpy as np
from statsmodels.tsa.seasonal import STL

for n in (120, 10_000):
    t = np.arange(n)
    y = 100 + 0.1 * t + 10 * np.sin(t * 0.5235987755982988) + (t * 37) % 11
    for robust in (False, True):
        repeats = 20 if n == 120 else 2
        best = min(timeit.repeat(lambda: STL(y, 12, robust=robust).fit(),
                                 number=repeats, repeat=5, timer=time.process_time)) / repeats
        print(f"statsmodels, n = {n}, robust {robust}: {best * 1e6:,.0f} us of processor time")
