#!/usr/bin/python3
"""Values that the tests of index numbers, contributions and rebasing in tests/growth compare with, 15 digits:
    python3 index_numbers.py > index_numbers.txt        (Python 3.11, mpmath 1.2, Debian 12)

Data: Balk (2008), tables 3.1 and 3.2, after the PPI Manual (ILO, IMF, OECD, UNECE & World Bank 2004), tables 19.1 and
19.2. The formulas are written out here from the manual's chapters 15 and 16, with prices and quantities as exact
fractions."""
from fractions import Fraction as F

from mpmath import mp, mpf

mp.dps = 40
P = [[F(x) for x in row.split()] for row in
     ("1 1 1 1 1 1", "1.2 3 1.3 .7 1.4 .8", "1 1 1.5 .5 1.7 .6", ".8 .5 1.6 .3 1.9 .4", "1 1 1.6 .1 2 .2")]
Q = [[F(x) for x in row.split()] for row in
     ("1 1 2 1 4.5 .5", ".8 .9 1.9 1.3 4.7 .6", "1 1.1 1.8 3 5 .8", "1.2 1.2 1.9 6 5.6 1.3", ".9 1.2 2 12 6.5 2.5")]


def real(x):
    return mpf(x.numerator) / x.denominator


def value(p, q):
    return sum(a * b for a, b in zip(p, q))


def laspeyres(p0, p1, q0, q1):
    return real(value(p1, q0) / value(p0, q0))


def paasche(p0, p1, q0, q1):
    return real(value(p1, q1) / value(p0, q1))


def fisher(p0, p1, q0, q1):
    return mp.sqrt(laspeyres(p0, p1, q0, q1) * paasche(p0, p1, q0, q1))


def tornqvist(p0, p1, q0, q1):
    product = mpf(1)
    for a0, a1, b0, b1 in zip(p0, p1, q0, q1):
        share = (a0 * b0 / value(p0, q0) + a1 * b1 / value(p1, q1)) / 2
        product *= real(a1 / a0) ** real(share)
    return product


def walsh(p0, p1, q0, q1):
    basket = [mp.sqrt(real(a * b)) for a, b in zip(q0, q1)]
    return sum(real(p) * b for p, b in zip(p1, basket)) / sum(real(p) * b for p, b in zip(p0, basket))


def show(name, values):
    print(name, *(mp.nstr(v, 15, strip_zeros=False) for v in values))


formulas = (laspeyres, paasche, fisher, tornqvist, walsh)
for subject, x, w in (("price", P, Q), ("quantity", Q, P)):
    for f in formulas:
        show(f"{subject} fixed {f.__name__}", [100 * f(x[0], x[t], w[0], w[t]) for t in range(5)])
    for f in formulas:
        levels = [mpf(100)]
        for t in range(1, 5):
            levels.append(levels[-1] * f(x[t - 1], x[t], w[t - 1], w[t]))
        show(f"{subject} chained {f.__name__}", levels)

# Volumes at the prices of the third period, chained by Laspeyres in both directions from it.
total = [None] * 5
total[2] = real(value(P[2], Q[2]))
for t in (3, 4):
    total[t] = total[t - 1] * laspeyres(Q[t - 1], Q[t], P[t - 1], P[t])
for t in (1, 0):
    total[t] = total[t + 1] / laspeyres(Q[t], Q[t + 1], P[t], P[t + 1])
show("volumes total", total)
show("volumes residual", [total[t] - real(value(P[2], Q[t])) for t in range(5)])

# Splicing: cumulated growth, where the library moves levels. x has the old base, linked to 300 in its last period.
x = [mpf(v) for v in (100, 104, 113, 117, 125, 140, 155, 180)]
ratio, n = mpf(300) / x[-1], 5  # benchmark in the third period
retropolated = [mpf(300)]
for t in range(len(x) - 2, -1, -1):
    retropolated.insert(0, retropolated[0] * x[t] / x[t + 1])
show("retropolation", retropolated)
interpolated = x[:3]
for t in range(3, len(x)):
    interpolated.append(interpolated[-1] * x[t] / x[t - 1] * mp.root(ratio, n))
show("interpolation", interpolated)
mixed, fade = [mpf(300)], mp.root(mpf("0.4"), n)
part = mpf(1)
for t in range(len(x) - 2, -1, -1):
    part = part * fade if t >= 2 else part
    mixed.insert(0, x[t] * ratio ** part)
show("mixed .4", mixed)
