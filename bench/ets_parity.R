# Fits of R's forecast package to the series of a competition, for ets_parity.cpp to be compared with.
# Usage: Rscript ets_parity.R TRAIN.csv [STRIDE [OFFSET]] > FITS.txt
# takes every STRIDE-th series (1), from OFFSET (0) on, in an order whose beginnings are spread over the file. A fit is
# one line:
#   id form m n seconds alpha beta gamma phi level growth seasonals   (states before the first value, next season first)
suppressPackageStartupMessages(library(forecast))
arguments <- commandArgs(trailingOnly = TRUE)
rows <- strsplit(readLines(arguments[1]), ",")
stride <- if (length(arguments) > 1) as.integer(arguments[2]) else 1L
offset <- if (length(arguments) > 2) as.integer(arguments[3]) else 0L
cat("# R", as.character(getRversion()), "forecast", as.character(packageVersion("forecast")), "\n")
plain <- c("ANN", "AAN", "AAdN", "MNN", "MAN", "MAdN", "AMN", "MMN", "MMdN", "AMdN")
seasonal <- c("ANA", "AAA", "AAdA", "MNA", "MAA", "MAdA", "MNM", "MAM", "MAdM", "MMM", "MMdM", "ANM", "AAM", "AAdM")
spread <- order((seq_along(rows) * 0.6180339887) %% 1)
for (i in spread[seq(1L + offset, length(rows), by = stride)]) {
  m <- as.integer(rows[[i]][2])
  y <- ts(as.numeric(rows[[i]][-(1:3)]), frequency = m)
  for (form in c(plain, if (m > 1) seasonal)) {
    damped <- grepl("d", form)
    model <- sub("d", "", form)
    seconds <- system.time(fit <- tryCatch(ets(y, model = model, damped = damped, bounds = "both", opt.crit = "lik",
      restrict = FALSE, allow.multiplicative.trend = TRUE), error = function(e) NULL), gcFirst = FALSE)[["user.self"]]
    # Short series get another form.
    if (is.null(fit) || !identical(paste0(fit$components[1:3], collapse = ""), model) ||
        (fit$components[4] == "TRUE") != damped) next
    get <- function(name, default) if (name %in% names(fit$par)) fit$par[[name]] else default
    state <- fit$initstate
    growth <- if (substr(model, 2, 2) == "N") 0 else state[["b"]]
    seasonals <- if (substr(model, 3, 3) == "N") numeric(0) else rev(tail(as.numeric(state), m))
    cat(rows[[i]][1], form, m, length(y), format(seconds, digits = 4),
        format(c(get("alpha", 0), get("beta", 0), get("gamma", 0), get("phi", 1), state[["l"]], growth, seasonals),
               digits = 17), "\n")
  }
  flush(stdout())
}
