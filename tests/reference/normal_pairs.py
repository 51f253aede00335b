# Writes normal_pairs.csv: sqrt(-2 log u) cos(2 pi v) and sqrt(-2 log u) sin(2 pi v), to 40 digits by mpmath 1.2 and
# rounded once to the nearest double. u and v are odd multiples of 2^-53, as uniform numbers are. Numbers are hexadecimal,
# so that nothing is lost on the way.
#   python3 normal_pairs.py > normal_pairs.csv
from mpmath import mp, mpf, cos, log, pi, sin, sqrt
import random

mp.dps = 40
random.seed(21)


def odd(x):
    return (int(x * 2**52) + 0.5) / 2**52


us = [odd(2.0**-k) for k in range(1, 53)] + [1 - 2.0**-53 * (2 * k + 1) for k in range(8)]
vs = [odd(j / 8 + e) for j in range(9) for e in (-3e-9, -2.0**-50, 2.0**-50, 1e-5) if 0 < j / 8 + e < 1]
pairs = [(u, odd(random.random())) for u in us] + [(odd(random.random()), v) for v in vs]
pairs += [(odd(random.random()), odd(random.random())) for _ in range(200)]
print("u,v,first,second")
for u, v in pairs:
    radius, angle = sqrt(-2 * log(mpf(u))), 2 * pi * mpf(v)
    print(",".join(x.hex() for x in (u, v, float(radius * cos(angle)), float(radius * sin(angle)))))
