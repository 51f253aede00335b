"""Vector autoregressions of statsmodels 0.13.5 on two log ratios of Vietnam's value added at current prices (needs
tests/reference/vietnam_etd.csv): python3 var.py > var.txt"""
import csv
import pathlib

import numpy as np
from statsmodels.tsa.api import VAR

here = pathlib.Path(__file__).parent
rows = [r for r in csv.reader(open(here / "vietnam_etd.csv")) if r and not r[0].startswith("#")]
v = np.array([list(map(float, r[2:-1])) for r in rows if r[0] == "VA"])
agriculture, industry, services = v[:, 0], v[:, 1:5].sum(1), v[:, 5:].sum(1)
y = np.column_stack([np.log(industry / agriculture), np.log(services / agriculture)])


def show(name, values):
    print(name, *[repr(float(x)) for x in np.ravel(values)])


for name, lags, trend in (("one", 1, "c"), ("two", 2, "c"), ("trended", 1, "ct"), ("bare", 1, "n")):
    fit = VAR(y).fit(lags, trend=trend)
    show(name + " coefficients", fit.params)
    show(name + " errors", fit.stderr)
    show(name + " covariance", fit.sigma_u)
    show(name + " likelihood", [fit.llf, fit.aic, fit.bic, fit.hqic])
    show(name + " moduli", sorted(1 / np.abs(fit.roots), reverse=True))
    if trend == "c":
        mean, lower, upper = fit.forecast_interval(y[-lags:], 5, alpha=0.2)
        show(name + " mean", mean)
        show(name + " lower", lower)
        show(name + " forecast covariance", fit.forecast_cov(5))
select = VAR(y).select_order(3, trend="c")
for criterion in ("aic", "bic", "hqic"):
    show("select " + criterion, select.ics[criterion])
