# Writes seasonal_unit_roots_numpy.txt: HEGY regressions with the filters written out as polynomials in the lag
# operator B, (1 - B^m) over the factor of each frequency, by numpy's least squares; and the number of lags of least AIC
# in the regression of Osborn, Chui, Smith & Birchenhall (1988).
# Usage: python3 seasonal_unit_roots.py > seasonal_unit_roots_numpy.txt (reads the series of unit_roots.txt)
import numpy as np

print("# numpy", np.__version__)
lines = [line.split() for line in open("unit_roots.txt")]
seasons = {w[1]: int(w[2]) for w in lines if w[0] == "season"}
series = {w[1]: np.array([float(v) for v in w[2:]]) for w in lines if w[0] == "series"}


def regression(target, columns):
    x = np.column_stack(columns)
    q, r = np.linalg.qr(x)
    b = np.linalg.solve(r, q.T @ target)
    e = target - x @ b
    return b, e @ e, np.linalg.inv(r.T @ r)


def hegy(y, m, trend, dummies, lags):
    n = len(y)
    t = np.arange(m + lags, n)
    back = lambda polynomial, by: sum(c * y[t - by - j] for j, c in enumerate(polynomial))
    whole = np.zeros(m + 1)
    whole[0], whole[m] = 1, -1
    columns, tests = [], []
    for k in range(m // 2 + 1):
        angle = 2 * np.pi * k / m
        factor = [1, -1] if k == 0 else [1, 1] if 2 * k == m else [1, -2 * np.cos(angle), 1]
        filtered = np.polydiv(whole, np.array(factor))[0]
        sign = -1 if 2 * k == m else 1
        tests.append([len(columns)])
        columns.append(sign * back(filtered, 1))
        if len(factor) == 3:
            tests[-1].append(len(columns))
            columns.append(back(filtered, 2))
    columns.append(np.ones(len(t)))
    if trend:
        columns.append(t.astype(float))
    if dummies:
        columns += [(t % m == s).astype(float) for s in range(1, m)]
    d = y[m:] - y[:-m]
    columns += [d[t - m - j] for j in range(1, lags + 1)]
    b, squares, inverse = regression(d[t - m], columns)
    s2 = squares / (len(t) - len(columns))
    result = []
    for i in tests:
        if len(i) == 1:
            result.append(b[i[0]] / np.sqrt(s2 * inverse[i[0], i[0]]))
        else:
            result.append(b[i] @ np.linalg.solve(inverse[np.ix_(i, i)], b[i]) / 2 / s2)
    return result


def ocsb_aic(y, m, lags, most):
    n = len(y)
    s, p = y[m:] - y[:-m], y[1:] - y[:-1]
    x = s[1:] - s[:-1]
    a = regression(x[lags:], [x[lags - j : len(x) - j] for j in range(1, lags + 1)])[0] if lags else []
    t = np.arange(m + 1 + most, n)
    level = s[t - 1 - m] - sum(c * s[t - 2 - j - m] for j, c in enumerate(a))
    season = p[t - m - 1] - sum(c * p[t - m - 2 - j] for j, c in enumerate(a))
    past = [x[t - j - m - 1] for j in range(1, lags + 1)]
    squares = regression(x[t - m - 1], [level, season] + past)[1]
    return len(t) * np.log(squares / len(t)) + 2 * lags


for name, m in seasons.items():
    if m == 1:
        continue
    y = series[name]
    for trend in (0, 1):
        for dummies in (0, 1):
            for lags in (0, 2):
                values = hegy(y, m, trend, dummies, lags)
                print(f"hegy {name} trend{trend} dummies{dummies} lag{lags}", *(repr(float(v)) for v in values))
    print("ocsb", name, min(range(4), key=lambda k: ocsb_aic(y, m, k, 3)))
