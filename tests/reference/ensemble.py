# Weights of an ensemble over cases of other series, by other means than ours: linear programs (scipy.optimize.linprog)
# for absolute and pinball loss, constrained search from several places (SLSQP) for squared loss and for half of sMAPE and
# MASE each, counted greedy selection. Run: python3 ensemble.py > ensemble.txt
import numpy as np
import scipy
from scipy.optimize import linprog, minimize

rng = np.random.default_rng(11)
members, cases, steps, levels = 4, 40, 3, np.array([0.1, 0.5, 0.9])
scale = np.round(rng.uniform(0.5, 3, cases), 2)
actual = np.round(20 + 5 * rng.normal(size=(cases, steps)), 2)
noise = rng.normal(size=(cases, members, steps)) * np.array([1.0, 1.2, 2.0, 1.5])[:, None] + np.array([0.3, -0.6, 0, 1.0])[:, None]
noise += 0.8 * rng.normal(size=(cases, 1, steps))
points = np.round(actual[:, None] + noise * scale[:, None, None], 2)
width = np.array([1.0, 2.0, 1.5, 0.7])[:, None]
quantiles = np.stack([np.round(points + z * width * scale[:, None, None], 2) for z in (-1.2, 0, 1.4)], axis=2)

print("# scipy", scipy.__version__)


def line(name, values):
    print(name, " ".join(f"{v:.9g}" for v in np.ravel(values)))


line("scale", scale)
line("actual", actual)
line("points", points)  # case, member, step
line("quantiles", quantiles)  # case, member, level, step

error = (actual[:, None] - points) / scale[:, None, None]  # case, member, step
over = np.moveaxis(error, 1, 2).reshape(-1, members)  # rows, member
quantile_error = np.moveaxis((actual[:, None, None] - quantiles) / scale[:, None, None, None], 1, 3).reshape(-1, members)
level = np.tile(np.repeat(levels, steps), cases)


def program(rows, up, down):
    """min mean(up p + down q), e = rows w = p - q, w in the simplex."""
    n = len(rows)
    cost = np.concatenate([np.zeros(members), up / n, down / n])
    balance = np.hstack([rows, -np.eye(n), np.eye(n)])
    total = np.concatenate([np.ones(members), np.zeros(2 * n)])
    found = linprog(cost, A_eq=np.vstack([balance, total]), b_eq=np.append(np.zeros(n), 1), method="highs")
    return np.append(found.x[:members], found.fun)


def search(loss):
    best = None
    for start in list(np.eye(members)) + [np.full(members, 1 / members)] + list(rng.dirichlet(np.ones(members), 20)):
        found = minimize(loss, start, method="SLSQP", bounds=[(0, 1)] * members, tol=1e-12, options={"maxiter": 500},
                         constraints={"type": "eq", "fun": lambda w: w.sum() - 1})
        if best is None or found.fun < best.fun:
            best = found
    return np.append(best.x, best.fun)


def mase(w):
    return np.mean(np.abs(over @ w))


def smape(w):
    forecast = np.einsum("cms,m->cs", points, w)
    return np.mean(np.abs(actual - forecast) / (np.abs(actual) + np.abs(forecast)))


equal = np.full(members, 1 / members)


def owa(w):
    return (mase(w) / mase(equal) + smape(w) / smape(equal)) / 2


def squared(w):
    return np.mean((over @ w) ** 2)


line("stacked absolute", program(over, np.ones(len(over)), np.ones(len(over))))
line("stacked pinball", program(quantile_error, 2 * level, 2 * (1 - level)))
line("stacked squared", search(squared))
line("stacked owa", search(owa))
counts = np.zeros(members)
for step in range(20):
    counts[np.argmin([owa((counts + np.eye(members)[i]) / (step + 1)) for i in range(members)])] += 1
line("greedy owa", np.append(counts / 20, owa(counts / 20)))
line("losses absolute", [mase(w) for w in np.eye(members)])
middle = np.median(error, axis=1).reshape(-1)
mixed = over * 0.7 + 0.3 * middle[:, None]
line("beside median", program(mixed, np.ones(len(over)), np.ones(len(over))))
