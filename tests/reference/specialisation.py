#!/usr/bin/python3
"""Specialisation and concentration of four regions and six sectors by their definitions, double sums written out, in
exact fractions and, for logarithms, 40 digits. The last sector is absent everywhere; the fifth is in one region only.
  python3 tests/reference/specialisation.py > tests/reference/specialisation.txt"""
from decimal import Decimal, getcontext
from fractions import Fraction as F

getcontext().prec = 40
LEVELS = {"a": (120, 30, 0, 50, 0, 0), "b": (15, 65, 20, 70, 8, 0), "c": (40, 5, 90, 200, 0, 0), "d": (1, 22, 33, 44, 0, 0)}
REGIONS, N = list(LEVELS), 6


def ln(x):
    return (Decimal(x.numerator) / Decimal(x.denominator)).ln()


def dec(x):
    return Decimal(x.numerator) / Decimal(x.denominator)


def show(name, x):
    print(f"{name},{float(x)!r}")


def shares(x):
    return [F(v, sum(x)) for v in x]


def gini(x):
    n, mean = len(x), F(sum(x)) / len(x)
    return sum(abs(a - b) for a in x for b in x) / (2 * n * n * mean)


def measures(name, x, whole):
    s, q, n = shares(x), shares(whole), len(x)
    rest = shares([w - v for v, w in zip(x, whole)])
    lq = [a / b for a, b in zip(s, q) if b]
    weights = [b for b in q if b]
    show(name + ".weight", F(sum(x), sum(whole)))
    show(name + ".krugman", sum(abs(a - b) for a, b in zip(s, q)))
    show(name + ".krugman_rest", sum(abs(a - b) for a, b in zip(s, rest)))
    show(name + ".hoover", sum(abs(a - b) for a, b in zip(s, q)) / 2)
    show(name + ".locational_gini", sum(u * v * abs(a - b) for u, a in zip(weights, lq) for v, b in zip(weights, lq)) / 2)
    show(name + ".gini_of_quotients", gini(lq))
    show(name + ".theil_against", sum(dec(a) * ln(a / b) for a, b in zip(s, q) if a))
    show(name + ".gini", gini(s))
    show(name + ".gini_sample", gini(s) * F(n, n - 1))
    show(name + ".herfindahl", sum(a * a for a in s))
    show(name + ".normalised_herfindahl", (sum(a * a for a in s) - F(1, n)) / (1 - F(1, n)))
    entropy = -sum(dec(a) * ln(a) for a in s if a)
    show(name + ".theil_t", sum(dec(a * n) * ln(a * n) for a in s if a) / n)
    show(name + ".entropy", entropy)
    show(name + ".normalised_entropy", entropy / Decimal(n).ln())


nation = [sum(LEVELS[r][i] for r in REGIONS) for i in range(N)]
totals = [sum(LEVELS[r]) for r in REGIONS]
for r in REGIONS:
    measures("region." + r, LEVELS[r], nation)
    for i in range(N):
        if nation[i]:
            show(f"quotient.{r}.{i}", F(LEVELS[r][i], sum(LEVELS[r])) / F(nation[i], sum(nation)))
for i in range(N - 1):
    measures(f"sector.{i}", [LEVELS[r][i] for r in REGIONS], totals)
s, q, H = shares([LEVELS[r][0] for r in REGIONS]), shares(totals), F(1, 20)
G, spread = sum((a - b) ** 2 for a, b in zip(s, q)), 1 - sum(b * b for b in q)
show("ellison_glaeser.raw", G)
show("ellison_glaeser.gamma", (G - spread * H) / (spread * (1 - H)))
