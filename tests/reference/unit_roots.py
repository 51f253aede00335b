# Writes unit_roots_statsmodels.txt: augmented Dickey-Fuller tests of the series that unit_roots.txt has, lags by AIC.
# Usage: /usr/bin/python3 unit_roots.py > unit_roots_statsmodels.txt
import numpy as np
import statsmodels
from statsmodels.tsa.stattools import adfuller

print("# statsmodels", statsmodels.__version__, "adfuller: statistic, p, lags, observations, critical 1, 5, 10 %")
for text in open("unit_roots.txt"):
    if not text.startswith("series "):
        continue
    fields = text.split()
    y = np.array([float(f) for f in fields[2:]])
    for name, kind in (("none", "n"), ("constant", "c"), ("trend", "ct")):
        r = adfuller(y, regression=kind, autolag="AIC")
        values = [r[0], r[1], r[2], r[3], r[4]["1%"], r[4]["5%"], r[4]["10%"]]
        print("adf", name, fields[1], " ".join(repr(float(v)) for v in values))
