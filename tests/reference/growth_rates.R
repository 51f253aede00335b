# Growth rates of the province's GRDP at current prices, 2010-2013, billion VND (statistical yearbook), as R has them:
#   Rscript growth_rates.R > growth_rates.txt      (recorded with R 4.2.2, Debian package r-base-core)
y <- c(10224, 12715, 14832, 17108)
t <- seq_along(y)
cat(sprintf("least_squares_rate %.15f\n", exp(coef(lm(log(y) ~ t))[["t"]]) - 1))
cat(sprintf("arithmetic_mean_rate %.15f\n", mean(y[-1] / y[-4]) - 1))
# Levels known to the unit only: the extremes over the corners, and for the least mean rate over the inside too.
corners <- as.matrix(expand.grid(rep(list(c(-0.5, 0.5)), 4)))
over <- function(f) range(apply(corners, 1, function(d) f(y + d)))
ls <- over(function(z) exp(coef(lm(log(z) ~ t))[["t"]]) - 1)
mean_rate <- function(z) mean(z[-1] / z[-4]) - 1
least <- optim(rep(0, 4), function(d) mean_rate(y + d), method = "L-BFGS-B", lower = -0.5, upper = 0.5, control = list(factr = 1, fnscale = 1e-6))$value
cat(sprintf("least_squares_range %.15f %.15f\n", ls[1], ls[2]))
cat(sprintf("arithmetic_mean_range %.15f %.15f\n", least, over(mean_rate)[2]))
