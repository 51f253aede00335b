# Forecasts of R's forecast package for accuracy.cpp to be scored beside.
# Usage: Rscript accuracy_peer.R TRAIN.csv ORIGINS [STRIDE [OFFSET]] > PEER.csv
# ORIGINS: how many horizons the ends of the data lie before those of the rows, such as 0 (all data) or 1,2,3. Every
# STRIDE-th series is taken, from OFFSET (0) on. A forecast is three lines, of "mean", "lower" and "upper" of 90 %:
#   id,origin,model,which,v1,v2,...
suppressPackageStartupMessages(library(forecast))
arguments <- commandArgs(trailingOnly = TRUE)
rows <- strsplit(readLines(arguments[1]), ",")
origins <- as.integer(strsplit(arguments[2], ",")[[1]])
stride <- if (length(arguments) > 2) as.integer(arguments[3]) else 1L
offset <- if (length(arguments) > 3) as.integer(arguments[4]) else 0L
cat("# R", as.character(getRversion()), "forecast", as.character(packageVersion("forecast")), "\n")
seconds <- c(ets = 0, thetaf = 0)
for (row in rows[seq(1L + offset, length(rows), by = stride)]) {
  m <- as.integer(row[2]); h <- as.integer(row[3]); values <- as.numeric(row[-(1:3)])
  for (back in origins) {
    n <- length(values) - back * h
    if (n < max(6, 2 * m + 1)) next
    y <- ts(values[1:n], frequency = m)
    for (model in c("ets", "thetaf")) {
      seconds[model] <- seconds[model] + system.time(f <- tryCatch(
        if (model == "ets") forecast(ets(y), h = h, level = 90) else thetaf(y, h = h, level = 90),
        error = function(e) NULL), gcFirst = FALSE)[["user.self"]]
      if (is.null(f)) next
      for (which in c("mean", "lower", "upper"))
        cat(paste(c(row[1], back, model, which, format(as.numeric(f[[which]]), digits = 9, trim = TRUE)), collapse = ","), "\n", sep = "")
    }
  }
  flush(stdout())
}
cat("# seconds:", paste(names(seconds), round(seconds, 1)), "\n")
