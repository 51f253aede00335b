# Writes theta.txt: theta forecasts by R's forecast package, with the parameters that it takes.
# Usage: Rscript theta.R > theta.txt
suppressPackageStartupMessages(library(forecast))
line <- function(name, x) cat(name, format(x, digits = 17), "\n")
cat("# R", as.character(getRversion()), "forecast", as.character(packageVersion("forecast")), "\n")
series <- list(nile = Nile, lynx = lynx, www = WWWusage, air = AirPassengers)
for (s in names(series)) line(paste("series", s), as.numeric(series[[s]]))
for (s in names(series)) {
  y <- series[[s]]
  f <- thetaf(y, h = 18, level = 90)
  adjusted <- if (frequency(y) > 1) y / decompose(y, type = "multiplicative")$seasonal else y
  smoothed <- ses(adjusted)$model
  stopifnot(all.equal(smoothed$par[["alpha"]], f$model$alpha, tolerance = 1e-12))
  line(paste("alpha", s), f$model$alpha)
  line(paste("level", s), smoothed$initstate[[1]])
  line(paste("slope", s), 2 * f$model$drift)
  line(paste("mean", s), f$mean)
  # Over the first step's. R leaves them without the season's indices.
  width <- as.numeric(f$upper - f$lower)
  line(paste("widths", s), width / width[1])
}
