#!/usr/bin/python3
"""Values that tests/plan/*_test.cpp compare with; scipy 1.10 (Debian 12). Prints them in order."""
import itertools
import math

import numpy as np
from scipy import integrate, optimize, stats

LEVELS = np.array([2113.1, 2600.0, 3010.0, 4200.0, 5150.0, 6513.0])  # 2010-2015, made up between the ends

growths = np.diff(np.log(LEVELS))
k, n = len(growths), 5
m, s = growths.mean(), growths.std(ddof=1)
print("median growth", repr(math.exp(m) - 1), "log sd", repr(s))
for target in (9000.0, 17600.0, 30000.0):
    z = (math.log(target / LEVELS[-1]) - n * m) / (s * math.sqrt(n + n * n / k))
    print("student", target, repr(stats.t.sf(z, k - 1)))
scale = s * math.sqrt(2 + 4 / k)
for p in (0.05, 0.95):
    print("student level after 2 periods", p, repr(LEVELS[-1] * math.exp(2 * m + scale * stats.t.ppf(p, k - 1))))

sums = np.array([sum(c) for c in itertools.product(growths, repeat=n)])  # all 3,125 equally likely resamples
for target in (17600.0, 20000.0):
    print("bootstrap", target, repr((sums >= math.log(target / LEVELS[-1])).mean()))

for g, sd, base in ((0.114, 0.05, 17600 / 1.114**5), (0.13, 0.05, 17600 / 1.114**5), (0.13, 0.05, 6513.0)):
    z = (math.log(17600 / base) - n * math.log1p(g)) / (sd * math.sqrt(n))
    print("lognormal", g, sd, base, repr(stats.norm.sf(z)))

# Two projects of 100 and 50 realised with probability .6 and .3, latent correlation .4: variance of what is realised.
c = stats.multivariate_normal([0, 0], [[1, 0.4], [0.4, 1]]).cdf([stats.norm.ppf(0.6), stats.norm.ppf(0.3)])
variance = 0.24 * 100**2 + 0.21 * 50**2 + 2 * 100 * 50 * (c - 0.18)
print("joint realisation", repr(c), "sd", repr(math.sqrt(variance)))

# Yield of mean 60 and coefficient of variation .2 on 1,000 ha against a plant of 65,000.
mean, variation, capacity = 60_000.0, 0.2, 65_000.0
sigma = math.sqrt(math.log(1 + variation**2))
lognormal = stats.lognorm(sigma, scale=mean * math.exp(-(sigma**2) / 2))
normal = stats.norm(mean, variation * mean)
for name, d in (("lognormal", lognormal), ("normal", normal)):
    low = 0.0 if name == "lognormal" else -np.inf
    part, _ = integrate.quad(lambda x: x * d.pdf(x), low, capacity, epsabs=1e-9, epsrel=1e-12, limit=500)
    print(name, "shortfall", repr(d.cdf(capacity)), repr(d.cdf(0.8 * capacity)),
          "utilisation", repr((part + capacity * d.sf(capacity)) / capacity))

# 120 ha left, 15 ha a year, log sd .3: 90 % interval of the years left.
for p in (0.95, 0.05):
    print("years left", repr(120 / (15 * math.exp(0.3 * stats.norm.ppf(p)))))

# Weighted least squares of levels on time, weights 1, 3, 4 at n = 0, 2, 3, read at n = 5.
for name, f, back in (("linear", lambda y: y, lambda y: y), ("log", np.log, np.exp)):
    t, y, w = np.array([0, 2, 3.0]), f(np.array([10259.0, 12500.0, 13400.0])), np.array([1, 3, 4.0])
    slope, intercept = np.polyfit(t, y, 1, w=np.sqrt(w))
    print("weighted", name, repr(back(intercept + 5 * slope)))

# A zone of 170 ha whose let land was counted at the ends of 2007 to 2015 (made up): a logistic curve to 170 ha by least
# squares, when it passes 95 %, and all times at which curves do whose sum of squares is within t^2 sigma^2 of the least.
COUNTS = {2007: 14, 2008: 17, 2009: 24, 2010: 34, 2011: 43, 2012: 58, 2013: 70, 2014: 88, 2015: 99}
AREA, SHARE = 170.0, 0.95
times, counts = np.array(list(COUNTS), float), np.array(list(COUNTS.values()), float)


def misfit(rate, time):
    """Sum of squares of the curve that passes SHARE at `time` with this rate."""
    midpoint = time - math.log(SHARE / (1 - SHARE)) / rate
    return float(((counts - AREA / (1 + np.exp(-rate * (times - midpoint)))) ** 2).sum())


def best(time):
    return optimize.minimize_scalar(lambda rate: misfit(rate, time), bounds=(0.01, 3), method="bounded",
                                    options={"xatol": 1e-12})


fit = optimize.least_squares(lambda b: counts - AREA / (1 + np.exp(-b[0] * (times - b[1]))), (0.3, 2014), x_scale=(0.1, 1),
                             xtol=1e-15, ftol=1e-15, gtol=1e-15)
rate, passes = fit.x[0], fit.x[1] + math.log(SHARE / (1 - SHARE)) / fit.x[0]
sigma2 = 2 * fit.cost / (len(counts) - 2)
limit = 2 * fit.cost + stats.t.ppf(0.95, len(counts) - 2) ** 2 * sigma2
ends = [optimize.brentq(lambda time: best(time).fun - limit, *sorted((passes, far))) for far in (2015.5, 2060)]
print("zone saturation", repr(passes), "rate", repr(rate), "sigma", repr(math.sqrt(sigma2)))
print("zone saturation from", *map(repr, ends))
