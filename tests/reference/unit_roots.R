# Writes unit_roots.txt: unit root and seasonality tests of R's urca, tseries and forecast packages.
# Usage: Rscript unit_roots.R > unit_roots.txt
suppressPackageStartupMessages({library(forecast); library(urca); library(tseries)})
cat("# R", as.character(getRversion()), "forecast", as.character(packageVersion("forecast")), "urca",
    as.character(packageVersion("urca")), "tseries", as.character(packageVersion("tseries")), "\n")
line <- function(name, x) cat(name, format(as.numeric(x), digits = 17), "\n")
series <- list(air = log(AirPassengers), nile = Nile, deaths = USAccDeaths, uk = UKgas, lynx = log10(lynx), www = WWWusage,
               wine = wineind, nottem = nottem, huron = LakeHuron)
# Z_t as Hamilton (1994), equation 17.6.12, has it.
phillips_perron <- function(y, trend) {
  n <- length(y) - 1; after <- y[-1]; before <- y[-(n + 1)]; time <- seq_len(n)
  fit <- if (trend) lm(after ~ time + before) else lm(after ~ before)
  row <- summary(fit)$coefficients["before", ]
  e <- residuals(fit); k <- length(coef(fit)); lags <- trunc(4 * (n / 100)^0.25)
  g <- sapply(0:lags, function(j) sum(e[(1 + j):n] * e[1:(n - j)]) / n)
  l2 <- g[1] + 2 * sum((1 - seq_len(lags) / (lags + 1)) * g[-1])
  sqrt(g[1] / l2) * (row[1] - 1) / row[2] - (l2 - g[1]) / (2 * sqrt(l2)) * n * row[2] / sqrt(sum(e^2) / (n - k))
}
for (s in names(series)) {
  y <- series[[s]]
  n <- length(y)
  line(paste("series", s), y)
  line(paste("season", s), frequency(y))
  line(paste("kpss constant", s), c(ur.kpss(y, type = "mu", lags = "short")@teststat, suppressWarnings(kpss.test(y, "Level"))$p.value))
  line(paste("kpss trend", s), c(ur.kpss(y, type = "tau", lags = "short")@teststat, suppressWarnings(kpss.test(y, "Trend"))$p.value))
  for (k in c(0, 3)) {
    line(paste0("adf none lag", k, " ", s), ur.df(y, type = "none", lags = k)@teststat[1])
    line(paste0("adf constant lag", k, " ", s), ur.df(y, type = "drift", lags = k)@teststat[1])
    line(paste0("adf trend lag", k, " ", s), ur.df(y, type = "trend", lags = k)@teststat[1])
  }
  line(paste("pp trend", s), suppressWarnings(pp.test(y, type = "Z(t_alpha)"))$statistic)
  line(paste("pp formula", s), c(phillips_perron(y, FALSE), phillips_perron(y, TRUE)))
  line(paste("differences", s), c(ndiffs(y), ndiffs(y, alpha = 0.01), ndiffs(y, type = "trend")))
  if (frequency(y) > 1) {
    o <- ocsb.test(y); line(paste("ocsb lag0", s), c(o$statistic, o$critical))
    o <- ocsb.test(y, lag.method = "fixed", maxlag = 2); line(paste("ocsb lag2", s), c(o$statistic, o$critical))
    o <- ocsb.test(y, lag.method = "fixed", maxlag = 1); line(paste("ocsb lag1", s), c(o$statistic, o$critical))
    o <- ocsb.test(y, lag.method = "fixed", maxlag = 3); line(paste("ocsb lag3", s), c(o$statistic, o$critical))
    m <- mstl(y)
    r <- m[, "Remainder"]; season <- m[, 3]
    line(paste("strength", s), max(0, min(1, 1 - var(r) / var(r + season))))
    line(paste("seasonal differences", s), c(nsdiffs(y), nsdiffs(y, max.D = 2)))
  }
}
