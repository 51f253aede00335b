# Values for tests/stats/stability_test.cpp and breaks_test.cpp: the package strucchange, on the Nile's flow and the
# British drivers killed or hurt (they ship with R) and on the real interest rate of Garcia & Perron (1996), the example
# of Bai & Perron (2003), which ships with strucchange.
# Rscript breaks.R > breaks.txt
suppressMessages(library(strucchange))
suppressMessages(library(sandwich))
put <- function(key, x) cat(key, formatC(as.numeric(x), digits = 16, width = 1, format = "g"), "\n")
cat("#", R.version.string, "; strucchange", as.character(packageVersion("strucchange")), "\n")
data("RealInt")
describe <- function(name, formula, data, h = 0.15, breaks = NULL, split) {
  bp <- if (is.null(breaks)) breakpoints(formula, data = data, h = h)
        else breakpoints(formula, data = data, h = h, breaks = breaks)
  table <- summary(bp)$RSS
  put(paste0(name, ".rss"), table["RSS", ])
  put(paste0(name, ".bic"), table["BIC", ])
  for (m in seq_len(ncol(table) - 1)) {
    put(paste0(name, ".breaks", m), breakpoints(bp, breaks = m)$breakpoints)
    for (reg in c(TRUE, FALSE)) for (err in c(TRUE, FALSE)) {
      limits <- suppressWarnings(confint(bp, breaks = m, het.reg = reg, het.err = err))$confint
      put(paste0(name, ".confint", m, ".", as.integer(reg), as.integer(err)), t(limits))
    }
    limits <- suppressWarnings(confint(bp, breaks = m, level = 0.9))$confint
    put(paste0(name, ".confint", m, ".90"), t(limits))
  }
  put(paste0(name, ".chosen"), length(na.omit(breakpoints(bp)$breakpoints)))
  if (!is.na(breakpoints(bp)$breakpoints[1])) put(paste0(name, ".coef"), t(coef(bp)))
  fs <- Fstats(formula, data = data, from = h)
  put(paste0(name, ".fstats"), fs$Fstats)
  put(paste0(name, ".supf"), sctest(fs)$statistic)
  put(paste0(name, ".supf.p"), sctest(fs)$p.value)
  chow <- sctest(formula, data = data, type = "Chow", point = split)
  put(paste0(name, ".chow"), c(split, chow$statistic, chow$p.value))
  for (type in c("OLS-CUSUM", "Rec-CUSUM")) {
    process <- efp(formula, data = data, type = type)
    put(paste0(name, ".", tolower(type)), process$process)
    put(paste0(name, ".", tolower(type), ".test"), c(sctest(process)$statistic, sctest(process)$p.value))
  }
}

# Covariances for serially correlated errors. `spectral` is that of Bai & Perron (2003): the quadratic spectral kernel
# on prewhitened scores, as in the documentation of `RealInt`.
spectral <- function(x, ...) kernHAC(x, kernel = "Quadratic Spectral", prewhite = 1, approx = "AR(1)", tol = 0)
bartlett <- function(x, ...) NeweyWest(x, lag = 3, prewhite = FALSE, adjust = FALSE)
white <- function(x, ...) vcovHC(x, type = "HC0")
robust <- list(spectral = spectral, bartlett = bartlett, white = white)

# Statistic of equal coefficients in the segments that end at `dates`, from the stacked estimates: R d' (R V R')^-1 R d
# with R the differences of neighbours, V one block for each segment (Bai & Perron 1998, the supF test).
wald <- function(y, X, dates, vcov.) {
  k <- ncol(X); m <- length(dates); n <- length(y)
  ends <- c(0, dates, n); d <- NULL; V <- matrix(0, k * (m + 1), k * (m + 1))
  for (i in seq_len(m + 1)) {
    rows <- (ends[i] + 1):ends[i + 1]
    yi <- y[rows]; Xi <- X[rows, , drop = FALSE]
    fit <- lm(yi ~ 0 + Xi); block <- (i - 1) * k + seq_len(k)
    d <- c(d, coef(fit)); V[block, block] <- vcov.(fit)
  }
  R <- kronecker(diff(diag(m + 1)), diag(k))
  (n - (m + 1) * k) / (n * m) * drop(t(R %*% d) %*% solve(R %*% V %*% t(R), R %*% d))
}
describe_robust <- function(name, formula, data, h, breaks) {
  bp <- breakpoints(formula, data = data, h = h, breaks = breaks)
  for (kind in names(robust)) {
    for (m in seq_len(breaks)) for (err in c(TRUE, FALSE)) {
      limits <- suppressWarnings(confint(bp, breaks = m, het.err = err, vcov. = robust[[kind]])$confint)
      put(paste0(name, ".", kind, ".confint", m, ".", as.integer(err)), t(limits))
    }
    put(paste0(name, ".", kind, ".supf"),
        sapply(seq_len(breaks), function(m) wald(bp$y, bp$X, breakpoints(bp, breaks = m)$breakpoints, robust[[kind]])))
    # supF(l + 1 | l): in each segment of at least 2 h rows the split of least RSS.
    least <- floor(h * bp$nobs)
    put(paste0(name, ".", kind, ".next"), sapply(seq_len(breaks) - 1, function(l) {
      ends <- c(0, if (l > 0) breakpoints(bp, breaks = l)$breakpoints, bp$nobs)
      max(0, sapply(seq_len(l + 1), function(i) {
        rows <- (ends[i] + 1):ends[i + 1]
        if (length(rows) < 2 * least) return(0)
        y <- bp$y[rows]; X <- bp$X[rows, , drop = FALSE]
        at <- least:(length(rows) - least)
        rss <- sapply(at, function(s) sum(lm.fit(X[1:s, , drop = FALSE], y[1:s])$residuals^2) +
          sum(lm.fit(X[-(1:s), , drop = FALSE], y[-(1:s)])$residuals^2))
        wald(y, X, at[which.min(rss)], robust[[kind]])
      }))
    }))
  }
}
put("nile.y", Nile)
describe("nile", Nile ~ 1, data.frame(Nile), split = 28)
put("realint.y", RealInt)
describe("realint", RealInt ~ 1, data.frame(RealInt), split = 50)

# With lags, as in the documentation of `UKDriverDeaths`: logarithms on the values one and twelve months before.
deaths <- log10(UKDriverDeaths)
deaths <- ts.intersect(deaths, lag(deaths, -1), lag(deaths, -12))
colnames(deaths) <- c("y", "one", "twelve")
deaths <- data.frame(deaths)
for (column in names(deaths)) put(paste0("deaths.", column), deaths[[column]])
describe("deaths", y ~ one + twelve, deaths, h = 0.1, breaks = 5, split = 57)
describe_robust("nile", Nile ~ 1, data.frame(Nile), h = 0.15, breaks = 3)
describe_robust("realint", RealInt ~ 1, data.frame(RealInt), h = 0.15, breaks = 5)
describe_robust("deaths", y ~ one + twelve, deaths, h = 0.1, breaks = 4)
put("realint.spectral.se", sapply(vcov(breakpoints(RealInt ~ 1, h = 15), breaks = 3, vcov. = spectral), sqrt))

for (x in c(0.31, 0.5, 0.948, 1.143, 2)) put(paste0("rec.p.", x), strucchange:::pvalue.efp(x, "Brownian motion", FALSE, "max", k = 1))
for (x in c(0.5, 1, 1.358, 2)) put(paste0("ols.p.", x), strucchange:::pvalue.efp(x, "Brownian bridge", FALSE, "max", k = 1))
for (case in list(c(1, 1), c(2, 0.5), c(0.3, 1.7)))
  put(paste0("argmax.", case[1], ".", case[2]),
      strucchange:::pargmaxV(c(-20, -3, -0.5, 0, 0.25, 4, 11), xi = case[1], phi1 = 1, phi2 = case[2]))
