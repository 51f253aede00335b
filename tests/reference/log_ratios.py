"""Log ratios of compositions from their definitions, with 50 digits (mpmath): python3 log_ratios.py > log_ratios.txt"""
from mpmath import mp, mpf, log, sqrt

mp.dps = 50
X = [mpf(v) for v in ("0.4110", "0.2423", "0.3050", "0.0417")]
Y = [mpf(v) for v in ("0.3102", "0.2993", "0.3505", "0.0400")]


def show(name, values):
    print(name, *[mp.nstr(v, 20) for v in values])


def close(x):
    return [v / sum(x) for v in x]


def geometric(x):
    product = mpf(1)
    for v in x:
        product *= v
    return product ** (mpf(1) / len(x))


show("alr", [log(X[i] / X[1]) for i in (0, 2, 3)])
show("clr", [log(v / geometric(X)) for v in X])
n = len(X)
show("pivot", [sqrt(mpf(n - i) / (n - i + 1)) * log(X[i - 1] / geometric(X[i:])) for i in range(1, n)])
show("partition", [sqrt(mpf(2 * 2) / 4) * log(geometric([X[0], X[2]]) / geometric([X[1], X[3]])),
                   sqrt(mpf(1) / 2) * log(X[0] / X[2]), sqrt(mpf(1) / 2) * log(X[3] / X[1])])
show("logit", [log(X[1] / (1 - X[1]))])
show("perturb", close([a * b for a, b in zip(X, Y)]))
show("power", close([a ** mpf("-1.7") for a in X]))
show("mean", close([sqrt(a * b) for a, b in zip(X, Y)]))
Z = [mpf("0.6"), mpf(0), mpf("0.4"), mpf(0)]
delta = mpf("0.005")
show("multiplicative", [delta if v == 0 else v * (1 - 2 * delta) for v in Z])
show("additive", [delta * 3 * 2 / 16 if v == 0 else v - delta * 2 * 3 / 16 for v in Z])
