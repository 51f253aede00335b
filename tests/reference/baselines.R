# Writes baselines.txt: lambdas of Box-Cox transformations and baseline forecasts by R's forecast package.
# Usage: Rscript baselines.R > baselines.txt
suppressPackageStartupMessages(library(forecast))
line <- function(name, x) cat(name, format(x, digits = 15), "\n")
cat("# R", as.character(getRversion()), "forecast", as.character(packageVersion("forecast")), "\n")
line("air", as.numeric(AirPassengers))
line("nile", as.numeric(Nile))
line("lynx", as.numeric(lynx))
# optimize() stops at a tolerance of 1.2e-4; here it goes further, with the package's own objective.
for (x in c("AirPassengers", "lynx")) {
  y <- get(x)
  best <- optimize(forecast:::guer.cv, c(-1, 2), x = y, nonseasonal.length = 2, tol = 1e-10)
  line(paste("guerrero", tolower(x)), best$minimum)
}
# BoxCox.lambda("loglik") looks at a grid of 0.05; this is the same likelihood on a line and season dummies.
likelihood <- function(lambda, y, seasonal) {
  z <- y / exp(mean(log(y)))
  w <- if (abs(lambda) < 1e-12) log(z) else (z^lambda - 1) / lambda
  fit <- if (seasonal) tslm(w ~ trend + season) else tslm(w ~ trend)
  sum(residuals(fit)^2)
}
line("likelihood airpassengers", optimize(likelihood, c(-1, 2), y = AirPassengers, seasonal = TRUE, tol = 1e-10)$minimum)
line("likelihood lynx", optimize(likelihood, c(-1, 2), y = lynx, seasonal = FALSE, tol = 1e-10)$minimum)
line("boxcox air 0.3", as.numeric(BoxCox(AirPassengers, 0.3))[1:5])
line("naive nile mean", as.numeric(naive(Nile, 4)$mean))
line("drift nile mean", as.numeric(rwf(Nile, 4, drift = TRUE)$mean))
line("mean nile mean", as.numeric(meanf(Nile, 4)$mean))
m <- meanf(Nile, 4, level = 90)
# meanf takes Student's t; the normal standard error is the half width over the t quantile.
line("mean nile error", as.numeric((m$upper - m$lower) / 2 / qt(0.95, length(Nile) - 1)))
line("seasonal air mean", as.numeric(snaive(AirPassengers, 14)$mean))
