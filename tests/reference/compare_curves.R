# The census of the United States, 1790-1970 (R's uspop, millions), by five curves: AICc of the whole, and errors of
# forecasts from every origin with 12 observations or more before it, 3 steps ahead. R 4.2.2.
#   Rscript compare_curves.R > compare_curves.txt
y <- as.numeric(uspop); t <- 1:19; n <- 19; h <- 3; least <- 12
tight <- nls.control(maxiter = 500, tol = 1e-8, minFactor = 1e-12)
models <- list(
  linear = y ~ curve_linear(a, b, t), quadratic = y ~ curve_quadratic(a, b, c, t), exponential = y ~ curve_exponential(a, b, t),
  logistic = y ~ curve_logistic(a, b, c, t), gompertz = y ~ curve_gompertz(a, b, c, t))
# With derivatives: differences would keep nls from converging as far.
curve_linear <- deriv(~ a + b * t, c("a", "b"), function(a, b, t) NULL)
curve_quadratic <- deriv(~ a + b * t + c * t^2, c("a", "b", "c"), function(a, b, c, t) NULL)
curve_exponential <- deriv(~ a * exp(b * t), c("a", "b"), function(a, b, t) NULL)
curve_logistic <- deriv(~ a / (1 + exp(-b * (t - c))), c("a", "b", "c"), function(a, b, c, t) NULL)
curve_gompertz <- deriv(~ a * exp(-exp(-b * (t - c))), c("a", "b", "c"), function(a, b, c, t) NULL)
starts <- list(linear = list(a = 0, b = 10), quadratic = list(a = 0, b = 1, c = 0.6), exponential = list(a = 8, b = 0.2),
               logistic = list(a = 250, b = 0.3, c = 14), gompertz = list(a = 600, b = 0.08, c = 18))
fit <- function(name, m) nls(models[[name]], data.frame(t = t[1:m], y = y[1:m], w = wt[1:m]), start = starts[[name]], weights = w,
                                control = tight)
say <- function(...) cat(..., "\n")
number <- function(x) format(x, digits = 10)
# From the start, and where that leads nowhere from the fit to one more observation.
refit <- function(name, m) tryCatch(fit(name, m), error = function(e) {
  starts[[name]] <<- as.list(coef(refit(name, min(m + 1, n))))
  fit(name, m)
})
compare <- function(label, weights) {
  wt <<- weights
  for (name in names(models)) {
    whole <- fit(name, n)
    l <- logLik(whole); k <- attr(l, "df")
    say(label, name, "aicc", number(-2 * as.numeric(l) + 2 * k + 2 * k * (k + 1) / (n - k - 1)))
    e <- a <- q <- q2 <- NULL
    for (m in least:(n - h)) {
      f <- predict(refit(name, m), data.frame(t = t[(m + 1):(m + h)]))
      e <- rbind(e, y[(m + 1):(m + h)] - f); a <- rbind(a, y[(m + 1):(m + h)])
      q <- c(q, mean(abs(diff(y[1:m])))); q2 <- c(q2, mean(diff(y[1:m])^2))
    }
    say(label, name, "rmse", number(sqrt(mean(e^2)))); say(label, name, "mae", number(mean(abs(e))))
    say(label, name, "mape", number(mean(abs(e / a)))); say(label, name, "mase", number(mean(abs(e) / q)))
    say(label, name, "rmsse", number(sqrt(mean(e^2 / q2))))
    say(label, name, "mae_by_step", number(colMeans(abs(e))))
  }
}
compare("plain", rep(1, n))
compare("weighted", 1:19)
