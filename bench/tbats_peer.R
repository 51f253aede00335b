# Time of R's tbats() on the series of forecast_bench.cpp: AutomaticTbatsMonthly and AutomaticTbatsHourly.
# Usage: Rscript tbats_peer.R
suppressPackageStartupMessages(library(forecast))
monthly <- function(n) { x <- seq_len(n) - 1; 100 + x + 10 * sin(x * 0.52) + (x * 7) %% 11 }
hourly <- function(n) { x <- seq_len(n) - 1; 100 + 10 * sin(x * pi / 12) + 5 * cos(x * pi / 84) + (x * 7) %% 11 }
milliseconds <- function(y) 1e3 * system.time(tbats(y, use.parallel = FALSE))[["user.self"]]
cat("R", as.character(getRversion()), "forecast", as.character(packageVersion("forecast")), "\n")
cat("monthly, n = 120:", milliseconds(ts(monthly(120), frequency = 12)), "ms\n")
cat("hourly, n = 672:", milliseconds(msts(hourly(672), c(24, 168))), "ms\n")
