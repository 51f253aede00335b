# Values for tests/stats/stability_test.cpp and breaks_test.cpp: the package strucchange, on the Nile's flow and the
# British drivers killed or hurt (they ship with R) and on the real interest rate of Garcia & Perron (1996), the example
# of Bai & Perron (2003), which ships with strucchange.
# Rscript breaks.R > breaks.txt
suppressMessages(library(strucchange))
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

for (x in c(0.31, 0.5, 0.948, 1.143, 2)) put(paste0("rec.p.", x), strucchange:::pvalue.efp(x, "Brownian motion", FALSE, "max", k = 1))
for (x in c(0.5, 1, 1.358, 2)) put(paste0("ols.p.", x), strucchange:::pvalue.efp(x, "Brownian bridge", FALSE, "max", k = 1))
for (case in list(c(1, 1), c(2, 0.5), c(0.3, 1.7)))
  put(paste0("argmax.", case[1], ".", case[2]),
      strucchange:::pargmaxV(c(-20, -3, -0.5, 0, 0.25, 4, 11), xi = case[1], phi1 = 1, phi2 = case[2]))
