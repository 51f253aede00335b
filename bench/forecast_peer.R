# Times of R's forecast package on the series of forecast_bench.cpp and on competition rows. forecast_speed.sh runs both.
# Usage: Rscript forecast_peer.R [M4_YEARLY_TRAIN.csv]
suppressPackageStartupMessages(library(forecast))
monthly <- function(n) { x <- seq_len(n) - 1; 100 + x + 10 * sin(x * 0.52) + (x * 7) %% 11 }
milliseconds <- function(times, call) 1e3 * system.time(for (i in seq_len(times)) call())[["user.self"]] / times
cat("R", as.character(getRversion()), "forecast", as.character(packageVersion("forecast")), "\n")
year <- ts(monthly(120), frequency = 12)
cat("ets, monthly, n = 120:       ", milliseconds(2, function() ets(year)), "ms\n")
cat("ets, yearly, n = 30:         ", milliseconds(50, function() ets(ts(monthly(30)))), "ms\n")
cat("auto.arima, monthly, n = 120:", milliseconds(2, function() auto.arima(year)), "ms\n")
cat("auto.arima, exact likelihoods:", milliseconds(1, function() auto.arima(year, approximation = FALSE)), "ms\n")
cat("arima, airline model:        ", milliseconds(10, function() arima(year, c(0, 1, 1), c(0, 1, 1))), "ms\n")
cat("thetaf, monthly, n = 120:    ", milliseconds(20, function() thetaf(year, h = 12)), "ms\n")
arguments <- commandArgs(trailingOnly = TRUE)
if (length(arguments) > 0) {
  rows <- lapply(strsplit(readLines(arguments[1], n = 500), ","), function(row) ts(as.numeric(row[-(1:3)])))
  seconds <- system.time(for (y in rows) forecast(ets(y), h = 6))[["user.self"]]
  cat("ets, first 500 rows:         ", 500 / seconds, "series/s\n")
}
