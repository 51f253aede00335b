# Writes seasonal_unit_roots.txt: hegy.test of R's uroot: t at frequency zero, t at the highest, F of the pairs between.
# Usage: Rscript seasonal_unit_roots.R > seasonal_unit_roots.txt (reads the series of unit_roots.txt)
suppressPackageStartupMessages(library(uroot))
cat("# R", as.character(getRversion()), "uroot", as.character(packageVersion("uroot")), "\n")
rows <- strsplit(trimws(readLines("unit_roots.txt")), " +")
for (words in rows[sapply(rows, `[`, 1) == "series"]) {
  season <- as.integer(Filter(function(w) w[1] == "season" && w[2] == words[2], rows)[[1]][3])
  if (season == 1) next
  y <- ts(as.numeric(words[-(1:2)]), frequency = season)
  for (trend in 0:1) for (dummies in 0:1) for (lags in c(0, 2)) {
    h <- hegy.test(y, deterministic = c(1, trend, dummies), lag.method = "fixed", maxlag = lags, pvalue = "raw")
    cat(paste0("hegy ", words[2], " trend", trend, " dummies", dummies, " lag", lags),
        format(as.numeric(h$statistics)[seq_len(season / 2 + 1)], digits = 17), "\n")
  }
}
