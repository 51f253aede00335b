#!/usr/bin/python3
"""Writes growth_accounts.csv, what accounting_test.cpp compares with, from vietnam_investment.csv and vietnam_sectors.csv:
products of powers and sums in 50 digits, without the logarithms and recursions of the library. mpmath 1.3.
  python3 growth_accounts.py > growth_accounts.csv"""
import csv
import os

from mpmath import log, mp, mpf

mp.dps = 50
HERE = os.path.dirname(os.path.abspath(__file__))


def table(name):
    with open(os.path.join(HERE, name)) as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return {int(row["year"]): {key: mpf(value) for key, value in row.items()} for row in rows}


def show(name, value):
    print(f"{name},{mp.nstr(value, 17)}")


gso, etd = table("vietnam_investment.csv"), table("vietnam_sectors.csv")

# Capital: I / (g + d) with g = 6 %, d = 5 %, each later investment worn down by its own age.
initial = gso[2010]["real_investment"] / (mpf("0.06") + mpf("0.05"))
show("initial capital", initial)


def capital(year):
    """At the start of the year."""
    kept = 1 - mpf("0.05")
    return initial * kept ** (year - 2010) + sum(gso[s]["real_investment"] * kept ** (year - 1 - s) for s in range(2010, year))


for year in range(2010, 2017):
    show(f"capital {year}", capital(year))

# Productivity: output over the product of factors raised to mean shares. Shares are made up: labour's falls by .01 a year.
labour_share = {year: mpf("0.62") - mpf("0.01") * (year - 2010) for year in range(2010, 2016)}
product = mpf(1)
total = {"capital": mpf(0), "labour": mpf(0)}
for year in range(2010, 2015):
    w = (labour_share[year] + labour_share[year + 1]) / 2
    of_capital = (capital(year + 1) / capital(year)) ** (1 - w)
    of_labour = (etd[year + 1]["employment"] / etd[year]["employment"]) ** w
    product *= gso[year + 1]["real_output"] / gso[year]["real_output"] / of_capital / of_labour
    total["capital"] += log(of_capital)
    total["labour"] += log(of_labour)
    show(f"productivity {year + 1}", product)
growth = log(gso[2015]["real_output"] / gso[2010]["real_output"])
show("growth", growth)
for name, value in total.items():
    show(name, value)
points = (gso[2015]["real_output"] / gso[2010]["real_output"] - 1) / growth
show("points capital", total["capital"] * points)
show("points labour", total["labour"] * points)

# Sectors: at constant prices, and chained with shares at current prices in the year before.
NAMES = ("agriculture", "industry", "services")


def real(name, year):
    return etd[year]["real_" + name]


def whole(year):
    return sum(real(n, year) for n in NAMES)


def nominal_share(name, year):
    return etd[year][name] / sum(etd[year][n] for n in NAMES)


residual = whole(2015) / whole(2010) - 1
for n in NAMES:
    show(f"fixed {n}", (real(n, 2015) - real(n, 2010)) / whole(2010))
    carried = sum(
        nominal_share(n, t) * (real(n, t + 1) / real(n, t) - 1) * whole(t) / whole(2010) for t in range(2010, 2015)
    )
    residual -= carried
    show(f"chained {n}", carried)
show("chained residual", residual)
chain = mpf(1)
for t in range(2010, 2015):  # Laspeyres: last year's values at this year's volumes
    chain *= sum(nominal_share(n, t) * real(n, t + 1) / real(n, t) for n in NAMES)
show("laspeyres chain", chain)
