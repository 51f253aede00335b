# Normal patterns on a made-up panel (fixed seed; no country is meant), by base R's lm and predict, with delta-method errors from
# vcov. Writes the panel and prints the figures:
#   cd tests/reference && Rscript normal_patterns.R > normal_patterns.txt
set.seed(1975)
d <- do.call(rbind, lapply(1:12, function(c) {
  year <- seq(1950, 1969); y0 <- exp(4 + 0.3 * c); g <- runif(1, 0.005, 0.05); n0 <- exp(runif(1, 0.7, 5.5))
  data.frame(country = paste0("c", c), year = year, income = round(y0 * exp(g * (year - 1950) + rnorm(20, 0, 0.03)), 1),
             population = round(n0 * exp(0.02 * (year - 1950)), 3), inflow = round(rnorm(20, 0.02, 0.03), 4), u = rnorm(1, 0, 0.004))
}))
ly <- log(d$income); ln <- log(d$population)
d$industry <- round(-1.0 + 0.38 * ly - 0.0265 * ly^2 + 0.03 * ln - 0.002 * ln^2 - 0.1 * d$inflow + d$u + rnorm(240, 0, 0.01), 4)
d$services <- round(0.25 + 0.035 * ly - 0.0005 * ly^2 - 0.01 * ln + rnorm(240, 0, 0.02), 4)
d$agriculture <- round(1 - d$industry - d$services, 4)
write.csv(d[c("country", "year", "income", "population", "inflow", "agriculture", "industry", "services")], "normal_patterns.csv",
          row.names = FALSE, quote = FALSE)
d <- read.csv("normal_patterns.csv")
show <- function(name, x) cat(name, ",", trimws(formatC(x, digits = 17, format = "g")), "\n", sep = "")
d$y <- log(d$income); d$y2 <- d$y^2; d$n <- log(d$population); d$n2 <- d$n^2
d$e1 <- as.numeric(d$year >= 1955 & d$year < 1960); d$e2 <- as.numeric(d$year >= 1960)
d$country <- factor(d$country, levels = paste0("c", 1:12))
at <- data.frame(y = log(400), y2 = log(400)^2, n = log(20), n2 = log(20)^2, inflow = 0.01, e1 = 0, e2 = 1)
forms <- list(plain = "y + y2 + n + n2", full = "y + y2 + n + n2 + inflow + e1 + e2", within = "y + y2 + n + n2 + country")
for (form in names(forms)) for (s in c("agriculture", "industry", "services")) {
  f <- lm(as.formula(paste(s, "~", forms[[form]])), d); key <- paste0(form, ".", s); V <- vcov(f); b <- coef(f)
  for (i in seq_along(b)) { show(paste0(key, ".b", i), b[[i]]); show(paste0(key, ".se", i), sqrt(V[i, i])) }
  if (form == "within") {
    x <- c(1, at$y, at$y2, at$n, at$n2, rep(1 / 12, 11)); show(paste0(key, ".norm"), sum(x * b)); show(paste0(key, ".norm.se"), sqrt(x %*% V %*% x)); next
  }
  p <- predict(f, at, interval = "confidence", level = 0.9); q <- predict(f, at, interval = "prediction", level = 0.9)
  show(paste0(key, ".norm"), p[1]); show(paste0(key, ".lower"), p[2]); show(paste0(key, ".upper"), p[3])
  show(paste0(key, ".observation.lower"), q[2]); show(paste0(key, ".observation.upper"), q[3])
  t <- qt(0.95, f$df.residual)
  g <- rep(0, length(b)); g[2] <- -1 / (2 * b[3]); g[3] <- b[2] / (2 * b[3]^2); turn <- -b[[2]] / (2 * b[[3]]); se <- sqrt(g %*% V %*% g)
  show(paste0(key, ".turn"), exp(turn)); show(paste0(key, ".turn.lower"), exp(turn - t * se)); show(paste0(key, ".turn.upper"), exp(turn + t * se))
  level <- 0.3; h <- function(L) { a <- at; a$y <- L; a$y2 <- L^2; predict(f, a) - level }
  r <- tryCatch(uniroot(h, c(2, turn), tol = 1e-14)$root, error = function(e) NA)
  if (!is.na(r)) { x <- c(1, r, r^2, at$n, at$n2, if (form == "full") c(at$inflow, 0, 1)); se <- sqrt(x %*% V %*% x) / abs(b[[2]] + 2 * b[[3]] * r)
    show(paste0(key, ".at"), exp(r)); show(paste0(key, ".at.lower"), exp(r - t * se)); show(paste0(key, ".at.upper"), exp(r + t * se)) }
}
