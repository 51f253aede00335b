# Writes air_passengers.csv: international airline passengers by month, 1949-1960, thousands. Series G of Box, G. E. P. &
# Jenkins, G. M. (1976), Time Series Analysis: Forecasting and Control, Holden-Day, as R has it (`AirPassengers`); and
# air_passengers.txt: what R's stl and forecast package say of it.
# Usage: Rscript air_passengers.R (in this folder)
suppressPackageStartupMessages(library(forecast))
y <- AirPassengers
n <- length(y)
period <- sprintf("%d-%02d", floor(time(y) + 1e-9), cycle(y))
writeLines(c("period,airline passengers [thousand person]", paste(period, format(as.numeric(y), trim = TRUE), sep = ",")),
           "air_passengers.csv")
sink("air_passengers.txt")
cat("# R", as.character(getRversion()), "forecast", as.character(packageVersion("forecast")), "\n")
line <- function(name, x) cat(name, format(as.numeric(x), digits = 15), "\n")
line("stl last trend season remainder", stl(y, s.window = 11)$time.series[n, c("trend", "seasonal", "remainder")])
fit <- ets(y, bounds = "both", opt.crit = "lik")
cat("#", fit$method, "\n")
line("aicc", fit$aicc)
ahead <- forecast(fit, h = 24, level = c(50, 80, 95))
line("mean 1961-07", ahead$mean[7])
line("mean 1962-12", ahead$mean[24])
line("sigma2", fit$sigma2)
e <- as.numeric(residuals(fit))
line("residuals", e)
r <- sapply(1:24, function(k) sum(e[(k + 1):n] * e[1:(n - k)]) / sum(e^2))  # about zero
line("autocorrelations", r)
q <- n * (n + 2) * sum(r^2 / (n - 1:24))
line("ljung-box 24", c(q, pchisq(q, 24, lower.tail = FALSE)))
m <- function(k) mean((e - mean(e))^k)
line("jarque-bera", n / 6 * ((m(3) / m(2)^1.5)^2 + (m(4) / m(2)^2 - 3)^2 / 4))
squares <- embed(e^2, 13)
line("arch 12", nrow(squares) * summary(lm(squares[, 1] ~ squares[, -1]))$r.squared)
sink()
