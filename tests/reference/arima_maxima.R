# Writes arima_maxima.txt: R's maximum likelihood fits of series of the M1 (Makridakis et al. 1982) and Tourism
# (Athanasopoulos et al. 2011) competitions whose likelihoods have several maxima, a low one easier to find.
# Usage: Rscript arima_maxima.R m1_train.csv tourism_train.csv > arima_maxima.txt (rows: id,frequency,horizon,values)
cat("# R", as.character(getRversion()), "stats::arima\n")
line <- function(name, x) cat(name, format(as.numeric(x), digits = 17), "\n")
rows <- strsplit(unlist(lapply(commandArgs(TRUE), readLines)), ",")
names(rows) <- sapply(rows, `[`, 1)
models <- list(list("YAM1", c(2, 2, 3)), list("YAM1", c(3, 2, 3)), list("QND8", c(3, 1, 3)), list("Y204", c(3, 0, 3)),
  list("Y48", c(2, 1, 3)), list("Y448", c(3, 0, 3)), list("Y513", c(3, 2, 3)), list("MRB2", c(2, 0, 2), c(0, 0, 1)),
  list("MNF6", c(2, 0, 1), c(1, 1, 1)), list("M4", c(2, 0, 1), c(0, 0, 1)), list("M26", c(2, 0, 1), c(1, 0, 0)))
for (name in unique(sapply(models, `[[`, 1))) {
  line(paste("season", name), rows[[name]][2])
  line(paste("series", name), rows[[name]][-(1:3)])
}
for (m in models) {
  seasonal <- if (length(m) > 2) m[[3]] else c(0, 0, 0)
  y <- as.numeric(rows[[m[[1]]]][-(1:3)])
  season <- as.integer(rows[[m[[1]]]][2])
  best <- NULL
  for (method in c("CSS-ML", "ML")) {
    fit <- try(suppressWarnings(arima(y, m[[2]], list(order = seasonal, period = season), method = method)), silent = TRUE)
    if (!inherits(fit, "try-error") && (is.null(best) || fit$loglik > best$loglik)) best <- fit
  }
  line(paste0("coefficients ", m[[1]], " o", paste(c(m[[2]], seasonal), collapse = "")), coef(best))
}
