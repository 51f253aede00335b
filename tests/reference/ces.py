"""Complex exponential smoothing written from the equations of Svetunkov, Kourentzes & Ord (2022) as matrices: a state of
all lags, one transition matrix, one persistence vector. Initial states by numpy's least squares on the residuals of
each unit state, smoothing parameters by scipy's differential evolution and simplex within the region where every
eigenvalue of the transition less persistence times measurement is less than 0.999 in size.

    /usr/bin/python3 ces.py M1_TRAIN.csv TOURISM_TRAIN.csv > ces.txt

The files have rows of id, frequency, horizon and values.
"""
import sys
import numpy as np
import scipy
from scipy.optimize import differential_evolution, minimize

FORMS = ["none", "simple", "partial", "full"]
BOX = [(0, 2.75), (-0.75, 1.75), (-1, 3), (-1, 3)]


def smoothing(form):
    return {"none": 2, "simple": 2, "partial": 3, "full": 4}[form]


def system(form, m, p):
    """(F, g, w) of x_t = F x_(t-1) + g e_t, y_t = w x_(t-1) + e_t; a state lagged m stands as m numbers, newest first."""
    a0, a1 = p[0], p[1]
    block = np.array([[1, a1 - 1], [1, 1 - a0]])
    gain = np.array([a0 - a1, a0 + a1])
    if form == "none":
        return block, gain, np.array([1.0, 0])
    lags = {"simple": [m, m], "partial": [1, 1, m], "full": [1, 1, m, m]}[form]
    starts = np.cumsum([0] + lags)
    size = starts[-1]
    F, g, w = np.zeros((size, size)), np.zeros(size), np.zeros(size)
    for k, lag in enumerate(lags):
        for j in range(1, lag):
            F[starts[k] + j, starts[k] + j - 1] = 1
    ends = [starts[k] + lag - 1 for k, lag in enumerate(lags)]
    pairs = [(0, block, gain)]
    if form == "full":
        b0, b1 = p[2], p[3]
        pairs.append((2, np.array([[1, b1 - 1], [1, 1 - b0]]), np.array([b0 - b1, b0 + b1])))
    for first, matrix, vector in pairs:
        for i in range(2):
            g[starts[first + i]] = vector[i]
            for j in range(2):
                F[starts[first + i], ends[first + j]] = matrix[i, j]
        w[ends[first]] = 1
    if form == "partial":
        F[starts[2], ends[2]] = 1
        g[starts[2]] = p[2]
        w[ends[2]] = 1
    return F, g, w


def residuals(F, g, w, y, X):
    """Of y from each column of X, and the last states; y may be None for zero data."""
    out = []
    for value in y:
        e = value - w @ X
        out.append(e)
        X = F @ X + np.outer(g, e)
    return np.array(out), X


def free_basis(form, m):
    """Columns of the free states: the seasonals of partial and full forms sum to 0."""
    if form in ("none", "simple"):
        return np.eye(2 if form == "none" else 2 * m)
    zero = np.vstack([np.eye(m - 1), -np.ones(m - 1)])
    blocks = [np.eye(2), zero] + ([zero] if form == "full" else [])
    size = sum(b.shape[0] for b in blocks)
    B, r, c = np.zeros((size, sum(b.shape[1] for b in blocks))), 0, 0
    for b in blocks:
        B[r:r + b.shape[0], c:c + b.shape[1]] = b
        r, c = r + b.shape[0], c + b.shape[1]
    return B


def concentrated(form, m, p, y):
    """(log likelihood, initial states) at the most likely initial states."""
    F, g, w = system(form, m, p)
    B = free_basis(form, m)
    with np.errstate(all="ignore"):
        base, _ = residuals(F, g, w, y, np.zeros((len(g), 1)))
        R, _ = residuals(F, g, w, np.zeros(len(y)), B)
    if not (np.all(np.isfinite(base)) and np.all(np.isfinite(R))):
        return -np.inf, None
    z = np.linalg.lstsq(R, -base[:, 0], rcond=1e-13)[0]
    e = base[:, 0] + R @ z
    return likelihood(e), B @ z


def likelihood(e):
    n = len(e)
    return -n / 2 * (np.log(2 * np.pi * (e @ e) / n) + 1)


def backcast(form, m, p, y):
    """Log likelihood with the states that the recursion leaves after going forwards and backwards over y, each season
    at a place of its own."""
    a0, a1 = p[0], p[1]
    b0, b1 = (list(p[2:]) + [0, 0])[:2]
    early = y[:max(10, 2 * m)]
    mean = np.mean(early)
    effect = np.array([np.mean(early[j::m]) - mean for j in range(m)])
    level = mean + (effect if form == "simple" else np.zeros(1))
    potential = level.copy()
    season = effect - np.mean(effect)
    season_potential = season.copy()

    def go(times):
        errors = []
        for t in times:
            k, j = t % len(level), t % m
            forecast = level[k] + (season[j] if form in ("partial", "full") else 0)
            e = y[t] - forecast
            errors.append(e)
            l, c = level[k], potential[k]
            level[k] = l - (1 - a1) * c + (a0 - a1) * e
            potential[k] = l + (1 - a0) * c + (a0 + a1) * e
            s, g = season[j], season_potential[j]
            if form == "partial":
                season[j] = s + b0 * e
            if form == "full":
                season[j] = s - (1 - b1) * g + (b0 - b1) * e
                season_potential[j] = s + (1 - b0) * g + (b0 + b1) * e
        return np.array(errors)

    n = len(y)
    go(range(n))
    go(range(n - 1, -1, -1))
    return likelihood(go(range(n)))


def radius(form, m, p):
    F, g, w = system(form, m, p)
    return np.max(np.abs(np.linalg.eigvals(F - np.outer(g, w))))


def optimum(form, m, y):
    y = y / np.mean(np.abs(y))

    def objective(p):
        k = "none" if form == "simple" else form
        if any(not lo <= x <= hi for x, (lo, hi) in zip(p, BOX)) or radius(k, m, p) >= 0.999:
            return 1e6
        return -concentrated(form, m, p, y)[0]
    box = np.array(BOX[:smoothing(form)])
    best = None
    for seed in range(2):
        # Of the box little is admissible: the first population is drawn from around there.
        random, population = np.random.default_rng(seed), []
        low, high = np.array([0.6, 0.6, 0, 0.8])[:len(box)], np.array([2.2, 1.2, 2.0, 1.1])[:len(box)]
        while len(population) < 12 * len(box):
            p = random.uniform(low, high)
            if objective(p) < 1e6:
                population.append(p)
        found = differential_evolution(objective, box, seed=seed, init=np.array(population), maxiter=40, tol=1e-8,
                                       polish=False)
        for _ in range(2):
            found = minimize(objective, found.x, method="Nelder-Mead",
                             options={"xatol": 1e-10, "fatol": 1e-11, "maxiter": 1500, "maxfev": 1500})
        if best is None or found.fun < best.fun:
            best = found
    return best.x


def show(words, values):
    print(words, *("%.17g" % v for v in np.atleast_1d(values)))


def main():
    print(f"# Written by ces.py with numpy {np.__version__}, scipy {scipy.__version__}.")
    print("# Series: values. Then by form and series: parameters, initial states (oldest season first), log likelihood,")
    print("# residuals, means and variances over sigma2 of 15 periods at given parameters; the log likelihood with backcast")
    print("# states; the best log likelihood found with free ones, and where.")
    series = {}
    chosen = {"m": [60], "q": [0, 70], "y": [0, 60, 120]}
    for path, name in zip(sys.argv[1:3], ["mone", "tourism"]):
        rows = [line.strip().split(",") for line in open(path)]
        for kind, m in [("y", 1), ("q", 4), ("m", 12)]:
            of_kind = [np.array([float(v) for v in r[3:] if v]) for r in rows if int(r[1]) == m]
            of_kind = [v for v in of_kind if len(v) > 2 * m + 8 + (30 if m == 12 else 10)]
            for i in chosen[kind]:
                if i < len(of_kind):
                    series[f"{name} {kind} {'abc'[chosen[kind].index(i)]}"] = (m, of_kind[i][-72:])
    given = {"none": [1.4, 1.02], "simple": [1.2, 0.97], "partial": [1.3, 1.01, 0.15], "full": [1.35, 0.98, 1.2, 1.01]}
    for name, (m, y) in series.items():
        show(f"series {name}", y)
        show(f"season {name}", m)
        for form in FORMS if m > 1 else ["none"]:
            key = f"{form} {name}"
            p = np.array(given[form])
            value, x = concentrated(form, m, p, y)
            F, g, w = system(form, m, p)
            e, last = residuals(F, g, w, y, x[:, None])
            show(f"parameters {key}", p)
            # Within a lag the oldest is the next to come, and stands last.
            lags = {"none": [1, 1], "simple": [m, m], "partial": [1, 1, m], "full": [1, 1, m, m]}[form]
            parts = np.split(x, np.cumsum(lags)[:-1])
            show(f"initial {key}", np.concatenate([part[::-1] for part in parts]))
            show(f"likelihood {key}", value)
            show(f"residuals {key}", e[-12:, 0])
            means, ratios, psi, state, response = [], [], 1.0, last[:, 0], g
            for _ in range(15):
                means.append(w @ state)
                ratios.append(psi)
                psi += (w @ response) ** 2
                state, response = F @ state, F @ response
            show(f"means {key}", means)
            show(f"variances {key}", ratios)
            show(f"backcast {key}", backcast(form, m, p, y))
            best = optimum(form, m, y)
            show(f"best {key}", concentrated(form, m, best, y)[0])
            show(f"at {key}", best)
            sys.stdout.flush()


if __name__ == "__main__":
    main()
