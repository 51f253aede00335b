# Writes ets_bounds.txt: fits of R's forecast package within the admissible region alone, and with parameters held.
# Their series are those of ets.R.
# Usage: Rscript ets_bounds.R > ets_bounds.txt
suppressPackageStartupMessages(library(forecast))
cat("# R", as.character(getRversion()), "forecast", as.character(packageVersion("forecast")), "\n")
series <- list(nile = Nile, air = AirPassengers, lynx = lynx, gas = window(gas, start = 1985))
plain <- c("ANN", "AAN", "AAdN", "MNN", "MAN", "MAdN")
seasonal <- c("ANA", "AAA", "AAdA", "MAM", "MAdM")
# kind series form alpha beta gamma phi level growth seasonals, the next season's first
line <- function(kind, name, form, fit) {
  get <- function(n, default) if (n %in% names(fit$par)) fit$par[[n]] else default
  m <- frequency(fit$x)
  season <- if (fit$components[3] == "N") numeric(0) else rev(tail(as.numeric(fit$initstate), m))
  growth <- if (fit$components[2] == "N") 0 else fit$initstate[["b"]]
  cat(kind, name, form, format(c(get("alpha", 0), get("beta", 0), get("gamma", 0), get("phi", 1), fit$initstate[["l"]],
                                 growth, season), digits = 17), "\n")
}
for (name in names(series)) for (form in if (name %in% c("air", "gas")) seasonal else plain) {
  y <- series[[name]]
  damped <- grepl("d", form)
  estimate <- function(...) ets(y, model = sub("d", "", form), damped = damped, opt.crit = "lik", restrict = FALSE, ...)
  line("admissible", name, form, estimate(bounds = "admissible"))
  line("alpha", name, form, estimate(alpha = 0.3))
  if (substr(form, 2, 2) == "A") line("beta", name, form, estimate(alpha = 0.4, beta = 0.1))
  if (damped) line("phi", name, form, estimate(phi = 0.9))
  if (name %in% c("air", "gas")) line("gamma", name, form, estimate(gamma = 0.15))
}
