# Writes competition_rows.txt: forecasts two steps ahead, with 90 % bounds, of the series of competition_rows.csv, the
# first two of which are of the M1 competition (Makridakis et al. 1982), by R's forecast package.
# Usage: Rscript competition_rows.R > competition_rows.txt
suppressPackageStartupMessages(library(forecast))
cat("# R", as.character(getRversion()), "forecast", as.character(packageVersion("forecast")), "\n")
for (row in strsplit(readLines("competition_rows.csv"), ",")) {
  f <- rwf(as.numeric(row[-(1:3)]), h = 2, drift = TRUE, level = 90)
  for (part in c("mean", "lower", "upper"))
    cat(part, gsub(" ", "_", row[1]), format(as.numeric(f[[part]]), digits = 12), "\n")
}
