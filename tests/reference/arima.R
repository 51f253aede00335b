# Writes arima.txt: R's maximum likelihood fits of seasonal ARIMA models with coefficients, likelihoods, standard errors
# and forecasts.
# Usage: Rscript arima.R > arima.txt
suppressPackageStartupMessages(library(forecast))
cat("# R", as.character(getRversion()), "stats::arima, forecast", as.character(packageVersion("forecast")), "\n")
line <- function(name, x) cat(name, sub("NA", "NaN", format(as.numeric(x), digits = 17)), "\n")
series <- list(lynx = log10(lynx), air = log(AirPassengers), huron = LakeHuron, presidents = window(presidents, start = c(1945, 2)),
               deaths = USAccDeaths, www = WWWusage, sunspot = sunspot.year, wine = wineind,
               gas = window(gas, start = 1985), nile = Nile, uk = UKgas, lh = lh, tree = treering[1:300])
for (s in names(series)) line(paste("series", s), series[[s]])
models <- list(list("lynx", c(2, 0, 0), c(0, 0, 0)), list("lynx", c(2, 0, 2), c(0, 0, 0)), list("lynx", c(4, 0, 1), c(0, 0, 0)),
  list("air", c(0, 1, 1), c(0, 1, 1)), list("air", c(2, 1, 1), c(0, 1, 1)), list("air", c(1, 1, 2), c(1, 1, 1)),
  list("huron", c(2, 0, 0), c(0, 0, 0)), list("huron", c(1, 0, 1), c(0, 0, 0)), list("huron", c(1, 1, 2), c(0, 0, 0)),
  list("presidents", c(3, 0, 0), c(0, 0, 0)), list("presidents", c(1, 0, 1), c(1, 0, 0)), list("presidents", c(0, 1, 1), c(0, 0, 0)),
  list("deaths", c(0, 1, 1), c(0, 1, 1)), list("deaths", c(1, 0, 1), c(1, 1, 0)), list("deaths", c(2, 1, 2), c(0, 1, 1)),
  list("www", c(3, 1, 0), c(0, 0, 0)), list("www", c(1, 1, 1), c(0, 0, 0)), list("www", c(2, 2, 2), c(0, 0, 0)),
  list("sunspot", c(9, 0, 0), c(0, 0, 0)), list("sunspot", c(2, 0, 3), c(0, 0, 0)), list("sunspot", c(5, 0, 2), c(0, 0, 0)),
  list("wine", c(1, 1, 2), c(0, 1, 1)), list("wine", c(0, 1, 2), c(2, 1, 1)), list("wine", c(3, 0, 0), c(1, 1, 1)),
  list("gas", c(2, 0, 1), c(0, 1, 2)), list("gas", c(1, 1, 1), c(2, 0, 1)), list("uk", c(1, 1, 1), c(1, 1, 1)),
  list("uk", c(0, 1, 2), c(0, 1, 2)), list("nile", c(1, 0, 1), c(0, 0, 0)), list("nile", c(1, 1, 1), c(0, 0, 0)),
  list("lh", c(3, 0, 0), c(0, 0, 0)), list("lh", c(1, 0, 1), c(0, 0, 0)), list("tree", c(3, 0, 3), c(0, 0, 0)))
for (m in models) {
  y <- series[[m[[1]]]]
  key <- paste(m[[1]], paste0("o", paste(c(m[[2]], m[[3]]), collapse = "")))
  best <- NULL
  for (method in c("CSS-ML", "ML")) {
    fit <- try(suppressWarnings(arima(y, m[[2]], list(order = m[[3]], period = frequency(y)), method = method,
                     optim.control = list(maxit = 5000, reltol = 1e-14))), silent = TRUE)
    if (!inherits(fit, "try-error") && (is.null(best) || fit$loglik > best$loglik)) best <- fit
  }
  if (is.null(best)) { cat("# R finds no", key, "\n"); next }
  line(paste("coefficients", key), coef(best))
  line(paste("likelihood", key), best$loglik)
  line(paste("sigma", key), best$sigma2)
  line(paste("errors", key), sqrt(diag(vcov(best))))
  p <- predict(best, 12)
  line(paste("mean", key), p$pred)
  line(paste("deviation", key), p$se)
}
# Regressors and drift.
t <- seq_along(LakeHuron)
fit <- arima(LakeHuron, c(2, 0, 0), xreg = cbind(year = time(LakeHuron) - 1920), method = "ML", optim.control = list(maxit = 5000, reltol = 1e-14))
line("regression huron coefficients", coef(fit)); line("regression huron likelihood", fit$loglik)
line("regression huron errors", sqrt(diag(vcov(fit))))
p <- predict(fit, 8, newxreg = 1973:1980 - 1920); line("regression huron mean", p$pred); line("regression huron deviation", p$se)
fit <- Arima(Nile, c(1, 1, 1), include.drift = TRUE, method = "ML", optim.control = list(maxit = 5000, reltol = 1e-14))
line("drift nile coefficients", coef(fit)); line("drift nile likelihood", fit$loglik)
p <- forecast(fit, 8); line("drift nile mean", p$mean)
fit <- arima(lynx <- log10(lynx), c(2, 0, 1), method = "CSS", optim.control = list(maxit = 5000, reltol = 1e-14))
line("conditional lynx coefficients", coef(fit)); line("conditional lynx likelihood", fit$loglik)
