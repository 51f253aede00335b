# Writes unit_root_breaks.txt: ur.za of R's urca at fixed lags: its statistic and how many values are before the break.
# Usage: Rscript unit_root_breaks.R > unit_root_breaks.txt (reads the series of unit_roots.txt)
suppressPackageStartupMessages(library(urca))
cat("# R", as.character(getRversion()), "urca", as.character(packageVersion("urca")), "\n")
for (text in grep("^series ", readLines("unit_roots.txt"), value = TRUE)) {
  words <- strsplit(trimws(text), " +")[[1]]
  y <- as.numeric(words[-(1:2)])
  for (model in c("intercept", "trend", "both")) for (lag in c(0, 1, 3)) {
    z <- ur.za(y, model = model, lag = if (lag > 0) lag)
    cat(model, words[2], paste0("lag", lag), format(c(z@teststat, z@bpoint, z@cval), digits = 17), "\n")
  }
}
