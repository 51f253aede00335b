"""STL by statsmodels 0.13.5 (Debian 12):  /usr/bin/python3 decomposition.py > decomposition_statsmodels.txt
The series are those that decomposition.R wrote.

Robust MSTL is the loop of Bandara, Hyndman & Bergmeir (2021) around statsmodels' STL. R's robust stl is no reference for
it: its partial sort now and then gives another value than the median of |remainder| for an even n, so that its weights
differ from its own formula in some passes (here in the tenth); without weights the two agree."""
import numpy as np
import statsmodels
from statsmodels.tsa.seasonal import STL

print("# statsmodels", statsmodels.__version__)
lines = {}
for text in open("decomposition.txt"):
    words = text.split()
    if len(words) > 20 and words[0] in ("co", "uk", "short", "two") and words[1][0].isdigit():
        lines[words[0]] = np.array([float(w) for w in words[1:]])


def say(name, *values):
    print(name, *(f"{v:.12g}" for v in values))


def parts(name, fit):
    say(name + " season", *fit.seasonal)
    say(name + " trend", *fit.trend)
    if not np.all(fit.weights == 1):
        say(name + " weights", *fit.weights)


parts("usual", STL(lines["co"], 12).fit())
parts("robust", STL(lines["short"], 12, robust=True).fit())
parts("quarterly", STL(lines["uk"], 4, seasonal=13, robust=True).fit())
parts("odd", STL(lines["uk"], 5, seasonal=9).fit())

rest = lines["two"].copy()
seasons = [np.zeros(400), np.zeros(400)]
for _ in range(3):
    for i, (period, window) in enumerate(((7, 7), (30, 9))):
        rest += seasons[i]
        fit = STL(rest, period, seasonal=window, low_pass=31, seasonal_deg=0, robust=True).fit(inner_iter=1)
        seasons[i] = fit.seasonal
        rest -= seasons[i]
say("mstl robust trend", *fit.trend)
say("mstl robust seven", *seasons[0])
say("mstl robust thirty", *seasons[1])
say("mstl robust weights", *fit.weights)
