"""Which shift of industry's share of investment in 2016-2020 brings industry to 40 per cent of value added in 2020?

    python3 three_sectors.py > three_sectors.txt

Plain Python without anything of foreplan: the model year by year, and the shift by bisection to the last digit. Value
added of a sector grows by last year's investment over its capital-output ratio; investment is a fixed part of the total.
Prints the shift, the share without and with it, then the shift that 2021's target of 41 per cent takes with the same
years, and the factor on the investment rate in 2016-2020 that brings the total to 30,000 in 2020.
"""
START = {"agr": 4200.0, "ind": 6150.0, "srv": 5750.0}
ICOR = {"agr": 6.0, "ind": 4.0, "srv": 4.5}
ALLOC = {"agr": 0.22, "ind": 0.36}


def run(shift, factor, last):
    va, share = dict(START), None
    invested = {s: alloc * 0.3 * sum(START.values())
                for s, alloc in (("agr", 0.22), ("ind", 0.36), ("srv", 0.42))}
    for year in range(2016, last + 1):
        va = {s: va[s] + invested[s] / ICOR[s] for s in va}
        moved = 2016 <= year <= 2020
        ind = ALLOC["ind"] + (shift if moved else 0)
        total = 0.3 * (factor if moved else 1) * sum(va.values())
        invested = {"agr": 0.22 * total, "ind": ind * total, "srv": (1 - 0.22 - ind) * total}
        share = va["ind"] / sum(va.values())
    return share, sum(va.values())


def bisect(f, low, high):
    for _ in range(200):
        middle = (low + high) / 2
        if f(middle) < 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2


print("%.15g" % bisect(lambda u: run(u, 1, 2020)[0] - 0.40, 0, 0.5))
print("%.15g" % run(0, 1, 2020)[0])
print("%.15g" % bisect(lambda u: run(u, 1, 2021)[0] - 0.41, 0, 0.5))
print("%.15g" % bisect(lambda u: run(0, u, 2020)[1] - 30000, 1, 5))
