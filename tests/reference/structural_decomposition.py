"""Structural decompositions by all n! orders, in fractions.

    python3 structural_decomposition.py > structural_decomposition.txt

Plain Python without anything of foreplan: for every order the factors move one by one, the product is formed anew,
and what each adds is averaged; the Leontief inverse by Gauss-Jordan. Lines of name,value: "scalar" is e (I - A)^-1 B
f g, five factors; "sector" is the same with e on the diagonal and without g; each by the Shapley mean and the polar
mean. "two" is x = (I - A)^-1 f of three sectors. "lowest" and "highest" are those of a factor's sum over y in any
order.
"""
from fractions import Fraction as F
from itertools import permutations


def times(a, b):
    return [[sum(x * b[k][j] for k, x in enumerate(row)) for j in range(len(b[0]))] for row in a]


def leontief(a):
    n = len(a)
    m = [[F(i == j) - a[i][j] for j in range(n)] + [F(i == j) for j in range(n)] for i in range(n)]
    for p in range(n):
        m[p] = [x / m[p][p] for x in m[p]]
        for i in range(n):
            if i != p:
                m[i] = [x - m[i][p] * y for x, y in zip(m[i], m[p])]
    return [row[n:] for row in m]


def diagonal(v):
    return [[x if i == j else F(0) for j in range(len(v))] for i, x in enumerate(v)]


def product(factors, late):
    y = factors[0][late[0]]
    for k in range(1, len(factors)):
        y = times(y, factors[k][late[k]])
    return y


def mean(factors, orders):
    shape = product(factors, [0] * len(factors))
    sums = [[[F(0)] * len(shape[0]) for _ in shape] for _ in factors]
    for order in orders:
        late = [0] * len(factors)
        before = product(factors, late)
        for k in order:
            late[k] = 1
            after = product(factors, late)
            for i in range(len(shape)):
                for j in range(len(shape[0])):
                    sums[k][i][j] += after[i][j] - before[i][j]
            before = after
    return [[[x / len(orders) for x in row] for row in s] for s in sums]


def show(name, factors):
    n = len(factors)
    ranges = [[sum(map(sum, e)) for e in mean(factors, [order])] for order in permutations(range(n))]
    for k in range(n):
        print(f"{name} lowest {k},{float(min(r[k] for r in ranges)):.17g}")
        print(f"{name} highest {k},{float(max(r[k] for r in ranges)):.17g}")
    for method, orders in (("shapley", list(permutations(range(n)))),
                           ("polar", [tuple(range(n)), tuple(reversed(range(n)))])):
        for k, effect in enumerate(mean(factors, orders)):
            for i, row in enumerate(effect):
                for j, x in enumerate(row):
                    print(f"{name} {method} {k} {i} {j},{float(x):.17g}")


def table(rows, d):
    return [[F(x, d) for x in row] for row in rows]


A = table([[10, 20, 5], [15, 5, 30], [30, 10, 5]], 100), table([[12, 15, 7], [14, 11, 20], [36, 8, 8]], 100)
B = table([[3, 5], [2, 1], [5, 4]], 10), table([[2, 6], [4, 1], [4, 3]], 10)
E = [F(1, 2), F(7, 4), F(3)], [F(2, 5), F(3, 2), F(13, 4)]
f = table([[40], [60]], 1), table([[55], [62]], 1)
g = table([[8]], 10), table([[9]], 10)
L = leontief(A[0]), leontief(A[1])

show("scalar", [([E[0]], [E[1]]), L, B, f, g])
show("sector", [(diagonal(E[0]), diagonal(E[1])), L, B, f])

Z = ([[10, 20, 25], [15, 5, 30], [30, 40, 5]], [[12, 15, 35], [24, 11, 30], [36, 50, 8]])
Y = ([45, 30, 25], [50, 35, 26])
X = [[sum(z[i]) + y[i] for i in range(3)] for z, y in zip(Z, Y)]
L = [leontief([[F(z[i][j], x[j]) for j in range(3)] for i in range(3)]) for z, x in zip(Z, X)]
show("two", [tuple(L), tuple([[F(v)] for v in y] for y in Y)])
