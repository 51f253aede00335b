# statsmodels beside estimate_bench: microseconds of processor time for Klein's three equations.
# OPENBLAS_NUM_THREADS=1 python3 estimate_peer.py in this folder.
import time

import numpy as np
import pandas as pd
from statsmodels.regression.linear_model import OLS
from statsmodels.sandbox.regression.gmm import IV2SLS

data = pd.read_csv("../tests/reference/klein.csv", index_col="period")
data["W"] = data["Wp"] + data["Wg"]
data["A"] = data.index - 1931
data["const"] = 1.0
lagged = data.shift(1).add_suffix("_1")
data = data.join(lagged).loc[1921:1941]
equations = {"C": ["const", "P", "P_1", "W"], "I": ["const", "P", "P_1", "K_1"], "Wp": ["const", "X", "X_1", "A"]}
instruments = data[["const", "P_1", "K_1", "X_1", "A", "T", "Wg", "G"]].to_numpy()
arrays = [(data[y].to_numpy(), data[x].to_numpy()) for y, x in equations.items()]


def timed(name, fit, times=300):
    begin = time.process_time()
    for _ in range(times):
        for y, x in arrays:
            result = fit(y, x)
            np.concatenate([result.params, result.bse])
    print(f"{name} {(time.process_time() - begin) / times * 1e6:.0f} us")


timed("OLS", lambda y, x: OLS(y, x).fit())
timed("IV2SLS", lambda y, x: IV2SLS(y, x, instruments).fit())
