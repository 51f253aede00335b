#!/usr/bin/python3
"""Shift-share of three regions, four sectors and three years in exact fractions, from the papers' definitions: effects
as products of levels and differences of growth rates, none as what the others leave.
  python3 tests/reference/shift_share.py > tests/reference/shift_share.txt"""
from fractions import Fraction as F

LEVELS = {  # region: year: sectors
    "north": {2010: (90, 20, 10, 60), 2011: (94, 31, 11, 57), 2012: (100, 40, 10, 55)},
    "middle": {2010: (150, 70, 45, 140), 2011: (149, 83, 47, 158), 2012: (160, 90, 40, 170)},
    "south": {2010: (160, 60, 95, 200), 2011: (171, 66, 90, 231), 2012: (180, 80, 85, 255)},
}
REGIONS, YEARS, SECTORS = list(LEVELS), (2010, 2011, 2012), range(4)
WEIGHTS = {"north": (0, F(3, 4), F(1, 4)), "middle": (F(1, 2), 0, F(1, 2)), "south": (0, 1, 0)}


def nation(year, i):
    return sum(LEVELS[r][year][i] for r in REGIONS)


def rate(first, last):
    return F(last, first) - 1


def total(x):
    return sum(x)


def effects(form, region, a, b, i):
    e, h_total = LEVELS[region][a][i], F(total(LEVELS[region][a]))
    nation_total = sum(nation(a, j) for j in SECTORS)
    G = rate(nation_total, sum(nation(b, j) for j in SECTORS))
    g = rate(nation(a, i), nation(b, i))
    r = rate(e, LEVELS[region][b][i])
    R = rate(total(LEVELS[region][a]), total(LEVELS[region][b]))
    h = h_total * nation(a, i) / nation_total
    if form in ("dunn", "gerfin"):
        return {"national": e * G, "industry_mix": e * (g - G), "competitive": e * (r - g)}
    if form == "esteban_marquillas":
        return {"national": e * G, "industry_mix": e * (g - G), "competitive": h * (r - g), "allocation": (e - h) * (r - g)}
    if form == "arcelus":
        rates = {"national": G, "industry_mix": g - G, "regional_growth": R - G, "regional_mix": (r - R) - (g - G)}
        parts = {}
        for name, x in rates.items():
            parts["expected_" + name] = h * x
            parts["differential_" + name] = (e - h) * x
        return parts
    w = WEIGHTS[region]
    if form == "spatial":
        k = rate(sum(v * LEVELS[s][a][i] for v, s in zip(w, REGIONS)), sum(v * LEVELS[s][b][i] for v, s in zip(w, REGIONS)))
    else:
        k = sum(v * rate(LEVELS[s][a][i], LEVELS[s][b][i]) for v, s in zip(w, REGIONS))
    return {"national": e * G, "industry_mix": e * (g - G), "neighbour": e * (k - g), "competitive": e * (r - k)}


for form in ("dunn", "esteban_marquillas", "arcelus", "gerfin", "spatial", "spatial_of_rates"):
    for timing, steps in (("comparative_static", [(2010, 2012)]), ("dynamic", [(2010, 2011), (2011, 2012)])):
        for region in REGIONS:
            for i in SECTORS:
                sums = {}
                for a, b in steps:
                    for name, x in effects(form, region, a, b, i).items():
                        sums[name] = sums.get(name, 0) + x
                assert sum(sums.values()) == LEVELS[region][2012][i] - LEVELS[region][2010][i]
                for name, x in sums.items():
                    print(f"{form}.{timing}.{region}.{i}.{name},{float(x)!r}")
for region in REGIONS:
    E, E1 = total(LEVELS[region][2010]), total(LEVELS[region][2012])
    N, N1 = (sum(nation(y, i) for i in SECTORS) for y in (2010, 2012))
    H = sum(F(LEVELS[region][2010][i] * nation(2012, i), nation(2010, i)) for i in SECTORS)
    print(f"factors.{region}.regional,{float(F(E1, E) / F(N1, N))!r}")
    print(f"factors.{region}.structural,{float((H / E) / F(N1, N))!r}")
    print(f"factors.{region}.locational,{float(E1 / H)!r}")
