"""Exponential smoothing of additive forms beside regressors, by numpy, scipy and statsmodels.

    python3 ets_regressors.py > ets_regressors.txt

Series are simulated here and printed. "given" lines: parameters that were not estimated, the log likelihood of
y - X b by a plain loop (and by statsmodels' ETSModel, which must agree), and the last states. "optimum" lines: the
largest log likelihood over the usual bounds that scipy finds, initial states and b by linear least squares for each set
of smoothing parameters, and b there.
"""
import itertools
import sys
import warnings

import numpy as np
import scipy
import scipy.optimize as so
import statsmodels
from statsmodels.tsa.exponential_smoothing.ets import ETSModel

warnings.simplefilter("ignore")
INSIDE = 1e-4


def simulate():
    g = np.random.RandomState(20240)
    series = {}
    # A level, with a price that moves and a step.
    n = 60
    price = 10 + np.cumsum(g.normal(size=n)) * 0.3
    step = (np.arange(n) >= 35) * 1.0
    e, level, y = g.normal(size=n) * 2, 100.0, []
    for t in range(n):
        y.append(level - 3 * price[t] + 8 * step[t] + e[t])
        level += 0.4 * e[t]
    series["level"] = (np.array(y), np.array([price, step]), 1)
    # A damped trend and one regressor.
    n = 80
    x = g.normal(size=n)
    e, level, growth, y = g.normal(size=n), 50.0, 2.0, []
    for t in range(n):
        y.append(level + 0.95 * growth + 1.5 * x[t] + e[t])
        level, growth = level + 0.95 * growth + 0.5 * e[t], 0.95 * growth + 0.1 * e[t]
    series["trend"] = (np.array(y), np.array([x]), 1)
    # Quarters, a trend, and two regressors, one of them seasonal itself.
    n, m = 72, 4
    hot = 20 + 8 * np.sin(np.arange(n) * np.pi / 2) + g.normal(size=n)
    days = 60 + g.randint(-3, 4, size=n).astype(float)
    e, level, growth, season, y = g.normal(size=n) * 1.5, 200.0, 0.8, [10.0, -4.0, -9.0, 3.0], []
    for t in range(n):
        y.append(level + growth + season[t % m] + 0.7 * hot[t] + 2 * days[t] + e[t])
        level, growth = level + growth + 0.3 * e[t], growth + 0.05 * e[t]
        season[t % m] += 0.2 * e[t]
    series["season"] = (np.array(y), np.array([hot, days]), m)
    return series


def residuals(z, form, m, p, level, growth, season):
    """alpha, beta, gamma, phi in p; the season of the first period first. Residuals and last states."""
    alpha, beta, gamma, phi = p
    season = list(season)
    out = []
    for t in range(len(z)):
        q = level + (phi * growth if form[1] != "N" else 0)
        s = season[t % m] if form[-1] == "A" else 0
        e = z[t] - q - s
        out.append(e)
        level = q + alpha * e
        if form[1] != "N":
            growth = phi * growth + beta * e
        if form[-1] == "A":
            season[t % m] = s + gamma * e
    return np.array(out), level, growth, season


def log_likelihood(e):
    n = len(e)
    return -n / 2 * (np.log(2 * np.pi * np.sum(e**2) / n) + 1)


def by_statsmodels(z, form, m, p, level, growth, season):
    trend, seasonal, damped = form[1] != "N", form[-1] == "A", "d" in form
    known = {"initial_level": level}
    if trend:
        known["initial_trend"] = growth
    if seasonal:
        known["initial_seasonal"] = season
    model = ETSModel(z, error="add", trend="add" if trend else None, damped_trend=damped,
                     seasonal="add" if seasonal else None, seasonal_periods=m if seasonal else None,
                     initialization_method="known", **known)
    params = [p[0]] + ([p[1]] if trend else []) + ([p[2]] if seasonal else []) + ([p[3]] if damped else [])
    return model.smooth(params).llf


def linear(y, x, form, m, p):
    """Residuals are linear in states and b: their columns, and y's own."""
    zero = np.zeros(len(y))
    none = [0.0] * m
    base = residuals(y, form, m, p, 0, 0, none)[0]
    columns = [-residuals(zero, form, m, p, 1, 0, none)[0]]
    if form[1] != "N":
        columns.append(-residuals(zero, form, m, p, 0, 1, none)[0])
    if form[-1] == "A":
        for j in range(m - 1):
            season = [0.0] * m
            season[j], season[m - 1] = 1.0, -1.0
            columns.append(-residuals(zero, form, m, p, 0, 0, season)[0])
    for column in x:
        columns.append(residuals(column, form, m, p, 0, 0, none)[0])
    return base, np.array(columns).T


def optimum(y, x, form, m):
    free = 1 + (form[1] != "N") + (form[-1] == "A") + ("d" in form)

    def parameters(u):
        u = list(u)
        alpha = INSIDE + (1 - 2 * INSIDE) * u.pop(0)
        beta = INSIDE + (alpha - INSIDE) * u.pop(0) if form[1] != "N" else 0
        gamma = INSIDE + (1 - alpha - INSIDE) * u.pop(0) if form[-1] == "A" else 0
        phi = 0.8 + 0.18 * u.pop(0) if "d" in form else 1
        return alpha, beta, gamma, phi

    def solved(u):
        base, columns = linear(y, x, form, m, parameters(u))
        c = np.linalg.lstsq(columns, base, rcond=None)[0]
        return base - columns @ c, c

    def objective(u):
        return -log_likelihood(solved(u)[0])

    best = None
    for start in itertools.product([0.1, 0.5, 0.9], repeat=free):
        found = so.minimize(objective, start, method="L-BFGS-B", bounds=[(0, 1)] * free,
                            options={"ftol": 1e-15, "gtol": 1e-9})
        if best is None or found.fun < best.fun:
            best = found
    e, c = solved(best.x)
    return -best.fun, parameters(best.x), c[len(c) - len(x):]


def line(words, values):
    print(words, " ".join(repr(float(v)) for v in np.ravel(values)))


print("# ets_regressors.py: numpy %s, scipy %s, statsmodels %s" % (np.__version__, scipy.__version__,
                                                                    statsmodels.__version__))
GIVEN = {"level": [-2.5, 7], "trend": [1.25], "season": [0.75, 1.75]}
for name, (y, x, m) in simulate().items():
    line("series " + name, y)
    for j, column in enumerate(x):
        line("regressor %s %s" % (name, "abc"[j]), column)
    line("period " + name, [m])
    for form in ["ANN", "AAN", "AAdN"] + (["ANA", "AAA", "AAdA"] if m > 1 else []):
        p = (0.35, 0.1 if form[1] != "N" else 0, 0.15 if form[-1] == "A" else 0, 0.9 if "d" in form else 1)
        b = GIVEN[name]
        z = y - np.array(b) @ x
        level, growth = z[0] + 1, 0.4 if form[1] != "N" else 0
        season = [5.0, -2.0, -4.0, 1.0] if form[-1] == "A" else [0.0] * m
        e, last_level, last_growth, last_season = residuals(z, form, m, p, level, growth, season)
        known = by_statsmodels(z, form, m, p, level, growth, season)
        if abs(known - log_likelihood(e)) > 1e-8 * abs(known):
            sys.exit("statsmodels says %r, the loop %r: %s %s" % (known, log_likelihood(e), name, form))
        line("given %s %s" % (name, form), list(p) + [level, growth] + (season if form[-1] == "A" else []))
        line("b " + name, b)
        line("likelihood %s %s" % (name, form), [known])
        line("last %s %s" % (name, form), [last_level, last_growth])
        value, found, b = optimum(y, x, form, m)
        line("optimum %s %s" % (name, form), [value])
        line("found %s %s" % (name, form), list(found) + list(b))
