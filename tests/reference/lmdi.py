"""Logarithmic mean Divisia index decompositions with 60 digits.

    /usr/bin/python3 lmdi.py > lmdi.txt          (Debian 12: python3-mpmath)

Written from the definitions (Ang 2015, table 1) without anything of foreplan: logarithms of quotients and differences
as they stand. A zero is 10^-(10^15), so that the limits come out by themselves: they are approached as 1 / ln of the
zero. Lines of name,value. "industry" is two sectors with activity 10 and 40 becoming 40 and 40, energy 30 and 20
becoming 80 and 16; "zeros" has sectors that come, go, come in two factors at once, and never are; "levels" has
activity 5 5 10 30 becoming 12 8 30 30 and energy 20 10 8 12 becoming 30 10 15 9 in two groups of two sectors.
"""
from mpmath import exp, log, mp, mpf

mp.dps = 60
ZERO = mpf(10) ** (-(10 ** 15))


def mean(a, b):
    return a if a == b else (a - b) / (log(a) - log(b))


def product(row):
    v = mpf(1)
    for x in row:
        v *= x
    return v


def lmdi(first, last, method):
    first = [[mpf(x) if x else ZERO for x in row] for row in first]
    last = [[mpf(x) if x else ZERO for x in row] for row in last]
    v0, v1 = [product(r) for r in first], [product(r) for r in last]
    whole0, whole1 = sum(v0), sum(v1)
    if method == 1:
        weights = [mean(b, a) for a, b in zip(v0, v1)]
    else:
        weights = [mean(b / whole1, a / whole0) for a, b in zip(v0, v1)]
        weights = [w / sum(weights) * mean(whole1, whole0) for w in weights]
    terms = [sum(w * log(b[k] / a[k]) for w, a, b in zip(weights, first, last)) for k in range(len(first[0]))]
    return terms, [exp(t / mean(whole1, whole0)) for t in terms]


def show(name, first, last):
    for method in (1, 2):
        additive, multiplicative = lmdi(first, last, method)
        for k, (a, m) in enumerate(zip(additive, multiplicative)):
            print(f"{name} {method} additive {k},{mp.nstr(a, 17)}")
            print(f"{name} {method} multiplicative {k},{mp.nstr(m, 17)}")


def three(activity, energy):
    total = mpf(sum(activity))
    return [[total, q / total, mpf(e) / q] for q, e in zip(activity, energy)]


def four(activity, energy):
    total = mpf(sum(activity))
    groups = [sum(activity[:2]), sum(activity[2:])]
    return [[total, groups[i // 2] / total, mpf(q) / groups[i // 2], mpf(e) / q]
            for i, (q, e) in enumerate(zip(activity, energy))]


show("industry", three([10, 40], [30, 20]), three([40, 40], [80, 16]))
show("zeros", [[2, 3, 5], [0, 3, 4], [2, 3, 1], [0, 0, 7], [0, 2, 2]],
     [[3, 4, 4], [5, 2, 3], [1, 0, 3], [2, 2, 1], [0, 0, 3]])
show("levels", four([5, 5, 10, 30], [20, 10, 8, 12]), four([12, 8, 30, 30], [30, 10, 15, 9]))
for a, b in (("1", "1.0000000001"), ("1", "1.001"), ("3", "7"), ("1e-200", "1e150")):
    x, y = mpf(float(a)), mpf(float(b))
    print(f"mean {a} {b},{mp.nstr(mean(x, y), 17)}")
