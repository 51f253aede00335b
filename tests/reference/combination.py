"""Weights on the simplex that minimise mean (y - sum w f)^2 / s + ridge sum (w - 1/k)^2, s the mean of the members'
mean squared errors, by scipy 1.10.1 (Debian 12), SLSQP:  /usr/bin/python3 combination.py > combination.txt

Four members forecast two steps from each of ten origins of a made series; the second has little error of its own, the
third errs the other way, the fourth is the first with more. Forecasts are printed origin by origin, a step after the
other."""
import numpy as np
from scipy.optimize import minimize

n, horizon, origins, k = 16, 2, 10, 4
t = np.arange(n)
y = np.round(20 + t + 3 * np.cos(1.7 * t), 3)
known = np.arange(n - horizon - origins + 1, n - horizon + 1)
f = np.zeros((k, origins, horizon))
for o, first in enumerate(known):
    for h in range(horizon):
        s = first + h
        own = np.cos(2.3 * s + 1), np.cos(0.9 * s + h), np.sin(3.1 * s)
        f[0, o, h] = y[s] + 1.2 * own[0] + 0.4
        f[1, o, h] = y[s] + 0.6 * own[1] - 0.7
        f[2, o, h] = y[s] - 1.1 * own[0] + 0.8 * own[2] + 0.3
        f[3, o, h] = y[s] + 1.5 * own[0] + 0.9 * own[2] + 0.9
f = np.round(f, 3)
e = np.array([[y[first + h] - f[:, o, h] for h in range(horizon)] for o, first in enumerate(known)]).reshape(-1, k)


def say(name, values):
    print(name, *(f"{v:.10g}" for v in np.ravel(values)))


say("values", y)
for i in range(k):
    say(f"forecasts member_{i}", f[i])
mse = (e**2).mean(axis=0)
say("mean_squared", mse)
say("mean_absolute", abs(e).mean(axis=0))
for name, ridge in (("none", 0.0), ("tenth", 0.1), ("ten", 10.0)):
    def loss(w):
        return ((e @ w)**2).mean() / mse.mean() + ridge * ((w - 1 / k)**2).sum()

    def slope(w):
        return 2 * e.T @ (e @ w) / len(e) / mse.mean() + 2 * ridge * (w - 1 / k)

    best = minimize(loss, np.full(k, 1 / k), jac=slope, method="SLSQP", bounds=[(0, 1)] * k, tol=1e-16,
                    constraints={"type": "eq", "fun": lambda w: w.sum() - 1, "jac": lambda w: np.ones(k)},
                    options={"maxiter": 1000})
    say(f"stacked ridge_{name}", best.x)
