# Boosted trees of squared loss by scikit-learn's HistGradientBoostingRegressor: rows with missing values among them, what
# was fitted, and predictions for the same rows and for others. Run: python3 boosted_trees.py > boosted_trees.txt
import numpy as np
import sklearn
from sklearn.ensemble import HistGradientBoostingRegressor

rng = np.random.default_rng(5)
n = 120
# On a grid, so that two splits seldom part the rows alike.
x = rng.integers(-4, 5, (n, 3)) / 2
y = np.round(np.sin(2 * x[:, 0]) + x[:, 1] ** 2 - 0.5 * x[:, 0] * x[:, 2] + rng.normal(0, 0.2, n), 3)
x[rng.uniform(size=(n, 3)) < 0.12] = np.nan
new = rng.integers(-5, 6, (12, 3)) / 2

print("# scikit-learn", sklearn.__version__)


def line(name, values):
    print(name, " ".join("nan" if np.isnan(v) else f"{v:.9g}" for v in np.ravel(values)).replace("nan", "-999"))


line("x", x)
line("y", y)
line("new x", new)
for name, ridge, depth, leaf, rate, rounds in (("plain", 0, 2, 5, 0.3, 15), ("ridge", 2, 4, 7, 0.1, 40), ("stump", 0, 1, 1, 1, 1)):
    model = HistGradientBoostingRegressor(
        learning_rate=rate, max_iter=rounds, max_leaf_nodes=None, max_depth=depth, min_samples_leaf=leaf,
        l2_regularization=ridge, max_bins=255, early_stopping=False, random_state=0)
    model.fit(x, y)
    line(name + " fitted", model.predict(x))
    line(name + " predicted", model.predict(new))
