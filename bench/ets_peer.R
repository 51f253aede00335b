# Time of R's automatic ets() on the series of forecast_bench.cpp: AutomaticEtsMonthly and AutomaticEtsYearly.
# Usage: Rscript ets_peer.R
suppressPackageStartupMessages(library(forecast))
monthly <- function(n) { x <- seq_len(n) - 1; 100 + x + 10 * sin(x * 0.52) + (x * 7) %% 11 }
milliseconds <- function(y, times) 1e3 * system.time(for (i in seq_len(times)) ets(y))[["user.self"]] / times
cat("R", as.character(getRversion()), "forecast", as.character(packageVersion("forecast")), "\n")
cat("monthly, n = 120:", milliseconds(ts(monthly(120), frequency = 12), 2), "ms\n")
cat("yearly, n = 30:", milliseconds(ts(monthly(30)), 20), "ms\n")
