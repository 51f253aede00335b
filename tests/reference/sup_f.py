"""P(supF > x), from the roots of Kummer's function, for tests/stats/break_distributions_test.cpp.

|V|^2 of a stationary k-dimensional process dV = -V/2 ds + dW stays below x during T with the probability
sum of c_i exp(-nu_i T): nu_i the roots of M(-nu, k/2, x/2) and c_i = (integral of phi w)^2 / integral of phi^2 w, phi
the eigenfunction M(-nu_i, k/2, y/2) and w the density of chi-squared (DeLong 1981; Estrella 2003). Integrals by
quadrature to 30 digits. Columns: x, k, trimming, P.

python3 sup_f.py > sup_f.txt
"""
import mpmath as mp

mp.mp.dps = 30


def roots(b, z, most):
    """Roots nu < most of M(-nu, b, z), found by changes of sign."""
    f = lambda nu: mp.hyp1f1(-nu, b, z)
    found, step = [], mp.mpf(1) / 16
    nu, value = mp.mpf(0), mp.mpf(1)
    while nu < most:
        following = f(nu + step)
        if value * following < 0:
            found.append(mp.findroot(f, (nu, nu + step), solver="anderson", tol=1e-50))
        nu, value = nu + step, following
    return found


def upper(x, k, trimming):
    x, trimming = mp.mpf(x), mp.mpf(trimming)
    b, z = mp.mpf(k) / 2, x / 2
    time = 2 * mp.log((1 - trimming) / trimming)
    weight = lambda y: y ** (b - 1) * mp.exp(-y) / mp.gamma(b)
    total = mp.mpf(0)
    for nu in roots(b, z, 38 / time):
        phi = lambda r: mp.hyp1f1(-nu, b, z * r * r)
        # y = z r^2 takes away the root at 0.
        measure = lambda r: weight(z * r * r) * 2 * z * r
        points = mp.linspace(0, 1, 5)
        once = mp.quad(lambda r: phi(r) * measure(r), points)
        twice = mp.quad(lambda r: phi(r) ** 2 * measure(r), points)
        total += once ** 2 / twice * mp.exp(-nu * time)
    return 1 - total


print("# mpmath", mp.__version__)
for k, x, trimming in [
    (1, 2, "0.15"), (1, 7.12, "0.15"), (1, 8.68, "0.15"), (1, 12.16, "0.15"), (1, 25, "0.15"), (1, 8.68, "0.05"),
    (1, 8.68, "0.35"), (2, 11.72, "0.15"), (2, 5, "0.25"), (3, 14.13, "0.15"), (3, 30, "0.15"), (5, 18.35, "0.15"),
    (5, 9, "0.05"), (10, 27.03, "0.15"), (20, 45, "0.10"),
    (1, 60, "0.15"), (4, 60, "0.15"), (12, 90, "0.25"),
]:
    print(x, k, trimming, mp.nstr(upper(x, k, trimming), 15))
