# Writes ets.txt: fits of R's forecast package with its parameters, states, likelihoods, forecasts and variances.
# Usage: Rscript ets.R > ets.txt
suppressPackageStartupMessages(library(forecast))
cat("# R", as.character(getRversion()), "forecast", as.character(packageVersion("forecast")), "\n")
line <- function(name, x) cat(name, format(as.numeric(x), digits = 17), "\n")
series <- list(nile = Nile, air = AirPassengers, lynx = lynx, gas = window(gas, start = 1985))
for (s in names(series)) line(paste("series", s), series[[s]])
forms <- list(c("ANN", FALSE), c("AAN", FALSE), c("AAN", TRUE), c("MNN", FALSE), c("MAN", FALSE), c("MAN", TRUE),
              c("MMN", FALSE), c("MMN", TRUE), c("AMN", FALSE), c("ANA", FALSE), c("AAA", FALSE), c("AAA", TRUE),
              c("MNA", FALSE), c("MAA", TRUE), c("MNM", FALSE), c("MAM", FALSE), c("MAM", TRUE), c("MMM", TRUE),
              c("AAM", TRUE), c("ANM", FALSE), c("MMA", TRUE))
for (s in names(series)) for (f in forms) {
  y <- series[[s]]
  if (frequency(y) == 1 && substr(f[1], 3, 3) != "N") next
  if (frequency(y) != 1 && substr(f[1], 3, 3) == "N") next
  fit <- ets(y, model = f[1], damped = as.logical(f[2]), bounds = "both", opt.crit = "lik", restrict = FALSE,
             allow.multiplicative.trend = TRUE)
  m <- frequency(y)
  par <- fit$par
  get <- function(n, default) if (n %in% names(par)) par[[n]] else default
  state <- fit$initstate
  season <- if (substr(f[1], 3, 3) == "N") numeric(0) else rev(tail(as.numeric(state), m))
  growth <- if (substr(f[1], 2, 2) == "N") 0 else state[["b"]]
  key <- paste(s, paste0(substr(f[1], 1, 2), if (f[2] == "TRUE") "d" else "", substr(f[1], 3, 3)))
  line(paste("model", key), c(get("alpha", 0), get("beta", 0), get("gamma", 0), get("phi", 1), state[["l"]], growth, season))
  line(paste("likelihood", key), fit$loglik)
  line(paste("sigma2", key), fit$sigma2)
  line(paste("mean", key), ets_mean <- forecast(fit, h = 15, PI = FALSE)$mean)
  if (substr(f[1], 2, 2) != "M" && !(substr(f[1], 1, 1) == "A" && substr(f[1], 3, 3) == "M")) {
    fc <- forecast(fit, h = 15, level = 90)
    line(paste("deviation", key), (fc$upper - fc$lower) / 2 / qnorm(0.95))
  }
  n <- length(y)
  line(paste("states", key), fit$states[n + 1, ])
}
auto <- list(nile = Nile, air = AirPassengers, lynx = lynx)
for (s in names(auto)) { fit <- ets(auto[[s]]); cat(paste0("# chosen ", s, " ", fit$method, "\n")); line(paste("aicc", s), fit$aicc) }
