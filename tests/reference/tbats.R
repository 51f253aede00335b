# Writes tbats.txt: TBATS by R's forecast package with its parameters, seed states, errors and forecasts.
# Usage: Rscript tbats.R M1_TRAIN.csv TOURISM_TRAIN.csv > tbats.txt
# The files have rows "id,frequency,horizon,v1,v2,..." of the M1 (Makridakis et al. 1982) and tourism (Athanasopoulos et
# al. 2011) competitions.
suppressPackageStartupMessages(library(forecast))
args <- commandArgs(TRUE)
line <- function(name, x) if (length(x) > 0) cat(name, format(as.numeric(x), digits = 17, trim = TRUE), "\n")
row <- function(file, id) {
  fields <- strsplit(grep(paste0("^", id, ","), readLines(file), value = TRUE), ",")[[1]]
  as.numeric(fields[-(1:3)])
}
cat("# R", as.character(getRversion()), "forecast", as.character(packageVersion("forecast")), "\n")
cat("# components: Box-Cox, trend, damped, p, q; form: lambda (1 without), alpha, beta, phi\n")
cases <- list(
  usacc = list(USAccDeaths, 12, FALSE, FALSE, FALSE, FALSE),
  air = list(AirPassengers, 12, TRUE, TRUE, FALSE, FALSE),
  airdamped = list(AirPassengers, 12, TRUE, TRUE, TRUE, FALSE),
  gas = list(gas, 12, TRUE, TRUE, FALSE, FALSE),
  nottem = list(nottem, 12, FALSE, FALSE, FALSE, FALSE),
  ldeaths = list(ldeaths, 12, TRUE, FALSE, FALSE, TRUE),
  ukgas = list(UKgas, 4, TRUE, TRUE, FALSE, FALSE),
  carbon = list(co2, 12, FALSE, TRUE, FALSE, FALSE),
  nile = list(Nile, NULL, FALSE, FALSE, FALSE, FALSE),
  www = list(WWWusage, NULL, FALSE, TRUE, TRUE, TRUE),
  lynx = list(lynx, NULL, TRUE, FALSE, FALSE, TRUE),
  sunspots = list(sunspot.year, 10.8, FALSE, FALSE, FALSE, TRUE),
  wine = list(wineind, 12, TRUE, TRUE, TRUE, FALSE),
  wool = list(woolyrnq, 4, TRUE, TRUE, FALSE, FALSE),
  taylor = list(head(taylor, 1008), c(48, 336), FALSE, FALSE, FALSE, FALSE),
  mone = list(row(args[1], "MNB50"), 12, FALSE, TRUE, TRUE, FALSE),
  mtwo = list(row(args[1], "MRC9"), 12, TRUE, TRUE, FALSE, FALSE),
  tone = list(row(args[2], "M1"), 12, TRUE, TRUE, FALSE, FALSE),
  ttwo = list(row(args[2], "M61"), 12, FALSE, TRUE, TRUE, FALSE))
for (s in names(cases)) {
  case <- cases[[s]]
  y <- as.numeric(case[[1]])
  f <- tbats(y, use.box.cox = case[[3]], use.trend = case[[4]], use.damped.trend = case[[5]],
             seasonal.periods = case[[2]], use.arma.errors = case[[6]], use.parallel = FALSE)
  line(paste("series", s), y)
  if (is.null(f$lambda) && is.null(f$alpha)) stop(s)
  or <- function(x, instead) if (is.null(x)) instead else as.numeric(x)
  p <- length(f$ar.coefficients); q <- length(f$ma.coefficients)
  line(paste("components", s), c(!is.null(f$lambda), !is.null(f$beta), !is.null(f$damping.parameter) && f$damping.parameter != 1, p, q))
  line(paste("form", s), c(or(f$lambda, 1), f$alpha, or(f$beta, 0), or(f$damping.parameter, 1)))
  for (i in seq_along(f$k.vector))
    line(paste("season", letters[i], s), c(f$seasonal.periods[i], f$k.vector[i], f$gamma.one.values[i], f$gamma.two.values[i]))
  line(paste("ar", s), f$ar.coefficients)
  line(paste("ma", s), f$ma.coefficients)
  line(paste("seeds", s), f$seed.states)
  line(paste("errors", s), f$errors)
  line(paste("likelihood", s), f$likelihood)
  line(paste("variance", s), f$variance)
  ahead <- forecast(f, h = 30, level = 90)
  line(paste("mean", s), ahead$mean)
  line(paste("upper", s), ahead$upper)
}
