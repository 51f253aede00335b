"""Model confidence sets (Hansen, Lunde & Nason 2011) straight from the paper: every test anew on the models left,
with resamples whose rows are written out from Philox4x64-10 by whole numbers; and a cluster-robust mean by statsmodels
0.13.5:  /usr/bin/python3 model_confidence_set.py > model_confidence_set.txt"""
import math

import numpy as np
import statsmodels.api as sm

WORD = (1 << 64) - 1


def philox(counter, key):
    c, k = list(counter), list(key)
    for _ in range(10):
        a, b = 0xD2E7470EE14C6C93 * c[0], 0xCA5A826395121157 * c[2]
        c = [(b >> 64) ^ c[1] ^ k[0], b & WORD, (a >> 64) ^ c[3] ^ k[1], a & WORD]
        k = [(k[0] + 0x9E3779B97F4A7C15) & WORD, (k[1] + 0xBB67AE8584CAA73B) & WORD]
    return c


def fnv1a(name):
    h = 0xCBF29CE484222325
    for byte in name.encode():
        h = ((h ^ byte) * 0x100000001B3) & WORD
    return h


def uniforms(seed, draw, count):
    key = (seed, fnv1a("stats::model_confidence_set"))
    words = [w for block in range((count + 3) // 4) for w in philox((block, 0, draw, 0), key)]
    return [((w >> 12) + 0.5) / 2**52 for w in words[:count]]


def resamples(n, kind, block, seed, count):
    out = []
    for draw in range(count):
        u = uniforms(seed, draw, math.ceil(n / block))
        starts = n - block + 1 if kind == "moving" else n
        rows = [(int(v * starts) + i) % n for v in u for i in range(block)]
        out.append(rows[:n])
    return np.array(out)


def confidence_set(losses, statistic, rows):
    left, order, tests, p = list(range(losses.shape[1])), [], [], []
    while len(left) > 1:
        of = losses[:, left]
        mean, drawn = of.mean(axis=0), of[rows].mean(axis=1)
        if statistic == "maximum":
            d, star = mean - mean.mean(), drawn - drawn.mean(axis=1, keepdims=True)
            se = np.sqrt(((star - d) ** 2).mean(axis=0))
            t, null = d / se, (star - d) / se
            gone, top, null_top = t.argmax(), t.max(), null.max(axis=1)
        else:
            d, star = mean[:, None] - mean, drawn[:, :, None] - drawn[:, None, :]
            se = np.sqrt(((star - d) ** 2).mean(axis=0)) + np.eye(len(left))
            t, null = d / se, np.abs(star - d) / se
            gone, top, null_top = t.max(axis=1).argmax(), np.abs(t).max(), null.max(axis=(1, 2))
        order.append(left.pop(gone))
        tests.append(top)
        p.append((null_top > top).mean())
    return order + left, tests, p


def say(name, *values):
    print(name, *(f"{v:.15g}" for v in values))


# Losses of six models over 60 periods that share shocks and follow one another, from a congruential sequence.
state, noise = 12345, []
for _ in range(60 * 7):
    state = (1103515245 * state + 12345) % 2**31
    noise.append(state / 2**31 - 0.5)
noise = np.array(noise).reshape(60, 7)
for t in range(1, 60):
    noise[t] += 0.5 * noise[t - 1]
losses = np.round(3 + noise[:, :1] + noise[:, 1:] + np.array([0, 0.03, 0.15, 0.25, 0.3, 0.7]), 4)
say("losses", *losses.ravel())
SEED, DRAWS = 7, 500
for kind, block in (("moving", 4), ("circular", 4), ("rows", 1)):
    rows = resamples(60, kind, block, SEED, DRAWS)
    for statistic in ("maximum", "range"):
        order, tests, p = confidence_set(losses, statistic, rows)
        say(f"{kind} {statistic} order", *order)
        say(f"{kind} {statistic} statistics", *tests)
        say(f"{kind} {statistic} p", *p)

# A mean of differences whose errors are clustered by series of unequal length.
d = losses[:, 0] - losses[:, 2]
series = np.array([(i * i) % 11 for i in range(60)])
fit = sm.OLS(d, np.ones(60)).fit(cov_type="cluster", cov_kwds={"groups": series}, use_t=True)
say("clustered", fit.params[0], fit.bse[0], fit.tvalues[0], fit.pvalues[0], len(set(series)))
means = np.array([d[series == s].mean() for s in sorted(set(series))])
fit = sm.OLS(means, np.ones(len(means))).fit()
say("by series", fit.params[0], fit.bse[0], fit.tvalues[0], fit.pvalues[0])
