# Writes intermittent_r.txt: series of rare demand, and Croston's method by R's forecast package at two parameters.
# Usage: Rscript intermittent.R > intermittent_r.txt
suppressPackageStartupMessages(library(forecast))
line <- function(name, x) cat(name, format(x, digits = 17), "\n")
cat("# R", as.character(getRversion()), "forecast", as.character(packageVersion("forecast")), "\n")
set.seed(7)
series <- list(
  rare = rbinom(80, 1, 0.2) * (1 + rpois(80, 4)), lumpy = rbinom(60, 1, 0.3) * round(rexp(60, 0.02) + 1),
  fading = c(rbinom(40, 1, 0.6) * (2 + rpois(40, 3)), rep(0, 12)), dense = 5 + rpois(30, 20),
  late = c(rep(0, 15), 3, 0, 0, 5, 1, 0, 4, 0, 0, 0, 2))
for (s in names(series)) {
  y <- series[[s]]
  line(paste("series", s), y)
  for (alpha in c(0.1, 0.25)) {
    f <- croston(ts(y), h = 1, alpha = alpha)
    line(paste0("croston ", s, if (alpha == 0.1) " low" else " high"), f$mean)
    first <- which(y > 0)[1]
    line(paste0("fitted ", s, if (alpha == 0.1) " low" else " high"), as.numeric(f$fitted)[-(1:first)])
  }
}
