# Writes decomposition.txt: components by R's stl, decompose and forecast::mstl. Usage: Rscript decomposition.R
suppressPackageStartupMessages(library(forecast))
sink("decomposition.txt")
line <- function(name, x) cat(name, format(as.numeric(x), digits = if (length(strsplit(name, " ")[[1]]) == 1) 15 else 12), "\n")
parts <- function(name, fit) {
  line(paste(name, "season"), fit$time.series[, "seasonal"])
  line(paste(name, "trend"), fit$time.series[, "trend"])
}
cat("# R", as.character(getRversion()), "forecast", as.character(packageVersion("forecast")), "\n")
line("co", co2)
parts("stl periodic", stl(co2, "periodic"))
parts("stl nine", stl(co2, 9))
parts("stl line", stl(co2, 35, s.degree = 1, t.window = 51, t.degree = 0, l.window = 15, l.degree = 1, s.jump = 3,
                      t.jump = 7, l.jump = 4, inner = 3))
parts("stl whole", stl(co2, 7, s.jump = 1, t.jump = 1, l.jump = 1))
# An outlier, and a series shorter than its seasonal window.
short <- window(log(AirPassengers), end = c(1955, 7))
short[20] <- 9
line("short", short)
robust <- stl(short, 11, robust = TRUE)
parts("stl robust", robust)
line("stl robust weights", robust$weights)
line("uk", UKgas)
parts("stl quarterly", stl(UKgas, 5, robust = TRUE, s.degree = 1, s.jump = 1, t.jump = 1, l.jump = 1))
# Two seasons.
t <- 1:400
two <- 0.03 * t + 3 * sin(2 * pi * t / 7) + (1 + t / 300) * cos(2 * pi * t / 30) + ((t * 37) %% 11) / 10
line("two", two)
m <- mstl(msts(two, c(7, 30)))
line("mstl trend", m[, "Trend"])
line("mstl seven", m[, "Seasonal7"])
line("mstl thirty", m[, "Seasonal30"])
line("mstl one season", mstl(UKgas)[, "Seasonal4"])
for (type in c("additive", "multiplicative")) {
  d <- decompose(UKgas, type)
  line(paste("classical", type, "season"), d$seasonal)
  line(paste("classical", type, "trend"), d$trend[3:106])
  line(paste("classical", type, "random"), d$random[3:106])
}
d <- decompose(ts(two, frequency = 7))
line("classical odd season", d$seasonal)
line("classical odd trend", d$trend[4:397])
# Strengths as tsfeatures and fpp3 compute them.
strength <- function(part, rest) max(0, 1 - var(rest) / var(part + rest))
s <- stl(co2, 9)$time.series
line("strength", c(strength(s[, 2], s[, 3]), strength(s[, 1], s[, 3])))
# Forecasts of the adjusted series with the last season repeated.
for (method in c("naive", "rwdrift")) {
  f <- stlf(co2, h = 30, s.window = 13, method = method, level = 90)
  line(paste("stlf", method, "mean"), f$mean)
}
line("stlf naive upper", stlf(co2, h = 30, s.window = 13, method = "naive", level = 90)$upper)
f <- stlf(msts(two, c(7, 30)), h = 40, method = "naive", level = 90)
line("stlf two mean", f$mean)
sink()
