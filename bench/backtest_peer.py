"""The backtest of backtest_speed.cpp by statsmodels, for the two models that both have.

Usage: backtest_peer.py TRAIN.csv SERIES EVERY ORIGINS
Points only, one thread; the origins lie one horizon apart, those with fewer than max(6, 2 m + 1) values before them are
left out, as there. ETS(A,A,N) by maximum likelihood; theta as in its paper, seasonally adjusted where the series has
seasons.
"""
import sys
import time
import warnings

import numpy as np
from statsmodels.tsa.exponential_smoothing.ets import ETSModel
from statsmodels.tsa.forecasting.theta import ThetaModel

warnings.simplefilter("ignore")


def aan(y, m, h):
    return ETSModel(y, error="add", trend="add").fit(disp=0).forecast(h)


def theta(y, m, h):
    return np.asarray(ThetaModel(y, period=m, deseasonalize=m > 1).fit().forecast(h))


def folds(path, series, every, origins):
    rows = open(path).read().split()[::every][:series]
    for row in rows:
        fields = row.split(",")
        m, h = int(fields[1]), int(fields[2])
        y = np.array([float(x) for x in fields[3:] if x])
        for origin in range(origins, 0, -1):
            known = len(y) - origin * h
            if known >= max(6, 2 * m + 1):
                yield y[:known], y[known:known + h], m, h


path, series, every, origins = sys.argv[1], *map(int, sys.argv[2:5])
for model in (aan, theta):
    errors, failed, begin = [], 0, time.process_time()
    for past, actual, m, h in folds(path, series, every, origins):
        scale = np.mean(np.abs(past[m:] - past[:-m]))
        if not scale > 0:
            continue
        try:
            errors.append(np.mean(np.abs(actual - model(past, m, h))) / scale)
        except Exception:
            failed += 1
    seconds = time.process_time() - begin
    print(f"statsmodels {model.__name__}: {seconds:.2f} s of processor time ({1e6 * seconds / len(errors):,.0f} us a "
          f"forecast), MASE {np.nanmean(errors):.4f} over {len(errors)} forecasts, {failed} failures")
