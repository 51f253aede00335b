"""Germany 1995 in exact fractions, by Gauss-Jordan elimination on the coefficients as they are: jobs from a rise of
industrial demand, the bias of three groups, and what exports and other final demand contain. Reads germany_1995_io.csv
beside it and prints germany_1995.txt: name,value lines."""
import csv
import pathlib
from fractions import Fraction as F

here = pathlib.Path(__file__).parent
rows = [r for r in csv.reader(l for l in open(here / "germany_1995_io.csv") if not l.startswith("#"))]
head = rows[0]
data = {r[0]: {h: (None if x == "NA" else F(x)) for h, x in zip(head[1:], r[1:])} for r in rows[1:]}
sectors = head[1:7]
demands = head[8:13]
N = range(6)


def row(name):
    return [data[name][s] for s in sectors]


def inverse(m):
    n = len(m)
    work = [list(r) + [F(int(i == j)) for j in range(n)] for i, r in enumerate(m)]
    for k in range(n):
        p = next(i for i in range(k, n) if work[i][k] != 0)
        work[k], work[p] = work[p], work[k]
        work[k] = [x / work[k][k] for x in work[k]]
        for i in range(n):
            if i != k and work[i][k] != 0:
                work[i] = [x - work[i][k] * y for x, y in zip(work[i], work[k])]
    return [r[n:] for r in work]


def leontief(a):
    n = len(a)
    return inverse([[int(i == j) - a[i][j] for j in range(n)] for i in range(n)])


flows = [row(s) for s in sectors]
x = row("output")
A = [[flows[i][j] / x[j] for j in N] for i in N]
L = leontief(A)
out = {}


def put(name, values):
    for k, v in enumerate(values):
        out[f"{name}_{k}"] = float(v)


# Demand for industrial products rises by 1,000 million EUR.
df = [F(0), F(1000), F(0), F(0), F(0), F(0)]
dx = [sum(L[i][j] * df[j] for j in N) for i in N]
gva, jobs = row("gva"), row("employment_domestic_total")
put("output", dx)
put("value_added", [gva[i] / x[i] * dx[i] for i in N])
put("jobs", [1000 * jobs[i] / x[i] * dx[i] for i in N])  # persons
# With households, who earn the compensation of employees and spend it as their consumption of 1995.
wages, spent = row("compensation_employees"), [data[s]["final_consumption_households"] for s in sectors]
closed = leontief([A[i] + [spent[i] / sum(wages)] for i in N] + [[wages[j] / x[j] for j in N] + [F(0)]])
dx2 = [sum(closed[i][j] * df[j] for j in N) for i in N]
put("output_2", dx2)
put("jobs_2", [1000 * jobs[i] / x[i] * dx2[i] for i in N])

# Three groups.
S = [[1, 0, 0, 0, 0, 0], [0, 1, 1, 0, 0, 0], [0, 0, 0, 1, 1, 1]]
G = range(3)
xg = [sum(S[g][i] * x[i] for i in N) for g in G]
Ag = [[sum(S[g][i] * flows[i][j] * S[h][j] for i in N for j in N) / xg[h] for h in G] for g in G]
Lg = leontief(Ag)
for name, f in (("industry", df), ("construction", [F(0), F(0), F(1000), F(0), F(0), F(0)])):
    fg = [sum(S[g][i] * f[i] for i in N) for g in G]
    full = [sum(L[i][j] * f[j] for j in N) for i in N]
    put(f"bias_first_{name}", [sum(Ag[g][h] * fg[h] for h in G) - sum(S[g][i] * A[i][j] * f[j] for i in N for j in N) for g in G])
    put(f"bias_total_{name}", [sum(Lg[g][h] * fg[h] for h in G) - sum(S[g][i] * full[i] for i in N) for g in G])

# Content of one unit of final demand of each sector, and of each category.
contents = {"imports": row("imports"), "taxes": row("net_tax_products"), "gva": gva}
per_unit = {k: [sum(v[i] / x[i] * L[i][j] for i in N) for j in N] for k, v in contents.items()}
for k, v in per_unit.items():
    put(f"content_{k}", v)
for d in demands:
    for k, v in per_unit.items():
        out[f"{d}_{k}"] = float(sum(v[j] * data[sectors[j]][d] for j in N))
exports = [data[s]["exports"] for s in sectors]
out["vs_share"] = float(sum(per_unit["imports"][j] * exports[j] for j in N) / sum(exports))
print("\n".join(f"{k},{v!r}" for k, v in out.items()))
