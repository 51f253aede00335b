# Writes features.txt: features of series by their published definitions, from R's own functions (stl, acf, pacf, ar,
# poly, lm) and the forecast, urca, tseries and fracdiff packages. What has no function there is written out: the trend
# of series without seasons, spectral entropy, fractional noise, Phillips & Perron's Z_t.
# Usage: Rscript features.R > features.txt
suppressPackageStartupMessages({library(forecast); library(urca); library(tseries); library(fracdiff)})
cat("# R", as.character(getRversion()), "forecast", as.character(packageVersion("forecast")), "urca",
    as.character(packageVersion("urca")), "tseries", as.character(packageVersion("tseries")), "fracdiff",
    as.character(packageVersion("fracdiff")), "\n")
line <- function(name, x) cat(name, format(as.numeric(x), digits = 17), "\n")
rows <- strsplit(readLines("competition_rows.csv"), ",")
series <- list(nile = Nile, huron = LakeHuron, lynx = log10(lynx), www = WWWusage, m1 = ts(as.numeric(rows[[1]][-(1:3)])),
               gas = UKgas, johnson = JohnsonJohnson, air = AirPassengers, deaths = USAccDeaths, nottem = nottem,
               wine = wineind)
# Local lines with tricube weights over the q nearest values; with fewer than q the reach is lengthened.
local_lines <- function(y, q) {
  n <- length(y); t <- seq_len(n)
  sapply(t, function(at) {
    d <- abs(t - at)
    h <- sort(d)[min(q, n)] + if (q > n) (q - n) %/% 2 else 0
    w <- ifelse(d <= 0.001 * h, 1, ifelse(d <= 0.999 * h, (1 - (d / h)^3)^3, 0))
    fit <- lm.wfit(cbind(1, t - at), y, w)
    fit$coefficients[[1]]
  })
}
spectral_entropy <- function(a, n) {
  k <- ceiling(n / 2 + 1); w <- pi * (0:(k - 1)) / (k - 1)
  g <- sapply(w, function(v) 1 / Mod(1 - sum(a * exp(-1i * v * seq_along(a))))^2)
  p <- c(rev(g[-1]), g); p <- p / sum(p)
  -sum(p * log(p)) / log(length(p))
}
# Exact covariances (Hosking 1981); with more than 101 values each is predicted from the 100 before it.
fractional_noise <- function(x) {
  n <- length(x); x <- x - mean(x)
  score <- function(d) {
    k <- 0:min(n - 1, 100)
    g <- exp(lgamma(1 - 2 * d) - 2 * lgamma(1 - d)) * cumprod(c(1, (k[-1] - 1 + d) / (k[-1] - d)))
    e <- v <- numeric(n)
    for (t in seq_len(min(n, 101))) {
      if (t == 1) { e[1] <- x[1]; v[1] <- g[1]; next }
      b <- solve(toeplitz(g[1:(t - 1)]), g[2:t])
      e[t] <- x[t] - sum(b * x[(t - 1):1]); v[t] <- g[1] - sum(b * g[2:t])
    }
    if (n > 101) for (t in 102:n) { e[t] <- x[t] - sum(b * x[(t - 1):(t - 100)]); v[t] <- v[101] }
    n / 2 * log(sum(e^2 / v)) + sum(log(v)) / 2
  }
  optimise(score, c(0, 0.4999), tol = 1e-9)$minimum
}
phillips_perron <- function(y) {
  n <- length(y) - 1; after <- y[-1]; before <- y[-(n + 1)]
  fit <- lm(after ~ before)
  row <- summary(fit)$coefficients["before", ]
  e <- residuals(fit); k <- 2; lags <- trunc(4 * (n / 100)^0.25)
  g <- sapply(0:lags, function(j) sum(e[(1 + j):n] * e[1:(n - j)]) / n)
  l2 <- g[1] + 2 * sum((1 - seq_len(lags) / (lags + 1)) * g[-1])
  sqrt(g[1] / l2) * (row[1] - 1) / row[2] - (l2 - g[1]) / (2 * sqrt(l2)) * n * row[2] / sqrt(sum(e^2) / (n - k))
}
r <- function(x, k) acf(x, lag.max = max(k), plot = FALSE)$acf[k + 1]
p <- function(x, k) pacf(x, lag.max = max(k), plot = FALSE)$acf[k]
for (name in names(series)) {
  y <- series[[name]]
  n <- length(y); m <- frequency(y)
  x <- ts((y - mean(y)) / sd(y), frequency = m); v <- as.numeric(x)
  line(paste("series", name), y)
  line(paste("season", name), m)
  season <- numeric(n)
  if (m > 1) {
    parts <- stl(x, s.window = 11)$time.series
    trend <- as.numeric(parts[, "trend"]); season <- as.numeric(parts[, "seasonal"])
  } else {
    q <- max(7, (n + 1) %/% 2); trend <- local_lines(v, q + 1 - q %% 2)
  }
  e <- v - trend - season
  line(paste("trend_strength", name), max(0, 1 - var(e) / var(trend + e)))
  if (m > 1) line(paste("seasonal_strength", name), max(0, 1 - var(e) / var(season + e)))
  line(paste("spike", name), var(sapply(seq_len(n), function(i) var(e[-i]))))
  b <- coef(lm(trend ~ poly(seq_len(n), 2)))
  line(paste("linearity", name), b[2])
  line(paste("curvature", name), b[3])
  line(paste("e_acf1", name), r(e, 1))
  line(paste("e_acf10", name), sum(r(e, 1:10)^2))
  burg <- ar(v, method = "burg")
  line(paste("order", name), burg$order)
  line(paste("entropy", name), spectral_entropy(burg$ar, n))
  for (k in 0:2) {
    z <- if (k == 0) v else diff(v, differences = k); word <- if (k == 0) "x" else paste0("diff", k)
    line(paste0(word, "_acf1 ", name), r(z, 1))
    line(paste0(word, "_acf10 ", name), sum(r(z, 1:10)^2))
    line(paste0(word, "_pacf5 ", name), sum(p(z, 1:5)^2))
  }
  if (m > 1) {
    line(paste("seas_acf1", name), r(v, m))
    line(paste("seas_pacf", name), p(v, m))
  }
  width <- if (m > 1) m else 10
  blocks <- matrix(v[seq_len(n %/% width * width)], nrow = width)
  line(paste("lumpiness", name), var(apply(blocks, 2, var)))
  line(paste("stability", name), var(colMeans(blocks)))
  line(paste("crossing_points", name), sum(diff(as.numeric(y) > median(y)) != 0))
  line(paste("flat_spots", name), max(rle(cut(as.numeric(y), 10, labels = FALSE))$lengths))
  line(paste("hurst", name), 0.5 + fractional_noise(v))
  line(paste("fracdiff", name), 0.5 + suppressWarnings(fracdiff(v, 0, 0))$d)
  line(paste("nonlinearity", name), 10 * terasvirta.test(ts(v), type = "Chisq")$statistic / n)
  e <- as.numeric(burg$resid); e <- e[!is.na(e)]
  if (length(e) > 25) {
    line(paste("arch_acf", name), sum(r(e^2, 1:12)^2))
    lags <- embed(e^2, 13)
    line(paste("arch_r2", name), summary(lm(lags[, 1] ~ lags[, -1]))$r.squared)
  }
  line(paste("kpss", name), ur.kpss(v, type = "mu", lags = "short")@teststat)
  line(paste("phillips_perron", name), phillips_perron(v))
  line(paste("ses_alpha", name), ets(x, "ANN")$par["alpha"])
  line(paste("holt", name), ets(x, "AAN", damped = FALSE)$par[c("alpha", "beta")])
  if (m > 1) line(paste("hw", name), ets(x, "AAA", damped = FALSE)$par[c("alpha", "beta", "gamma")])
}
