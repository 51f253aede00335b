# Writes ets_maxima.txt: fits of R's forecast package to series of the M1 competition (Makridakis et al. 1982) whose
# likelihoods have several maxima, a low one easier to find.
# Usage: Rscript ets_maxima.R m1_train.csv > ets_maxima.txt    (rows: id,frequency,horizon,values)
suppressPackageStartupMessages(library(forecast))
cat("# R", as.character(getRversion()), "forecast", as.character(packageVersion("forecast")), "\n")
line <- function(name, x) cat(name, format(as.numeric(x), digits = 17), "\n")
rows <- strsplit(readLines(commandArgs(TRUE)[1]), ",")
names(rows) <- sapply(rows, `[`, 1)
# YAM10 begins far below what follows, so that forecasts of most parameters are not positive at once; the most likely
# parameters of MND47 are not admissible.
for (m in list(c("YAM10", "MAN"), c("MND47", "AAA"))) {
  row <- rows[[m[1]]]
  season <- as.integer(row[2])
  y <- as.numeric(row[-(1:3)])
  fit <- ets(ts(y, frequency = season), model = m[2], damped = FALSE, bounds = "both", opt.crit = "lik",
             restrict = FALSE)
  get <- function(n, default) if (n %in% names(fit$par)) fit$par[[n]] else default
  # alpha beta gamma phi level growth seasonals, the next season's first
  seasonals <- if (season == 1) numeric(0) else rev(tail(as.numeric(fit$initstate), season))
  line(paste("season", m[1]), season)
  line(paste("series", m[1]), y)
  line(paste("model", m[1], m[2]), c(get("alpha", 0), get("beta", 0), get("gamma", 0), get("phi", 1),
                                     fit$initstate[["l"]], fit$initstate[["b"]], seasonals))
}
