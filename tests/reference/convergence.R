# Sigma and beta convergence of labour productivity (VA_Q15 / EMP) over Vietnam's twelve sectors, by base R: lm, nls, and
# the robust covariances as their formulas say.
#   cd tests/reference && Rscript convergence.R > convergence.txt
d <- read.csv("vietnam_etd.csv", comment.char = "#", check.names = FALSE)
years <- 1990:2018
block <- function(v) as.matrix(d[d[[1]] == v, 3:14])
y <- block("VA_Q15") / block("EMP")
emp <- block("EMP"); share <- emp / rowSums(emp)
at <- function(year) year - 1989
show <- function(name, x) cat(name, ",", formatC(x, digits = 17, format = "g"), "\n", sep = "")
table <- function(name, fit, V) {
  se <- sqrt(diag(V))
  for (i in seq_along(se)) { show(paste0(name, ".b", i), coef(fit)[[i]]); show(paste0(name, ".se", i), se[[i]]) }
}
hc1 <- function(X, e) { n <- nrow(X); B <- solve(crossprod(X)); B %*% crossprod(X * e) %*% B * n / (n - ncol(X)) }
newey <- function(X, e, L) {
  n <- nrow(X); B <- solve(crossprod(X)); u <- X * e; S <- crossprod(u)
  for (j in 1:L) { G <- crossprod(u[(j + 1):n, , drop = FALSE], u[1:(n - j), , drop = FALSE]); S <- S + (1 - j / (L + 1)) * (G + t(G)) }
  B %*% S %*% B * n / (n - ncol(X))
}
n <- 12
cv <- apply(y, 1, function(r) sqrt(mean((r - mean(r))^2)) / mean(r))
sl <- apply(y, 1, function(r) sqrt(mean((log(r) - mean(log(r)))^2)))
for (year in c(1990, 2018)) { show(paste0("cv.", year), cv[at(year)]); show(paste0("log.", year), sl[at(year)])
  show(paste0("sample.cv.", year), sd(y[at(year), ]) / mean(y[at(year), ])); show(paste0("sample.log.", year), sd(log(y[at(year), ]))) }
time <- 0:28
for (s in list(list("cv", cv), list("log", sl))) {
  f <- lm(s[[2]] ~ time); table(paste0("trend.", s[[1]]), f, newey(model.matrix(f), resid(f), 3))
}
# One span, 1990-2018: absolute (classical and HC1), and conditional on the share of employment at the start.
T <- 28; x0 <- log(y[at(1990), ]); g <- log(y[at(2018), ] / y[at(1990), ]) / T; s0 <- share[at(1990), ]
f <- lm(g ~ x0); table("absolute", f, vcov(f)); table("absolute.hc1", f, hc1(model.matrix(f), resid(f)))
b <- coef(f)[[2]]; show("absolute.speed", -log(1 + b * T) / T)
show("absolute.speed.se", sqrt(vcov(f)[2, 2]) / (1 + b * T))
ci <- confint(f, level = 0.9)[2, ]; show("absolute.speed.lower", -log(1 + ci[[2]] * T) / T); show("absolute.speed.upper", -log(1 + ci[[1]] * T) / T)
f <- lm(g ~ x0 + s0); table("conditional", f, vcov(f))
# Three spans of ten, ten and eight years with intercepts of their own, pooled: nonlinear, classical and HC1.
spans <- list(c(1990, 2000), c(2000, 2010), c(2010, 2018))
p <- do.call(rbind, lapply(seq_along(spans), function(k) { a <- spans[[k]][1]; z <- spans[[k]][2]
  data.frame(g = log(y[at(z), ] / y[at(a), ]) / (z - a), x0 = log(y[at(a), ]), T = z - a, s = k, m = colMeans(share[at(a):at(z), ])) }))
p$d1 <- as.numeric(p$s == 1); p$d2 <- as.numeric(p$s == 2); p$d3 <- as.numeric(p$s == 3)
f <- nls(g ~ a1 * d1 + a2 * d2 + a3 * d3 - (1 - exp(-beta * T)) / T * x0, p, list(a1 = .1, a2 = .1, a3 = .1, beta = .01),
         control = nls.control(tol = 1e-7))
table("pooled", f, vcov(f))
J <- with(p, cbind(d1, d2, d3, -exp(-coef(f)[["beta"]] * T) * x0)); table("pooled.hc1", f, hc1(J, resid(f)))
show("pooled.rss", deviance(f))
f <- nls(g ~ a - (1 - exp(-beta * T)) / T * x0 + c * m, p, list(a = .1, beta = .01, c = .1), control = nls.control(tol = 1e-7))
table("means", f, vcov(f))
