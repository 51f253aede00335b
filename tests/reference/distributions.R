# Distribution functions and quantiles as R has them, centre and tails:
#   Rscript distributions.R > distributions.csv      (recorded with R 4.2.2, Debian package r-base-core)
row <- function(name, value, ...) {
  a <- c(..., NA, NA, NA)[1:3]
  cat(name, ifelse(is.na(a), "", sprintf("%.17g", a)), sprintf("%.17g", value), sep = ",")
  cat("\n")
}
cat("function,a,b,c,value\n")
for (x in c(-37.5, -20, -8, -3, -1.25, -1e-3, 0, 0.5, 1.96, 5, 8)) {
  row("normal_cdf", pnorm(x), x)
  row("normal_upper", pnorm(x, lower.tail = FALSE), x)
  row("normal_upper", pnorm(-x, lower.tail = FALSE), -x)
}
for (p in c(1e-300, 1e-100, 1e-20, 1e-6, 0.025, 0.3, 0.5, 0.75, 0.975, 0.999999)) {
  row("normal_quantile", qnorm(p), p)
  for (d in c(1, 2, 3.5, 10, 200)) if (p > 1e-30) row("student_t_quantile", qt(p, d), p, d)
  for (a in c(0.5, 1, 3, 40)) if (p > 1e-30) {
    row("gamma_quantile", qgamma(p, a, scale = 2.5), p, a, 2.5)
    row("beta_quantile", qbeta(p, a, 2), p, a, 2)
  }
}
for (d in c(1, 2, 3.5, 10, 200)) for (x in c(-1000, -40, -6, -1, -0.01, 0, 0.5, 2.1, 30)) {
  row("student_t_cdf", pt(x, d), x, d)
  row("student_t_upper", pt(x, d, lower.tail = FALSE), x, d)
  row("student_t_upper", pt(-x, d, lower.tail = FALSE), -x, d)
}
for (a in c(0.5, 1, 3, 40)) for (x in c(1e-8, 0.01, 0.5, 2, 10, 60, 150)) {
  row("gamma_cdf", pgamma(x, a, scale = 2.5), x, a, 2.5)
  row("chi_squared_upper", pchisq(x, a, lower.tail = FALSE), x, a)
  row("f_upper", pf(x, a, 7, lower.tail = FALSE), x, a, 7)
}
for (a in c(0.5, 1, 3, 40)) for (b in c(0.5, 2, 25)) for (x in c(1e-7, 0.01, 0.3, 0.5, 0.9, 0.999)) row("beta_cdf", pbeta(x, a, b), x, a, b)
for (n in c(1, 10, 500)) for (p in c(0, 1e-6, 0.03, 0.5, 0.98, 1)) for (k in unique(c(0, floor(n / 20), floor(n / 2), n - 1, n))) row("binomial_cdf", pbinom(k, n, p), k, n, p)
