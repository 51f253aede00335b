# Writes autocorrelation.txt: acf, pacf and ccf by R.  Usage: Rscript autocorrelation.R > autocorrelation.txt
line <- function(name, x) cat(name, format(as.numeric(x), digits = if (name %in% c("lh", "deaths", "other")) 15 else 12), "\n")
cat("# R", as.character(getRversion()), "\n")
line("lh", lh)
line("deaths", ldeaths)
line("other", mdeaths)
line("acf lh", acf(lh, plot = FALSE)$acf)
line("acf uncentred", acf(lh, lag.max = 5, demean = FALSE, plot = FALSE)$acf)
line("pacf lh", pacf(lh, plot = FALSE)$acf)
line("acf deaths", acf(ldeaths, lag.max = 30, plot = FALSE)$acf)
line("pacf deaths", pacf(ldeaths, lag.max = 30, plot = FALSE)$acf)
gaps <- lh
gaps[c(3, 10, 11, 30)] <- NA
line("acf gaps", acf(gaps, na.action = na.pass, plot = FALSE)$acf)
line("pacf gaps", pacf(gaps, na.action = na.pass, plot = FALSE)$acf)
line("ccf", ccf(as.numeric(mdeaths), as.numeric(ldeaths), lag.max = 8, plot = FALSE)$acf)
line("band", qnorm(0.975) / sqrt(length(lh)))
# The bands of plot.acf(ci.type = "ma").
r <- acf(lh, lag.max = 6, plot = FALSE)$acf[-1]
line("bartlett", qnorm(0.975) / sqrt(length(lh)) * sqrt(cumsum(c(1, 2 * r[-6]^2))))
