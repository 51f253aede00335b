"""Optimal control of a linear model with quadratic costs, by the Riccati recursion (numpy, without anything of foreplan).

    python3 linear_quadratic.py > linear_quadratic.txt

x(t) = A x(t-1) + B u(t) + c, t = 0 ... 9, minimising sum of 0.95^t [(x - x*)' Q (x - x*) + (u - u*)' R (u - u*)
+ (u(t) - u(t-1))' S (u(t) - u(t-1))]. The state is (x, u(-1)); the value function is z' P z + 2 p' z + k backwards.
Prints the objective, then u1 and u2 of each period.
"""
import numpy as np

A = np.array([[0.8, 0.15], [-0.1, 0.9]])
B = np.array([[1.0, 0.3], [0.2, 0.7]])
C = np.array([0.5, -0.2])
Q, R, S = np.diag([1.0, 2.5]), np.diag([0.3, 0.1]), np.diag([0.05, 0.2])
X0, U0, WISH, U_WISH = np.array([2.0, 1.0]), np.array([0.1, 0.4]), np.array([5.0, 3.0]), np.array([0.5, 0.2])
BETA, T = 0.95, 10

F = np.block([[A, np.zeros((2, 2))], [np.zeros((2, 4))]])
G = np.vstack([B, np.eye(2)])
H = np.concatenate([C, np.zeros(2)])
E = np.hstack([np.zeros((2, 2)), np.eye(2)])
QZ, TARGET = np.diag([1.0, 2.5, 0, 0]), np.concatenate([WISH, np.zeros(2)])

P, p, rules = np.zeros((4, 4)), np.zeros(4), []
for t in reversed(range(T)):
    b = BETA ** t
    W, q = b * QZ + P, p - b * QZ @ TARGET
    M = G.T @ W @ G + b * (R + S)
    K = -np.linalg.solve(M, G.T @ W @ F - b * S @ E)
    k = -np.linalg.solve(M, G.T @ (W @ H + q) - b * R @ U_WISH)
    Z = F + G @ K
    P = Z.T @ W @ Z + b * K.T @ R @ K + b * (K - E).T @ S @ (K - E)
    p = Z.T @ (W @ (G @ k + H) + q) + b * K.T @ R @ (k - U_WISH) + b * (K - E).T @ S @ k
    rules.insert(0, (K, k))

z, cost, path = np.concatenate([X0, U0]), 0.0, []
for t, (K, k) in enumerate(rules):
    u = K @ z + k
    last, z = z[2:], F @ z + G @ u + H
    cost += BETA ** t * ((z[:2] - WISH) @ Q @ (z[:2] - WISH) + (u - U_WISH) @ R @ (u - U_WISH) + (u - last) @ S @ (u - last))
    path.append(u)
print("%.15g" % cost)
for u in path:
    print("%.15g %.15g" % tuple(u))
