"""Theta models beside regressors, by numpy and scipy.

    python3 theta_regressors.py > theta_regressors.txt

Series are simulated here and printed. "given" lines: alpha, theta, l_0 and b that were not estimated, and the sum of
squares and six forecasts of the recursion of y - X b, lines by polyfit. "optimum" lines: the least sum of squares that
scipy finds over alpha, w = 1 - 1 / theta, l_0 and b, the last two by linear least squares at each alpha and w.
"""
import numpy as np
import scipy
import scipy.optimize as so


def simulate():
    g = np.random.RandomState(77)
    n = 48
    price = 5 + g.normal(size=n).cumsum() * 0.4
    promotion = (g.uniform(size=n) < 0.2) * 1.0
    level, y = 90.0, []
    for t in range(n):
        e = g.normal() * 1.5
        y.append(level + 0.6 * t - 2 * price[t] + 6 * promotion[t] + e)
        level += 0.5 * e
    series = {"drift": (np.array(y), np.array([price, promotion]), 1)}
    n, m = 60, 4
    x = 3 * np.sin(np.arange(n) * np.pi / 2 + 1) + g.normal(size=n)
    level, y = 40.0, []
    for t in range(n):
        e = g.normal() * 0.8
        y.append(level + 0.2 * t + [6, -1, -7, 2][t % 4] + 1.2 * x[t] + e)
        level += 0.3 * e
    series["season"] = (np.array(y), np.array([x]), m)
    return series


def seasonal_indices(z, m):
    """Additive classical decomposition, m even or 1."""
    if m == 1:
        return np.zeros(1)
    weights = np.r_[0.5, np.ones(m - 1), 0.5] / m
    average = np.convolve(z, weights, mode="valid")
    part = z[m // 2:len(z) - m // 2] - average
    at = (np.arange(len(part)) + m // 2) % m
    index = np.array([part[at == j].mean() for j in range(m)])
    return index - index.mean()


def line_through(t, z):
    if len(z) == 0:
        return 0.0, 0.0
    if len(z) == 1:
        return z[0], 0.0
    b, a = np.polyfit(t, z, 1)
    return a, b


def lines(z, dynamic):
    t = np.arange(1.0, len(z) + 1)
    if not dynamic:
        return [line_through(t, z)] * len(z)
    return [line_through(t[:k], z[:k]) for k in range(len(z))]


def recursion(z, dynamic, alpha, w, level, horizon=0):
    known, e, mean = list(z), [], []
    all_lines = lines(z, dynamic)
    for t in range(1, len(z) + horizon + 1):
        q = 1 - alpha
        a, b = all_lines[t - 1] if t <= len(z) else (
            line_through(np.arange(1.0, t), np.array(known)) if dynamic else all_lines[0])
        mu = level + w * (q**(t - 1) * a + (1 - q**t) / alpha * b)
        if t <= len(z):
            e.append(z[t - 1] - mu)
        else:
            mean.append(mu)
            known.append(mu)
        level = alpha * known[t - 1] + q * level
    return np.array(e), np.array(mean)


def optimum(y, x, m, dynamic, free):
    def without(z):
        s = seasonal_indices(z, m)
        return z - s[np.arange(len(z)) % m]

    z, columns = without(y), [without(c) for c in x]

    def solved(alpha, w):
        base = recursion(z, dynamic, alpha, w, 0.0)[0]
        design = np.array([-recursion(0 * z, dynamic, alpha, w, 1.0)[0]] +
                          [recursion(c, dynamic, alpha, w, 0.0)[0] for c in columns]).T
        c = np.linalg.lstsq(design, base, rcond=None)[0]
        return np.sum((base - design @ c)**2), c

    best = None
    for start in [(a, w) for a in (0.15, 0.5, 0.9) for w in ((0.05, 0.5, 0.9) if free else (0.5,))]:
        bounds = [(0.1, 0.99), (0, 1 - 1e-10) if free else (0.5, 0.5)]
        found = so.minimize(lambda u: np.log(solved(*u)[0]), start, method="L-BFGS-B", bounds=bounds,
                            options={"ftol": 1e-15, "gtol": 1e-10})
        if best is None or found.fun < best.fun:
            best = found
    squares, c = solved(*best.x)
    return squares, best.x[0], best.x[1], c[1:]


def line(words, values):
    print(words, " ".join(repr(float(v)) for v in np.ravel(values)))


print("# theta_regressors.py: numpy %s, scipy %s" % (np.__version__, scipy.__version__))
GIVEN = {"drift": [-1.5, 5], "season": [1.0]}
for name, (y, x, m) in simulate().items():
    line("series " + name, y)
    for j, column in enumerate(x):
        line("regressor %s %s" % (name, "abc"[j]), column)
    line("period " + name, [m])
    b = np.array(GIVEN[name])
    z = y - b @ x
    index = seasonal_indices(z, m)
    z = z - index[np.arange(len(z)) % m]
    line("b " + name, b)
    line("indices " + name, index)
    for form in ["standard", "optimised", "dynamic", "dynamic optimised"]:
        dynamic, free = "dynamic" in form, "optimised" in form
        theta = 1.7 if free else 2
        e, mean = recursion(z, dynamic, 0.35, 1 - 1 / theta, z[0] / 2, 6)
        line("given %s %s" % (form, name), [0.35, theta, z[0] / 2])
        line("squares %s %s" % (form, name), [np.sum(e**2)])
        line("mean %s %s" % (form, name), mean + index[(len(z) + np.arange(6)) % m])
        squares, alpha, w, found = optimum(y, x, m, dynamic, free)
        line("optimum %s %s" % (form, name), [squares])
        line("found %s %s" % (form, name), np.r_[alpha, w, found])
