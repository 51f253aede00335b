# Error measures by R's forecast::accuracy, and the others by their definitions.
# Usage: Rscript accuracy.R > accuracy.txt
suppressPackageStartupMessages(library(forecast))
options(digits = 17)
x <- ts(c(112, 118, 132, 129, 121, 135, 148, 148, 136, 119, 104, 118, 115, 126, 141), frequency = 4)
y <- c(135, 125, 149, 170, 170); f <- c(130.5, 128, 140, 165, 178)
cat("# R", as.character(getRversion()), "forecast", as.character(packageVersion("forecast")), "\n")
object <- structure(list(mean = ts(f, start = end(x) + c(0, 1), frequency = 4), x = x, method = "m"), class = "forecast")
for (season in c(0, 1)) {
  a <- accuracy(object, y, d = 1 - season, D = season, test = 1:5)["Test set", ]
  for (name in c("ME", "RMSE", "MAE", "MAPE", "MASE")) cat(name, "lag", if (season) "four" else "one", a[[name]], "\n")
}
e <- y - f
cat("RMSSE lag one", sqrt(mean(e^2) / mean(diff(x)^2)), "\n")
cat("RMSSE lag four", sqrt(mean(e^2) / mean(diff(x, 4)^2)), "\n")
draws <- c(131, 133.5, 140, 128, 137, 137)
empirical <- mean(abs(draws - 135)) - sum(abs(outer(draws, draws, "-"))) / 2 / 36
fair <- mean(abs(draws - 135)) - sum(abs(outer(draws, draws, "-"))) / 2 / 30
cat("CRPS empirical", empirical, "\nCRPS fair", fair, "\n")
# By the integral of (F(x) - 1{x >= y})^2, F the draws' distribution function: a step function between all of the points.
at <- sort(c(draws, 135)); F <- ecdf(draws)
cat("CRPS integral", sum(diff(at) * (F(head(at, -1)) - (head(at, -1) >= 135))^2), "\n")
paths <- matrix(c(131, 120, 140, 133, 126, 150, 139, 131, 152, 128, 122, 145), ncol = 3, byrow = TRUE)
apart <- as.matrix(dist(paths)); to <- sqrt(colSums((t(paths) - y[1:3])^2))
cat("energy empirical", mean(to) - sum(apart) / 2 / 16, "\nenergy fair", mean(to) - sum(apart) / 2 / 12, "\n")
