"""Paths of a province from 38.2 to 40 % industry, 2015-2020, GRDP growing 8 % a year, by other routes than the library's:
RAS by fitting all 3^6 paths of a unit from sector to sector, cross-entropy by the root of its slope in the target year (SciPy).
python3 share_targets.py > share_targets.txt"""
import itertools

import numpy as np
from scipy import optimize

rest = 61.8 / (31.02 + 39.05)  # the other two sectors as in 2013
s = np.array([31.02 * rest, 38.2, 39.05 * rest]) / 100
Q = np.array([[0.94, 0.03, 0.03], [0.0, 0.98, 0.02], [0.0, 0.01, 0.99]])
baseline = np.array([1.04, 1.09, 1.08])
years, target, total = 5, 0.40, 1.08 ** np.arange(6)


def show(name, values):
    print(name, *[repr(float(v)) for v in np.ravel(values)])


def describe(name, path):
    path = np.array(path)
    show(name + " shares", path)
    levels = path * total[:, None]
    show(name + " growth", (levels[-1] / levels[0]) ** (1 / years) - 1)
    show(name + " fastest", (levels[1:] / levels[:-1] - 1).max(0))
    show(name + " divergence", (path[-1] * np.log(path[-1] / s)).sum())


end = np.array([(1 - target) * s[0] / (s[0] + s[2]), target, (1 - target) * s[2] / (s[0] + s[2])])
describe("proportional", [s + (end - s) * t / years for t in range(years + 1)])

paths = list(itertools.product(range(3), repeat=years + 1))
weight = np.array([s[p[0]] * np.prod([Q[a, b] for a, b in zip(p, p[1:])]) for p in paths])
first, last = np.array([p[0] for p in paths]), np.array([p[-1] for p in paths])
for _ in range(5000):
    industry = weight[last == 1].sum()
    weight = np.where(last == 1, weight * target / industry, weight * (1 - target) / (weight.sum() - industry))
    for i in range(3):
        weight[first == i] *= s[i] / weight[first == i].sum()
at = np.array(paths)
describe("ras", [[weight[at[:, t] == k].sum() for k in range(3)] for t in range(years + 1)])
show("ras flows", [weight[(first == i) & (last == j)].sum() for i in range(3) for j in range(3)])

q = [s * baseline**t / (s * baseline**t).sum() for t in range(years + 1)]
# One unknown is left, agriculture: where the slope of the divergence is 0.
a = optimize.brentq(lambda a: np.log(a / q[-1][0]) - np.log((1 - target - a) / q[-1][2]), 0.01, 0.59, xtol=1e-16, rtol=1e-15)
end = np.array([a, target, 1 - target - a])
tilted = [q[t] * (end / q[-1]) ** (t / years) for t in range(years + 1)]
describe("cross_entropy", [p / p.sum() for p in tilted])
