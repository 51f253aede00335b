# Writes models.txt: Naive2 as the guide of the M4 competition has it, from R's own acf() and decompose().
# Usage: Rscript models.R > models.txt
cat("# R", as.character(getRversion()), "\n")
naive2 <- function(y, h) {
  m <- frequency(y)
  index <- rep(1, length(y))
  if (m > 1 && length(y) >= 3 * m) {
    r <- as.numeric(acf(y, lag.max = m, plot = FALSE)$acf)[-1]
    limit <- 1.645 * sqrt((1 + 2 * sum(r[seq_len(m - 1)]^2)) / length(y))
    if (abs(r[m]) > limit) index <- as.numeric(decompose(y, type = "multiplicative")$seasonal)
  }
  tail(as.numeric(y) / index, 1) * rep(tail(index, m), length.out = h)
}
series <- list(air = AirPassengers, gas = UKgas, nile = Nile, deaths = ldeaths)
for (s in names(series)) {
  y <- series[[s]]
  cat("series", s, format(as.numeric(y), digits = 17), "\n")
  cat("season", s, frequency(y), "\n")
  cat("naive2", s, format(naive2(y, 14), digits = 17), "\n")
}
# Fewer than three seasons: not tested. A season that is not there: the test fails.
cat("naive2 short", format(naive2(ts(as.numeric(AirPassengers)[1:35], frequency = 12), 14), digits = 17), "\n")
cat("naive2 none", format(naive2(ts(as.numeric(Nile), frequency = 11), 14), digits = 17), "\n")
