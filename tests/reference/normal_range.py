"""P(range of k standard normal variables > x) by adaptive quadrature with 40 digits (mpmath 1.2.1), and the x of some
probabilities by secant steps:  /usr/bin/python3 normal_range.py > normal_range.txt"""
from mpmath import erfc, findroot, linspace, mp, mpf, npdf, nstr, quad, sqrt

mp.dps = 40  # the integrand loses as many digits as the probability has zeros


def tail(z):
    return erfc(z / sqrt(mpf(2))) / 2


def upper(x, k):
    """1 - k int phi(z) (P(Z > z) - P(Z > z + x))^(k - 1) dz, as one integral for its digits."""
    def density(z):
        return npdf(z) * (tail(z) ** (k - 1) - (tail(z) - tail(z + x)) ** (k - 1))
    return k * quad(density, linspace(-14 - x / 2, 14, 57))


def say(name, *values):
    print(name, *(nstr(v, 17) for v in values))


print("# count, x, P(range > x)")
for i, (k, x) in enumerate([(2, "0.01"), (2, 1), (3, "3.314"), (5, "3.8577"), (5, 12), (20, "0.9"), (20, 6),
                            (10, "3.5"), (50, "3.5"), (300, 7), (300, "15.5"),
                            (100000, 9), (100000, "11.5"), (1000000, 10)]):
    x = mpf(x)
    say(f"upper_{i}", mpf(k), x, upper(x, k))
print("# count, p, the x that range passes with probability p")
for i, (k, p) in enumerate([(2, "0.05"), (3, "0.05"), (4, "0.05")]):
    p = mpf(p)
    root = findroot(lambda x: upper(x, k) / p - 1, (mpf(3), mpf("3.5")), tol=1e-25)
    say(f"quantile_{i}", mpf(k), p, root)
