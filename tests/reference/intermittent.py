# Writes intermittent.txt: rates of intermittent demand by direct recursions, smoothing parameters by scipy, beside the
# R forecast package's croston() for the series of intermittent.R.
# Usage: Rscript intermittent.R > intermittent_r.txt; python3 intermittent.py > intermittent.txt
import numpy as np
import scipy
from scipy.optimize import minimize_scalar

print("# scipy", scipy.__version__)


def errors(x, alpha):
    level, found = x[0], []
    for v in x:
        found.append(v - level)
        level = alpha * v + (1 - alpha) * level
    return np.array(found), level


def best(x):
    """The least over [0.1, 0.3] of a fine grid, made finer where it is inside."""
    sse = lambda a: np.sum(errors(x, a)[0] ** 2)
    grid = np.linspace(0.1, 0.3, 2001)
    k = int(np.argmin([sse(a) for a in grid]))
    if k in (0, 2000):
        return grid[k]
    return minimize_scalar(sse, bounds=(grid[k - 1], grid[k + 1]), method="bounded", options={"xatol": 1e-12}).x


def blocks(y, k):
    cut = y[len(y) % k:]
    return cut.reshape(-1, k).sum(axis=1)


for line in open("intermittent_r.txt"):
    if not line.startswith("series "):
        continue
    name, y = line.split()[1], np.array([float(v) for v in line.split()[2:]])
    where = np.flatnonzero(y) + 1
    z, p, d = y[y > 0], np.diff(where, prepend=0).astype(float), (y > 0).astype(float)
    a, b, c = best(z), best(p), best(d)
    show = lambda what, *v: print(what, name, *(repr(float(x)) for x in v))
    croston = errors(z, a)[1] / errors(p, b)[1]
    show("croston", croston, a, b)
    show("sba", (1 - b / 2) * croston)
    show("tsb", errors(z, a)[1] * errors(d, c)[1], a, c)
    levels = range(1, int(round(np.mean(p))) + 1)
    rates = [errors(blocks(y, k), best(blocks(y, k)))[1] / k for k in levels]
    show("adida", rates[-1], levels[-1])
    show("imapa", np.mean(rates))
    show("pattern", len(y) / len(z), np.var(z, ddof=1) / np.mean(z) ** 2)
