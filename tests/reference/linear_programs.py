#!/usr/bin/python3
"""Random systems A x <= b, x >= 0 with small integers, and the largest c x; scipy 1.10.1 (Debian 12), linprog by HiGHS.
Prints for each: variables, rows, verdict and optimum; the objective; one line a row with its bound last."""
import random

from scipy.optimize import linprog

WANTED = {"infeasible": 100, "unbounded": 60, "optimal": 140}
STATUS = {0: "optimal", 2: "infeasible", 3: "unbounded"}

random.seed(20160525)
while any(WANTED.values()):
    n, m = random.randint(2, 6), random.randint(3, 14)
    a = [[random.choice([0, 0, random.randint(-5, 5)]) for _ in range(n)] for _ in range(m)]
    b = [random.randint(-6, 20) for _ in range(m)]
    c = [random.randint(-4, 6) for _ in range(n)]
    if linprog([0] * n, A_ub=a, b_ub=b, method="highs", options={"presolve": False}).status == 2:
        verdict, value = "infeasible", 0.0
    else:
        answer = linprog([-x for x in c], A_ub=a, b_ub=b, method="highs", options={"presolve": False})
        verdict = STATUS.get(answer.status)  # HiGHS leaves a few undecided
        value = -answer.fun if verdict == "optimal" else 0.0
    if not WANTED.get(verdict):
        continue
    WANTED[verdict] -= 1
    print(n, m, verdict, repr(float(value)))
    print(*c)
    for row, bound in zip(a, b):
        print(*row, bound)
