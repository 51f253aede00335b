"""A population of two sexes projected in fractions, and what its women converge to.

    /usr/bin/python3 population.py > population.txt          (Debian 12: python3-numpy)

Without anything of foreplan. "closed" and "late" take Sweden's women of 1993 (the ages, person years and births per
woman of Preston, Heuveline & Guillot 2001, box 6.1) and men made up from them, three steps of five years: without
migration, and with the net migration of box 6.2 after each step. Every cohort is followed by itself, births woman by
woman's group, all in fractions. "stable" is the dominant eigenvalue of the women's Leslie matrix and its vector by
numpy. Lines of name,value.
"""
from fractions import Fraction as F

import numpy as np

WOMEN = [293395, 248369, 240012, 261346, 285209, 314388, 281290, 286923, 304108, 324946, 247613, 211351, 215140, 221764,
         223506, 183654, 141990, 112424]
YEARS = [497487, 497138, 496901, 496531, 495902, 495168, 494213, 492760, 490447, 486613, 480665, 471786, 457852, 436153,
         402775, 350358, 271512, 291707]
MEN_YEARS = [x - 1000 * i for i, x in enumerate(YEARS)]
FERTILITY = {3: F(120, 10000), 4: F(908, 10000), 5: F(1499, 10000), 6: F(1125, 10000), 7: F(441, 10000),
             8: F(74, 10000), 9: F(3, 10000)}
MIGRANTS = [6840, 4150, 3365, 5270, 9240, 8230, 5470, 3155, 1770, 1115, 1075, 845, 645, 530, 465, 300, 250, 175]
BOYS = F(105, 205)


def older(people, years):
    """Who is alive five years on, by the age group they are in then; nobody is born."""
    later = [F(0)] * 18
    for age in range(16):
        later[age + 1] = people[age] * F(years[age + 1], years[age])
    later[17] = (people[16] + people[17]) * F(years[17], years[16] + years[17])
    return later


def step(women, men, migrants):
    women_later, men_later = older(women, YEARS), older(men, MEN_YEARS)
    births = sum(rate * 5 * (women[a] + women_later[a]) / 2 for a, rate in FERTILITY.items())
    women_later[0] = births * (1 - BOYS) * F(YEARS[0], 500000)
    men_later[0] = births * BOYS * F(MEN_YEARS[0], 500000)
    return [w + m for w, m in zip(women_later, migrants)], [w + m for w, m in zip(men_later, migrants)], births


for name, migrants in (("closed", [0] * 18), ("late", MIGRANTS)):
    women, men = [F(x) for x in WOMEN], [F(x - 50 * i) for i, x in enumerate(WOMEN)]
    for t in range(3):
        women, men, births = step(women, men, migrants)
        print(f"{name} births {t},{float(births):.17g}")
        for a in range(18):
            print(f"{name} female {t} {a},{float(women[a]):.17g}")
            print(f"{name} male {t} {a},{float(men[a]):.17g}")

matrix = np.array([[float(x) for x in column] for column in
                   (step([F(a == b) for b in range(18)], [F(0)] * 18, [0] * 18)[0] for a in range(18))]).T
values, vectors = np.linalg.eig(matrix)
k = np.argmax(values.real)
shares = np.abs(vectors[:, k]) / np.abs(vectors[:, k]).sum()
print(f"stable factor,{values[k].real:.17g}")
for a in range(18):
    print(f"stable share {a},{shares[a]:.17g}")
