# Diebold-Mariano tests by R's forecast::dm.test, Friedman's by friedman.test, ranges of normal variables by ptukey.
# Usage: Rscript forecast_comparison.R > forecast_comparison.txt
suppressPackageStartupMessages(library(forecast))
options(digits = 17)
cat("# R", as.character(getRversion()), "forecast", as.character(packageVersion("forecast")), "\n")
say <- function(name, ...) cat(name, format(c(...), digits = 16, trim = TRUE), "\n")
# Two-step errors of two forecasts of the lynx trappings (thousands), 1866-1934: no change, and 0.8 of the way from the
# mean.
x <- as.numeric(lynx)[44:114] / 1000
from <- x[1:69]; to <- x[3:71]
first <- to - from
second <- to - (mean(x) + 0.8 * (from - mean(x)))
say("first", first); say("second", second)
for (h in c(1, 2, 4)) for (power in c(1, 2)) for (kernel in c("acf", "bartlett"))
  for (side in c("two.sided", "less", "greater")) {
    test <- suppressWarnings(dm.test(first, second, alternative = side, h = h, power = power, varestimator = kernel))
    say(paste("dm", c("zero", "one", "two", "three", "four")[h + 1], c("absolute", "squared")[power], kernel, side),
        test$statistic, test$p.value)
  }
# Differences that turn over: the rectangular variance is negative at h = 2.
a <- c(1.2, 0.3, 1.1, 0.2, 1.4, 0.35, 1.25, 0.15, 1.3, 0.4)
b <- c(0.7, 0.6, 0.9, 0.5, 0.8, 0.55, 0.65, 0.75, 0.85, 0.45)
say("turning first", a); say("turning second", b)
for (kernel in c("acf", "bartlett")) {
  test <- suppressWarnings(dm.test(a, b, h = 2, power = 2, varestimator = kernel))
  say(paste("turning", kernel), test$statistic, test$p.value)
}
# Losses of four models on twelve series, some tied.
losses <- matrix(c(3.1, 2.8, 2.8, 4.0,  1.9, 1.7, 2.2, 2.5,  5.0, 5.0, 5.0, 6.1,  0.7, 0.9, 0.8, 1.1,
                   2.4, 2.1, 2.6, 2.9,  8.8, 7.9, 8.1, 8.1,  1.5, 1.6, 1.3, 1.9,  4.2, 4.0, 4.4, 4.2,
                   3.3, 3.0, 3.5, 3.6,  6.0, 5.8, 5.7, 6.6,  2.0, 2.0, 2.0, 2.0,  9.1, 8.7, 9.4, 9.0),
                 ncol = 4, byrow = TRUE)
say("losses", t(losses))
test <- friedman.test(losses)
say("friedman", test$statistic, test$p.value)
say("mean ranks", colMeans(t(apply(losses, 1, rank))))
for (k in c(2, 3, 4, 10, 50)) for (q in c(0.5, 2, 3.5, 5))
  say(paste("tukey", c("two", "three", "four", "ten", "fifty")[match(k, c(2, 3, 4, 10, 50))],
            c("low", "middle", "high", "far")[match(q, c(0.5, 2, 3.5, 5))]), ptukey(q, k, Inf, lower.tail = FALSE))
say("qtukey", qtukey(0.95, 2:10, Inf))
