"""Values for tests/stats/regression_test.cpp from statsmodels, on the data in regression.txt.

python3 regression.py > regression_statsmodels.txt
"""
import pathlib

import numpy
import statsmodels
import statsmodels.api as sm

data = {}
for line in pathlib.Path(__file__).with_name("regression.txt").read_text().splitlines():
    if not line.startswith("#"):
        key, *values = line.split()
        data[key] = numpy.array(values, dtype=float)


def put(key, values):
    print(key, *("%.16g" % v for v in numpy.atleast_1d(values)))


print("# statsmodels", statsmodels.__version__)
x = sm.add_constant(numpy.column_stack([data["stackloss." + c] for c in ("air", "water", "acid")]))
model = sm.OLS(data["stackloss.y"], x)
fit = model.fit()
put("stackloss.estimate", fit.params)
put("stackloss.se", fit.bse)
put("stackloss.r2", fit.rsquared)
put("stackloss.loglik", fit.llf)
for kind in ("HC0", "HC1", "HC2", "HC3"):
    put(f"stackloss.{kind.lower()}.se", model.fit(cov_type=kind).bse)
for lags in (0, 1, 3, 5):
    put(f"stackloss.nw{lags}.se", model.fit(cov_type="HAC", cov_kwds={"maxlags": lags}).bse)
put("stackloss.nw3adjusted.se", model.fit(cov_type="HAC", cov_kwds={"maxlags": 3, "use_correction": True}).bse)
weighted = sm.WLS(data["cars.y"], sm.add_constant(data["cars.speed"]), weights=1 / data["cars.speed"])
put("cars.estimate", weighted.fit().params)
put("cars.se", weighted.fit().bse)
put("cars.loglik", weighted.fit().llf)
put("cars.hc3.se", weighted.fit(cov_type="HC3").bse)
put("cars.nw2.se", weighted.fit(cov_type="HAC", cov_kwds={"maxlags": 2}).bse)
