# Leverage, residuals and Cook's distance of a line (lm), of a weighted line, and of a logistic curve (nls, from its
# gradient's QR factors), to 10 digits. R 4.2.2.   Rscript curve_diagnostics.R > curve_diagnostics.txt
say <- function(name, ...) cat(name, format(c(...), digits = 10), "\n")
case <- function(name, m) {
  say(paste(name, "leverage"), hatvalues(m)); say(paste(name, "standardised"), rstandard(m))
  say(paste(name, "studentised"), rstudent(m)); say(paste(name, "cooks_distance"), cooks.distance(m))
}
t <- 0:7
y <- c(1.1, 2.9, 5.2, 6.8, 9.1, 11.0, 12.8, 15.2)
case("line", lm(y ~ t))
case("weighted", lm(y ~ t, weights = c(1, 2, 3, 4, 4, 3, 2, 1)))
x <- 1:10
z <- c(1.2, 2.1, 3.2, 5.1, 7.9, 10.4, 13.3, 14.9, 16.6, 17.3)
f <- nls(z ~ ceiling / (1 + exp(-rate * (x - midpoint))), start = list(ceiling = 18, rate = 0.6, midpoint = 5),
         control = nls.control(tol = 1e-8, minFactor = 1e-12))
# At the optimum the curve is the line in its own gradient, of which lm knows all of this.
J <- f$m$gradient(); r <- residuals(f)
tangent <- lm(as.numeric(r) ~ J - 1)
case("logistic", tangent)
q <- Box.test(r - mean(r), lag = 2, type = "Ljung-Box")
say("logistic runs", 1 + sum(diff(sign(r)) != 0))
a <- lm(I(r^2) ~ fitted(f))
say("logistic breusch_pagan", length(r) * summary(a)$r.squared)
say("logistic ljung_box", length(r) * (length(r) + 2) * sum(sapply(1:2, function(k) (sum(r[-(1:k)] * head(r, -k)) / sum(r^2))^2 / (length(r) - k))))
