# Writes trends_mfilter.csv: cycles of the series in trends.csv by mFilter 0.1-5 (Debian 12, R 4.2.2). Empty where a filter gives no value.
#   Rscript trends.R > trends_mfilter.csv
suppressMessages(library(mFilter))
y <- read.csv("trends.csv", comment.char = "#")$y
out <- data.frame(
  hp_1600 = hpfilter(y, freq = 1600, type = "lambda")$cycle,
  hp_6.25 = hpfilter(y, freq = 6.25, type = "lambda")$cycle,
  cf_6_32_drift = cffilter(y, pl = 6, pu = 32, root = TRUE, drift = TRUE, type = "asymmetric")$cycle,
  cf_6_32 = cffilter(y, pl = 6, pu = 32, root = TRUE, drift = FALSE, type = "asymmetric")$cycle,
  cf_2_8_drift = cffilter(y, pl = 2, pu = 8, root = TRUE, drift = TRUE, type = "asymmetric")$cycle,
  bk_6_32_12 = bkfilter(y, pl = 6, pu = 32, nfix = 12, type = "fixed")$cycle)
out[] <- lapply(out, function(x) ifelse(is.na(x), "", sprintf("%.17g", as.numeric(x))))
write.csv(out, row.names = FALSE, quote = FALSE)
