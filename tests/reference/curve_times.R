# A logistic curve by the time at which it reaches 95 % of its ceiling, and by that at which it passes 16, as a parameter:
# nls, and the two times for which the least sum of squares of the others is t^2 sigma^2 above the minimum, t Student's
# quantile for 90 %. (confint's profile, 4th digit, interpolates by splines.) R 4.2.2.   Rscript curve_times.R > curve_times.txt
say <- function(name, ...) cat(name, format(c(...), digits = 10), "\n")
x <- 1:10
z <- c(1.2, 2.1, 3.2, 5.1, 7.9, 10.4, 13.3, 14.9, 16.6, 17.3)
tight <- nls.control(tol = 1e-7, minFactor = 1e-12)
case <- function(name, formula, others, time) {
  free <- nls(formula, start = c(others, list(time = time)), control = tight)
  limit <- deviance(free) + qt(0.95, df.residual(free))^2 * deviance(free) / df.residual(free)
  error <- sqrt(diag(vcov(free)))["time"]
  excess <- function(at) {
    held <- do.call("substitute", list(formula, list(time = at)))
    deviance(nls(as.formula(held), start = as.list(coef(free)[names(others)]), control = tight)) - limit
  }
  end <- function(far) uniroot(excess, sort(coef(free)["time"] + c(0, far * error)), tol = 1e-10)$root
  say(name, coef(free)["time"], error, end(-3), end(6))
}
share <- z ~ ceiling / (1 + exp(-rate * (x - time) - log(19)))
case("share", share, list(ceiling = 18, rate = 0.6), 10)
case("level", z ~ ceiling / (1 + (ceiling / 16 - 1) * exp(-rate * (x - time))), list(ceiling = 18, rate = 0.6), 8.5)
case("share_held", z ~ 18 / (1 + exp(-rate * (x - time) - log(19))), list(rate = 0.6), 10)
# Only what was seen up to the bend.
x <- x[1:6]; z <- z[1:6]
case("share_early", share, list(ceiling = 18, rate = 0.6), 10)
