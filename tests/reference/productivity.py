"""Vietnam's productivity growth by sector under each convention, in exact fractions.

Every term is written as the papers write it, with growth rates of sectors and shares (g, dtheta / theta0, dR / R0) and
nominal shares, and not with differences of levels; chained terms are carried forward period by period.
python3 productivity.py > productivity.txt; reads vietnam_etd.csv beside it. Lines: convention, step (1990 to 2018) or chain
(2010 to 2018, yearly), sector; within, static (or all that is between), dynamic, prices.
"""
import csv
import pathlib
from fractions import Fraction as F

table, names = {}, []
with open(pathlib.Path(__file__).with_name("vietnam_etd.csv")) as file:
    for row in csv.reader(line for line in file if not line.startswith("#")):
        if row[0] == "var":
            names = row[2:-1]
        else:
            table[row[0], int(row[1])] = [F(x) for x in row[2:-1]]


def terms(convention, a, b):
    """Lists of (within, static or between, dynamic, prices) by sector, and growth."""
    Y0, Y1, L0, L1 = table["VA_Q15", a], table["VA_Q15", b], table["EMP", a], table["EMP", b]
    N0, N1 = table["VA", a], table["VA", b]
    X0, X1 = sum(Y0) / sum(L0), sum(Y1) / sum(L1)
    out = []
    for y0, y1, l0, l1, n0, n1 in zip(Y0, Y1, L0, L1, N0, N1):
        theta0, theta1 = l0 / sum(L0), l1 / sum(L1)
        g = (y1 / l1) / (y0 / l0) - 1  # growth of the sector's productivity
        h = theta1 / theta0 - 1  # of its labour share
        rho = (n1 / y1 * sum(Y1) / sum(N1)) / (n0 / y0 * sum(Y0) / sum(N0)) - 1  # of its relative price
        v0 = y0 / sum(Y0)  # share in output at constant prices
        s0 = n0 / sum(N0)  # share in output at current prices
        if convention == "base_share":
            out.append((v0 * g, v0 * (1 + g) * h, 0, 0))
        elif convention == "midpoint":
            out.append((v0 * g * (1 + h / 2), v0 * h * (1 + g / 2), 0, 0))
        elif convention == "three_term":
            out.append((v0 * g, v0 * h, v0 * g * h, 0))
        elif convention == "csls":
            shift = theta1 - theta0
            out.append((v0 * g, (y0 / l0 / X0 - 1) * shift, (y1 / l1 - X1 - y0 / l0 + X0) / X0 * shift, 0))
        elif convention == "trad":
            out.append((s0 * g, s0 * h, s0 * g * h, 0))
        elif convention == "gead":
            r = (1 + h) * (1 + rho) - 1
            out.append((s0 * g, s0 * r, s0 * g * r, 0))
        elif convention == "diewert":
            out.append((s0 * g, s0 * h, s0 * (g * h + g * rho + h * rho + g * h * rho), s0 * rho))
    return out, X1 / X0 - 1


CONVENTIONS = ["base_share", "midpoint", "three_term", "csls", "trad", "gead", "diewert"]
for convention in CONVENTIONS:
    out, growth = terms(convention, 1990, 2018)
    if convention != "trad":
        assert sum(sum(t) for t in out) == growth
    for name, t in zip(names, out):
        print(convention, "step", name, *("%.17g" % float(x) for x in t))
    level, carried = F(1), [[F(0)] * 4 for _ in names]
    for year in range(2010, 2018):
        out, growth = terms(convention, year, year + 1)
        carried = [[c + level * x for c, x in zip(cs, t)] for cs, t in zip(carried, out)]
        level *= 1 + growth
    for name, t in zip(names, carried):
        print(convention, "chain", name, *("%.17g" % float(x) for x in t))
