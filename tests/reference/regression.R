# Values for tests/stats/regression_test.cpp: R's lm with the packages sandwich, lmtest and zoo. Data sets ship with R.
# Rscript regression.R > regression.txt
suppressMessages({library(sandwich); library(lmtest)})
options(digits = 17)
put <- function(key, x) cat(key, formatC(as.numeric(x), digits = 16, width = 1, format = "g"), "\n")
cat("#", R.version.string, "; sandwich", as.character(packageVersion("sandwich")), "; lmtest",
    as.character(packageVersion("lmtest")), "\n")
describe <- function(name, fit, hac = NULL) {
  s <- summary(fit)
  put(paste0(name, ".estimate"), coef(fit))
  put(paste0(name, ".se"), s$coefficients[, 2])
  put(paste0(name, ".t"), s$coefficients[, 3])
  put(paste0(name, ".p"), s$coefficients[, 4])
  put(paste0(name, ".sigma2"), s$sigma^2)
  put(paste0(name, ".r2"), s$r.squared)
  put(paste0(name, ".loglik"), logLik(fit))
  put(paste0(name, ".aic"), AIC(fit))
  put(paste0(name, ".bic"), BIC(fit))
  put(paste0(name, ".residuals"), residuals(fit))
  for (type in c("HC0", "HC1", "HC2", "HC3"))
    put(paste0(name, ".", tolower(type), ".se"), coeftest(fit, vcovHC(fit, type = type))[, 2])
  put(paste0(name, ".hc3.p"), coeftest(fit, vcovHC(fit, type = "HC3"))[, 4])
  put(paste0(name, ".hc3.covariance"), vcovHC(fit, type = "HC3"))
  if (!is.null(weights(fit))) return(invisible())
  put(paste0(name, ".dw"), dwtest(fit)$statistic)
  for (lag in c(0, 1, 3, 5))
    put(paste0(name, ".nw", lag, ".se"),
        sqrt(diag(NeweyWest(fit, lag = lag, prewhite = FALSE, adjust = FALSE))))
  put(paste0(name, ".nw3adjusted.se"), sqrt(diag(NeweyWest(fit, lag = 3, prewhite = FALSE, adjust = TRUE))))
  put(paste0(name, ".bandwidth"), bwNeweyWest(fit, prewhite = 0))
  put(paste0(name, ".nwauto.se"), sqrt(diag(NeweyWest(fit, prewhite = FALSE, adjust = TRUE))))
  put(paste0(name, ".nwwhite.bandwidth"), bwNeweyWest(fit, prewhite = 1))
  put(paste0(name, ".nwwhite.se"), sqrt(diag(NeweyWest(fit, prewhite = 1, adjust = TRUE))))
  for (prewhite in 0:1) {
    # tol = 0: no lag is left out because its weight is small.
    put(paste0(name, ".qs", prewhite, ".bandwidth"), bwAndrews(fit, prewhite = prewhite))
    put(paste0(name, ".qs", prewhite, ".se"), sqrt(diag(kernHAC(fit, prewhite = prewhite, adjust = TRUE, tol = 0))))
    put(paste0(name, ".qs", prewhite, ".covariance"), kernHAC(fit, prewhite = prewhite, adjust = FALSE, tol = 0))
  }
  put(paste0(name, ".qs2.5.se"), sqrt(diag(kernHAC(fit, bw = 2.5, prewhite = FALSE, adjust = FALSE, tol = 0))))
}
put("stackloss.y", stackloss$stack.loss)
put("stackloss.air", stackloss$Air.Flow)
put("stackloss.water", stackloss$Water.Temp)
put("stackloss.acid", stackloss$Acid.Conc.)
fit <- lm(stack.loss ~ ., stackloss)
describe("stackloss", fit)
new <- data.frame(Air.Flow = c(50, 60, 75), Water.Temp = c(18, 21, 25), Acid.Conc. = c(85, 80, 90))
put("stackloss.confidence", t(predict(fit, new, interval = "confidence", level = 0.9)))
put("stackloss.prediction", t(predict(fit, new, interval = "prediction", level = 0.9)))

put("cars.y", cars$dist)
put("cars.speed", cars$speed)
describe("cars", lm(dist ~ speed, cars, weights = 1 / cars$speed))

put("huron.y", LakeHuron)
year <- as.numeric(time(LakeHuron)) - 1900
put("huron.year", year)
describe("huron", lm(as.numeric(LakeHuron) ~ year))

origin <- lm(dist ~ 0 + speed, cars)
put("origin.estimate", coef(origin))
put("origin.se", summary(origin)$coefficients[, 2])
put("origin.r2", summary(origin)$r.squared)
put("origin.nwauto.se", sqrt(diag(NeweyWest(origin, prewhite = FALSE, adjust = TRUE))))
put("origin.bandwidth", bwNeweyWest(origin, prewhite = 0))

# Growth: log of the level of airline passengers of 1949-1960, totals of the years, on time.
total <- as.numeric(tapply(AirPassengers, floor(time(AirPassengers)), sum))
put("passengers.y", total)
index <- seq_along(total)
growth <- lm(log(total) ~ index)
put("passengers.rate", coef(growth)[2])
put("passengers.nw2.se", sqrt(diag(NeweyWest(growth, lag = 2, prewhite = FALSE, adjust = TRUE)))[2])
put("passengers.bandwidth", bwNeweyWest(growth, prewhite = 0))
put("passengers.nwauto.se", sqrt(diag(NeweyWest(growth, prewhite = FALSE, adjust = TRUE)))[2])

# Elasticity: employment on GNP at constant prices (Longley 1967), logarithms and their changes.
put("longley.jobs", longley$Employed)
gnp <- longley$GNP / longley$GNP.deflator
put("longley.gnp", gnp)
elasticity <- function(name, fit) {
  put(paste0(name, ".estimate"), coef(fit))
  put(paste0(name, ".r2"), summary(fit)$r.squared)
  put(paste0(name, ".nw1.se"), sqrt(diag(NeweyWest(fit, lag = 1, prewhite = FALSE, adjust = TRUE)))[2])
}
elasticity("longley.levels", lm(log(longley$Employed) ~ log(gnp)))
elasticity("longley.growth", lm(diff(log(longley$Employed)) ~ diff(log(gnp))))
put("passengers.t90", qt(0.95, length(total) - 2))
