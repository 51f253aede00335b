# Writes auto_arima.txt: orders that R's auto.arima finds by exact likelihoods, stepwise, with the log likelihood and AICc.
# Usage: Rscript auto_arima.R > auto_arima.txt
suppressPackageStartupMessages(library(forecast))
cat("# R", as.character(getRversion()), "forecast", as.character(packageVersion("forecast")), ": p d q P D Q m, constant, log likelihood, AICc\n")
series <- list(lynx = log10(lynx), air = log(AirPassengers), huron = LakeHuron, deaths = USAccDeaths, www = WWWusage,
               wine = wineind, nile = Nile, uk = log(UKgas), lh = lh)
for (s in names(series)) {
  y <- series[[s]]
  cat("series", s, format(as.numeric(y), digits = 17), "\n")
  fit <- auto.arima(y, approximation = FALSE)
  o <- arimaorder(fit); if (length(o) < 7) o <- c(o, 0, 0, 0, 1)[1:7]
  constant <- any(c("intercept", "drift", "mean") %in% names(coef(fit)))
  cat("auto", s, o, as.numeric(constant), format(c(fit$loglik, fit$aicc), digits = 17), "\n")
}
