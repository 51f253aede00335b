# Writes arima_statsmodels.txt: exact diffuse likelihoods and forecasts at the coefficients that arima.txt has.
# Usage: /usr/bin/python3 arima.py > arima_statsmodels.txt
import warnings
import numpy as np
import statsmodels
from statsmodels.tsa.statespace.sarimax import SARIMAX

warnings.simplefilter("ignore")
print("# statsmodels", statsmodels.__version__, "SARIMAX with use_exact_diffuse=True")
lines = {}
for text in open("arima.txt"):
    if text.startswith("#"):
        continue
    fields = text.split()
    k = next(i for i, f in enumerate(fields) if f[0].isdigit() or f[0] == "-")
    lines[" ".join(fields[:k])] = np.array([float(f) for f in fields[k:]])
seasons = {"air": 12, "deaths": 12, "wine": 12, "gas": 12, "presidents": 4, "uk": 4}


def line(name, values):
    print(name, " ".join(repr(float(v)) for v in np.atleast_1d(values)))


for words, coefficients in lines.items():
    if not words.startswith("coefficients "):
        continue
    key = words[len("coefficients "):]
    name, digits = key.split()
    p, d, q, P, D, Q = (int(c) for c in digits[1:])
    m = seasons.get(name, 0)
    y = lines["series " + name].copy()
    if d + D == 0:
        y = y - coefficients[-1]
    for gaps in (False, True):
        if gaps:
            y[[4, 20, 21, 40]] = np.nan
        model = SARIMAX(y, order=(p, d, q), seasonal_order=(P, D, Q, m) if P + D + Q else (0, 0, 0, 0),
                        use_exact_diffuse=True, enforce_invertibility=False)
        # The filter never takes its covariance for steady.
        model.ssm.tolerance = 0
        result = model.smooth(np.r_[coefficients[:p + q + P + Q], lines["sigma " + key][0]])
        forecast = result.get_forecast(12)
        label = key + (" gaps" if gaps else "")
        line("likelihood " + label, result.llf)
        line("mean " + label, forecast.predicted_mean + (coefficients[-1] if d + D == 0 else 0))
        line("variance " + label, forecast.var_pred_mean)
