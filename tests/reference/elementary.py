# Writes elementary.csv: exp(x) and the standard normal quantile of p, to 40 digits by mpmath 1.2 and rounded once
# to the nearest double. Numbers are hexadecimal, so that nothing is lost on the way.
#   python3 elementary.py > elementary.csv
from mpmath import mp, mpf, exp, erfinv, sqrt, erfc, findroot
import random

mp.dps = 40
random.seed(20)
print("function,argument,value")
for x in [0.0, -0.0, 1.0, -1.0, 709.78, -708.3, -740.0, -745.1] + [random.uniform(-700, 700) for _ in range(120)] + [
        random.uniform(-2, 2) for _ in range(120)]:
    print("exp,%s,%s" % (x.hex(), float(exp(mpf(x))).hex()))


def quantile(p):
    if p == 0.5:
        return mpf(0)
    if p > mpf(1) / 1000 and p < 1 - mpf(1) / 1000:
        return sqrt(mpf(2)) * erfinv(2 * p - 1)
    tail = min(p, 1 - p)
    z = findroot(lambda t: erfc(t / sqrt(mpf(2))) / 2 - tail, sqrt(-2 * mp.log(tail)) * mpf("0.95"))
    return -z if p < 0.5 else z


ps = [2.0**-k for k in range(1, 54)] + [1 - 2.0**-k for k in range(2, 53)]
ps += [(j + 0.5) / 128 for j in range(128)] + [random.random() for _ in range(60)]
ps += [0.075, 0.925, 0.0749999, 0.0750001, 0.4999, 0.50001]
for p in ps:
    print("normal_quantile,%s,%s" % (p.hex(), float(quantile(mpf(p))).hex()))
