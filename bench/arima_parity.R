# Fits of R's arima() to competition series at random orders, for arima_parity.cpp to compare likelihoods with:
#   Rscript bench/arima_parity.R m1_train.csv 3 1 1 > fits.txt; foreplan_arima_parity < fits.txt
# Arguments: training rows (id,frequency,horizon,values), take every so manieth from which on, seed. A line a fit: id,
# season, count, values, p d q P D Q, how many coefficients, coefficients. Both of R's ways to start are tried.
# With the word auto in place of the seed, those of forecast::auto.arima() by exact likelihoods, for
# foreplan_arima_parity auto < fits.txt
arguments <- commandArgs(TRUE)
automatic <- arguments[4] == "auto"
if (automatic) suppressPackageStartupMessages(library(forecast)) else set.seed(as.integer(arguments[4]))

at_random <- function(y) {
  n <- length(y)
  m <- frequency(y)
  seasonal <- m > 1 && n > 4 * m
  o <- if (seasonal) c(sample(0:2, 1), sample(0:1, 1), sample(0:2, 1))
       else c(sample(0:3, 1), sample(0:2, 1, prob = c(.4, .4, .2)), sample(0:3, 1))
  s <- if (seasonal) c(sample(0:1, 1), sample(0:1, 1), sample(0:1, 1)) else c(0, 0, 0)
  if (o[1] + o[3] + s[1] + s[3] == 0) o[1] <- 1
  if (n - o[2] - s[2] * m <= o[1] + o[3] + s[1] + s[3] + 4) return(NULL)
  best <- NULL
  for (method in c("CSS-ML", "ML")) {
    fit <- try(suppressWarnings(arima(y, o, list(order = s, period = m), method = method)), silent = TRUE)
    if (!inherits(fit, "try-error") && is.finite(fit$loglik) && (is.null(best) || fit$loglik > best$loglik)) best <- fit
  }
  best
}

lines <- readLines(arguments[1])
for (text in lines[seq(as.integer(arguments[3]), length(lines), by = as.integer(arguments[2]))]) {
  fields <- strsplit(text, ",")[[1]]
  m <- as.integer(fields[2])
  y <- ts(as.numeric(fields[-(1:3)]), frequency = m)
  fit <- if (automatic) suppressWarnings(auto.arima(y, approximation = FALSE)) else at_random(y)
  if (is.null(fit)) next
  # p, q, P, Q, m, d, D in R's.
  cat(fields[1], m, length(y), format(as.numeric(y), digits = 17), fit$arma[c(1, 6, 2, 3, 7, 4)], length(coef(fit)),
      format(coef(fit), digits = 17), "\n")
}
