"""The four models of the Eurostat Manual of Supply, Use and Input-Output Tables (2008), chapter 11, in exact fractions,
from what each of them says in words. Writes supply_use.txt: model, row, column, value. The tables are made up."""
from fractions import Fraction as F
from itertools import permutations

supply = [[90, 6, 0], [10, 200, 5], [4, 14, 171]]  # product by industry
use = [[20, 30, 3], [25, 80, 30], [14, 40, 36]]
demand = {"households": [30, 50, 70], "exports": [13, 30, 29]}
wages = [25, 40, 80]
output_q = [sum(r) for r in supply]
output_g = [sum(r[j] for r in supply) for j in range(3)]
surplus = [output_g[j] - sum(use[i][j] for i in range(3)) - wages[j] for j in range(3)]
assert all(sum(use[i]) + sum(d[i] for d in demand.values()) == output_q[i] for i in range(3))
assert min(surplus) > 0


def determinant(m):
    total = F(0)
    for p in permutations(range(len(m))):
        sign = 1
        for i in range(len(p)):
            for j in range(i):
                if p[j] > p[i]:
                    sign = -sign
        term = F(sign)
        for i in range(len(p)):
            term *= m[i][p[i]]
        total += term
    return total


def solve(m, b):
    """Cramer's rule."""
    d = determinant(m)
    return [determinant([[b[i] if j == k else m[i][j] for j in range(len(m))] for i in range(len(m))]) / d
            for k in range(len(m))]


n = range(3)
share_of_maker = [[F(supply[i][j], output_q[i]) for j in n] for i in n]  # of product i, made by j
share_of_product = [[F(supply[i][j], output_g[j]) for j in n] for i in n]  # of industry j, being i
lines = []


def put(model, row, values):
    for j, x in enumerate(values):
        lines.append(f"{model},{row},{j},{float(x)!r}")


inputs = {**{f"flow{i}": use[i] for i in n}, "wages": wages, "surplus": surplus}
deliveries = {**{f"flow{j}": [use[i][j] for i in n] for j in n}, **demand}
for row, of_industries in inputs.items():
    # A: each product needs c_i of this input a unit, so that sum over i of c_i supply(i, j) is what industry j uses.
    c = solve([[F(supply[i][j]) for i in n] for j in n], of_industries)
    put("product_technology", row, [c[i] * output_q[i] for i in n])
    # B: what industry j uses belongs to its products by their share in its output.
    put("industry_technology", row, [sum(of_industries[j] * share_of_product[i][j] for j in n) for i in n])
for column, of_products in deliveries.items():
    # C: industry j delivers y_j to this user, of each of its products by the product's share in its output.
    y = solve(share_of_product, of_products)
    put("fixed_industry_sales", column, y)
    # D: what the user takes of product i comes from its makers by their share in it.
    put("fixed_product_sales", column, [sum(of_products[i] * share_of_maker[i][j] for i in n) for j in n])
open(__file__.replace(".py", ".txt"), "w").write("\n".join(lines) + "\n")
