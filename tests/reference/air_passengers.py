# Writes air_passengers_statsmodels.txt: the likelihood and forecasts that statsmodels has for the parameters and initial
# states that fit_ets finds for air_passengers.csv. (R's ets stops at a smaller likelihood, with a damped trend: air_passengers.R.)
# Usage: /usr/bin/python3 air_passengers.py > air_passengers_statsmodels.txt (in this folder)
import csv
import warnings
import numpy as np
import statsmodels
from statsmodels.tsa.exponential_smoothing.ets import ETSModel

warnings.simplefilter("ignore")
y = np.array([float(row["airline passengers [thousand person]"]) for row in csv.DictReader(open("air_passengers.csv"))])
seasonals = [0.90652518792312609, 0.88857712080064721, 1.0124418915086213, 0.98207051810641066, 0.98107394079190891,
             1.1101219187334921, 1.2318888648887267, 1.2201104749940908, 1.0568767443329852, 0.91994745710331571,
             0.79689833827307899, 0.89346754254359695]
model = ETSModel(y, error="mul", trend="add", seasonal="mul", seasonal_periods=12)
# alpha, beta, gamma, l, b, then the seasonals, that of the last month before the series first.
parameters = np.array([0.740934869065901, 0.0001, 0.0001, 122.79724824018835, 2.129227550264198] + seasonals[::-1])
fit = model.smooth(parameters)
print("# statsmodels", statsmodels.__version__, "ETSModel")
print("likelihood", repr(float(fit.llf)))
ahead = fit.forecast(24)
print("mean", repr(float(ahead[6])), repr(float(ahead[23])))
