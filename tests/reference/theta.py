# Writes theta_forms.txt: the four forms of Fiorucci et al. (2016) by the recursions of that paper, estimated by scipy from
# many starts, and the classical decomposition and seasonality test by statsmodels.
# Usage: python3 theta.py > theta_forms.txt, beside theta.txt with its series.
import numpy as np
import scipy
import statsmodels
from scipy.optimize import minimize
from statsmodels.tsa.seasonal import seasonal_decompose
from statsmodels.tsa.stattools import acf

print("# scipy", scipy.__version__, "statsmodels", statsmodels.__version__)


def show(name, values):
    print(name, *(repr(float(v)) for v in np.atleast_1d(values)))


def series(name):
    for line in open("theta.txt"):
        if line.startswith("series " + name + " "):
            return np.array([float(x) for x in line.split()[2:]])
    raise KeyError(name)


def line_through(y):
    n = len(y)
    t = np.arange(1, n + 1)
    slope = 6 / (n * n - 1) * (2 / n * np.sum(t * y) - (n + 1) / n * np.sum(y))
    return np.mean(y) - (n + 1) / 2 * slope, slope


def run(y, alpha, theta, level, dynamic, horizon):
    """Forecasts of the data, then of the horizon with forecasts in the place of values."""
    A, B = (0.0, 0.0) if dynamic else line_through(y)
    mean, mu = 0.0, []
    for t in range(1, len(y) + horizon + 1):
        mu.append(level + (1 - 1 / theta) * ((1 - alpha) ** (t - 1) * A + (1 - (1 - alpha) ** t) / alpha * B))
        value = y[t - 1] if t <= len(y) else mu[-1]
        level = alpha * value + (1 - alpha) * level
        if dynamic:
            B = 0.0 if t == 1 else ((t - 2) * B + 6 / t * (value - mean)) / (t + 1)
            mean = ((t - 1) * mean + value) / t
            A = mean - (t + 1) / 2 * B
    return np.array(mu)


def estimate(y, dynamic, theta):
    scale = np.mean(np.abs(y))

    def sse(p):
        w = 1 - 1 / theta if theta else p[2]
        return np.sum((y - run(y, p[0], 1 / (1 - w), p[1] * scale, dynamic, 0)) ** 2) / scale ** 2

    bounds = [(0.1, 0.99), (None, None)] + ([] if theta else [(0, 1 - 1e-10)])
    best = None
    for alpha in (0.15, 0.5, 0.9):
        for w in (0.2, 0.7, 0.95):
            start = [alpha, y[0] / scale] + ([] if theta else [w])
            for _ in range(3):
                found = minimize(sse, start, bounds=bounds, method="L-BFGS-B", options={"ftol": 1e-15, "gtol": 1e-10})
                start = found.x
            if best is None or found.fun < best.fun:
                best = found
    w = 1 - 1 / theta if theta else best.x[2]
    return best.x[0], 1 / (1 - w), best.x[1] * scale, best.fun * scale ** 2


for name in ("nile", "lynx", "www", "air"):
    y = series(name)
    if name == "air":
        r = acf(y, nlags=12, fft=False)[1:]
        show("seasonality air", abs(r[-1]) / (1.6448536269514722 * np.sqrt((1 + 2 * np.sum(r[:-1] ** 2)) / len(y))))
        show("additive air", seasonal_decompose(y, "additive", period=12).seasonal[:12])
        indices = seasonal_decompose(y, "multiplicative", period=12).seasonal
        show("multiplicative air", indices[:12])
        y = y / indices
    for form, dynamic, theta in (("standard", False, 2), ("optimised", False, None), ("dynamic", True, 2),
                                 ("dynamic optimised", True, None)):
        alpha, best, level, squares = estimate(y, dynamic, theta)
        show(f"squares {form} {name}", squares)
        # Forecasts at round parameters, so that they do not hang on where an optimiser stops.
        show(f"path {form} {name}", run(y, 0.3, theta or 1.7, y[0] / 2, dynamic, 12)[-13:])
