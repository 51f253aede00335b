# R's time for what bench/stats_bench.cpp measures as FitBreaksOfMean and FitBreaksOfLine. Rscript breaks.R
suppressMessages(library(strucchange))
for (n in c(500, 2000)) {
  set.seed(7)
  y <- rnorm(n) + (4 * seq_len(n) / n) %/% 1 %% 2
  time <- seq_len(n)
  cat("mean", n, system.time(breakpoints(y ~ 1))["elapsed"], "s\n")
  if (n == 500) cat("line", n, system.time(breakpoints(y ~ time))["elapsed"], "s\n")
}
