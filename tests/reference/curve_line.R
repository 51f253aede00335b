# Prints what R says of a least-squares line, of weights, and of a robust fit, to 10 digits: Rscript curve_line.R > curve_line.txt
t <- 0:7
y <- c(1.1, 2.9, 5.2, 6.8, 9.1, 11.0, 12.8, 15.2)
say <- function(name, ...) cat(name, format(c(...), digits = 10), "\n")
m <- lm(y ~ t)
say("coefficients", coef(m)); say("errors", sqrt(diag(vcov(m)))); say("sigma", summary(m)$sigma); say("covariance", vcov(m)[1, 2])
say("loglik", logLik(m)); say("aic", AIC(m)); say("bic", BIC(m))
say("mean", predict(m, data.frame(t = 10), interval = "confidence", level = 0.9))
say("observation", predict(m, data.frame(t = 10), interval = "prediction", level = 0.9))
w <- c(1, 2, 3, 4, 4, 3, 2, 1)
v <- lm(y ~ t, weights = w)
say("weighted", coef(v)); say("weighted_errors", sqrt(diag(vcov(v)))); say("weighted_loglik", logLik(v))
# A logistic curve: nls, its profile intervals (MASS) and the delta method's.
x <- 1:10
z <- c(1.2, 2.1, 3.2, 5.1, 7.9, 10.4, 13.3, 14.9, 16.6, 17.3)
f <- nls(z ~ ceiling / (1 + exp(-rate * (x - midpoint))), start = list(ceiling = 18, rate = 0.6, midpoint = 5))
say("logistic", coef(f)); say("logistic_errors", sqrt(diag(vcov(f)))); say("logistic_rss", deviance(f)); say("logistic_aic", AIC(f))
p <- confint(f, level = 0.9)
say("profile_ceiling", p[1, ]); say("profile_rate", p[2, ]); say("profile_midpoint", p[3, ])
