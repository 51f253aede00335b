#include <foreplan/report/forecast.hpp>

#include "charts.hpp"

namespace foreplan::report {
namespace {

TEST(ModelTable, PutsTheBestFirstAndWhatHasNoCriterionLast) {
  using forecast::EtsForm;
  const std::vector<forecast::EtsCandidate> tried = {
      {EtsForm{}, -100, 206},
      {EtsForm{.trend = forecast::EtsTrend::additive}, -INFINITY, INFINITY},
      {EtsForm{.error = forecast::EtsError::multiplicative}, -97, 200}};
  const Table t = model_table(tried, {.criterion = forecast::Criterion::bic});
  ASSERT_EQ(t.rows.size(), 3u);
  EXPECT_EQ(t.columns[2].header, "BIC");
  EXPECT_EQ(std::get<std::string>(t.rows[0][0].value), "ETS(M,N,N)");
  EXPECT_EQ(std::get<double>(t.rows[1][3].value), 6);
  EXPECT_TRUE(std::isnan(std::get<double>(t.rows[2][2].value)));
  EXPECT_THAT(terminal(t), HasSubstr("ETS(A,A,N)"));
  const std::vector<forecast::ArimaCandidate> arima = {{{.d = 1, .q = 1}, true, -10, 25}, {{.p = 1}, false, -9, 22}};
  EXPECT_EQ(std::get<std::string>(model_table(arima, 1).rows[1][0].value), "ARIMA(0,1,1) with constant");
  EXPECT_THROW((void)model_table(std::vector<forecast::EtsCandidate>{}), InvalidArgument);
  const std::vector<forecast::CesCandidate> ces{{forecast::CesSeason::none, -10, 25},
                                                {forecast::CesSeason::full, -9, 22}};
  EXPECT_EQ(std::get<std::string>(model_table(ces).rows[0][0].value), "CES(full)");
  const std::vector<forecast::TbatsCandidate> tbats{{{.trend = true}, -10, 25}};
  EXPECT_EQ(std::get<std::string>(model_table(tbats).rows[0][0].value), to_string(tbats[0].form));
}

TEST(CoefficientTable, HasStandardErrorsInTheDigitsOfTheEstimate) {
  forecast::ArimaFit fit;
  fit.order = {.q = 1};
  fit.coefficients = {{"ma1", -0.40182, 0.08964}, {"mean", 12345.6, kNaN}};
  fit.sigma2 = 0.0013674;
  fit.log_likelihood = 244.7;
  const Table t = coefficient_table(fit);
  EXPECT_EQ(t.caption, "ARIMA(0,0,1)");
  EXPECT_EQ(std::get<Rounded>(t.rows[0][1].value).text(), "-0.4018");
  EXPECT_EQ(std::get<Rounded>(t.rows[0][2].value).text(), "0.0896");
  EXPECT_NEAR(std::get<double>(t.rows[0][3].value), -4.4826, 1e-4);
  EXPECT_TRUE(std::isnan(std::get<double>(t.rows[1][2].value)));
  EXPECT_THAT(t.note, HasSubstr("0.001367"));
  EXPECT_THROW((void)coefficient_table(forecast::ArimaFit{}), InvalidArgument);
}

TEST(CoefficientTable, HasRegressorsOfExponentialSmoothingAndTheta) {
  forecast::EtsFit ets;
  ets.coefficients = {{"price", -2.5, 0.5}};
  EXPECT_EQ(coefficient_table(ets).caption, "ETS(A,N,N)");
  EXPECT_EQ(std::get<double>(coefficient_table(ets).rows[0][3].value), -5);
  forecast::ThetaFit theta;
  theta.coefficients = ets.coefficients;
  EXPECT_EQ(coefficient_table(theta).caption, "Dynamic optimised theta");
  EXPECT_EQ(coefficient_table(theta).rows, coefficient_table(ets).rows);
  EXPECT_THROW((void)coefficient_table(forecast::EtsFit{}), InvalidArgument);
}

}  // namespace
}  // namespace foreplan::report
