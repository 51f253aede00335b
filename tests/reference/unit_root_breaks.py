# Writes unit_root_breaks_statsmodels.txt: zivot_andrews of statsmodels at fixed lags with 15 % trimmed at both ends:
# its statistic, break and p.
# Usage: python3 unit_root_breaks.py > unit_root_breaks_statsmodels.txt (reads the series of unit_roots.txt)
import numpy, statsmodels
from statsmodels.tsa.stattools import zivot_andrews

print("# statsmodels", statsmodels.__version__)
for line in open("unit_roots.txt"):
    words = line.split()
    if words[0] != "series":
        continue
    y = numpy.array([float(w) for w in words[2:]])
    for model, regression in (("intercept", "c"), ("trend", "t"), ("both", "ct")):
        for lag in (1, 3):
            z = zivot_andrews(y, trim=0.15, maxlag=lag, regression=regression, autolag=None)
            print(model, words[1], f"lag{lag}", repr(float(z[0])), z[4], repr(float(z[1])))
