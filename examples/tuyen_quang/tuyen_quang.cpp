// The main job: a provincial plan audited, projected, simulated and reported, in English and Vietnamese.
//   tuyen_quang plan.json FOLDER
#include <foreplan/growth.hpp>
#include <foreplan/io.hpp>
#include <foreplan/plan.hpp>
#include <foreplan/report.hpp>
#include <foreplan/structure.hpp>

#include <iostream>
#include <string>
#include <vector>

namespace fp = foreplan;
using fp::Language;

namespace {

/// What is said in two languages: the library's own labels follow the language by themselves.
const char* say(Language language, const char* en, const char* vi) { return language == Language::english ? en : vi; }

/// The target as the plan means it when both its figures hold: from the base that they imply, at one price basis.
struct Question {
  fp::plan::Target target;
  fp::Series base;
};

Question question(const fp::plan::Plan& plan, double base) {
  const auto& indicator = fp::plan::find_indicator(plan, "industrial_output");
  return {fp::plan::target_of(indicator, fp::plan::find_statement(plan, "target_output_2020")),
          {"industrial_output", 2015, indicator.unit, {base}}};
}

fp::report::Table odds(const fp::plan::Plan& plan, Language language) {
  std::vector<fp::report::TargetOutlook> outlooks;
  for (const double base : {fp::growth::implied_base(17'600, 0.114, 5).value, 6'513.0})
    for (const double median : {0.114, 0.13}) {
      const Question q = question(plan, base);
      outlooks.push_back({q.target, fp::plan::attainment(q.target, q.base, {.growth = fp::plan::GrowthBelief{median, 0.05}})});
    }
  return fp::report::attainment_table(outlooks, language);
}

fp::report::Table shift_table(const fp::plan::Plan& plan, Language language) {
  std::vector<double> first, last;
  for (const char* sector : {"agriculture", "industry", "services"}) {
    first.push_back(fp::plan::find_statement(plan, std::string("share_") + sector + "_2010").value.value());
    last.push_back(fp::plan::find_statement(plan, std::string("share_") + sector + "_2013").value.value());
  }
  const auto cosine = fp::structure::cosine_shift(first, last);
  using fp::structure::LilienWeights;
  fp::report::Table t;
  t.caption = say(language, "Shift of the structure, 2010-2013 (current prices)", "Chuyển dịch cơ cấu 2010-2013 (giá hiện hành)");
  t.columns = {{say(language, "Index", "Chỉ số"), {}}, {say(language, "Value", "Giá trị"), {}, fp::report::NumberStyle::plain, 5}};
  t.rows = {{say(language, "Cosine (Moore 1978)", "Hệ số cos (Moore 1978)"), cosine.cosine},
            {say(language, "Angle, degrees", "Góc, độ"), fp::Rounded(cosine.degrees, 2)},
            {say(language, "Angle, % of a right angle", "Góc, % góc vuông"), fp::Rounded(100 * cosine.of_right_angle, 2)},
            {"NAV (Michaely, Stoikov)", fp::structure::nav(first, last)},
            {"Krugman", fp::structure::krugman(first, last)},
            {"Hellinger", fp::structure::hellinger(first, last)},
            {"Aitchison", fp::structure::aitchison(first, last)},
            {"Lilien (1982)", fp::structure::lilien(first, last, LilienWeights::end_period)},
            {say(language, "Lilien, mean weights", "Lilien, quyền số bình quân"), fp::structure::lilien(first, last, LilienWeights::mean_shares)},
            {say(language, "Lilien, product weights", "Lilien, quyền số tích"), fp::structure::lilien(first, last, LilienWeights::product_shares)}};
  return t;
}

fp::report::Document page(const fp::plan::Plan& plan, const std::vector<fp::plan::ProjectionResult>& results, Language language) {
  const auto audit = fp::plan::audit(plan, {.language = language});
  fp::report::Document page(plan.title.in(language), {.language = language, .source = plan.source});
  page.section(say(language, "Is it consistent?", "Kế hoạch có nhất quán không?"), fp::report::audit_figures(audit, language),
               fp::report::findings(audit, plan, language));
  const auto& base = results[1];
  page.section(say(language, "Where does it go?", "Kinh tế sẽ đi về đâu?"),
               say(language, "Three illustrative scenarios; only the growth of industry in the base scenario is the plan's own.",
                   "Ba kịch bản minh họa; chỉ tốc độ tăng công nghiệp ở kịch bản cơ sở là của kế hoạch."),
               fp::report::scenario_chart(plan, results, {}, fp::report::Measure::level, language),
               fp::report::growth_contributions(plan, base, language), fp::report::comparison(plan, results, fp::report::Measure::level, language));
  page.section(say(language, "How does the structure shift?", "Cơ cấu chuyển dịch thế nào?"), shift_table(plan, language),
               fp::report::share_chart(plan, base, language),
               fp::report::scenario_chart(plan, results, "industry", fp::report::Measure::share, language),
               fp::report::event_table(plan, results, language));
  page.section(say(language, "How likely is the target?", "Khả năng đạt mục tiêu?"),
               say(language,
                   "Log growth is taken as independent and normal with a standard deviation of 0.05. From 10,259, the base that both targets imply, "
                   "and from 6,513, the base that the plan states.",
                   "Giả định log tăng trưởng độc lập, phân phối chuẩn với độ lệch chuẩn 0,05. Tính từ 10.259 là mức gốc mà hai mục tiêu hàm ý, và từ "
                   "6.513 là mức gốc kế hoạch nêu."),
               odds(plan, language));
  for (const auto& progress : plan.progress) {
    const auto target = question(plan, 1).target;
    const auto monitoring = fp::plan::monitor(target, progress);
    page.section(say(language, "Is it on track? (illustrative)", "Có đúng tiến độ không? (minh họa)"),
                 fp::report::monitoring_verdict(target, monitoring, language), fp::report::gauge(target, progress, monitoring, language),
                 fp::report::monitoring_table(target, monitoring, language));
  }
  const auto pipeline = fp::plan::simulate_pipeline(plan.projects, {2016, 2020}, {.correlation = 0.3, .seed = 1});
  page.section(say(language, "What does it take? (illustrative)", "Cần những gì? (minh họa)"), fp::report::pipeline_table(pipeline, language),
               fp::report::zone_table(plan.zones, language));
  for (const auto& demand : plan.electricity)
    page.sections.back().blocks.emplace_back(fp::report::electricity_table(demand, language));
  return page;
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc != 3) {
    std::cerr << "usage: tuyen_quang plan.json FOLDER\n";
    return 2;
  }
  const std::string folder = argv[2];
  const fp::plan::Plan plan = fp::io::read_plan_file(argv[1]);
  std::vector<fp::plan::ProjectionResult> results;
  for (const auto& scenario : plan.scenarios) results.push_back(fp::plan::project(plan.projection, scenario));

  for (const auto& finding : fp::plan::audit(plan)) std::cout << to_string(finding.severity) << ": " << finding.sentence << "\n\n";
  std::cout << fp::report::terminal(odds(plan, Language::english)) << '\n';
  fp::io::write_file(folder + "/shares.svg", fp::report::svg(fp::report::scenario_chart(plan, results, "industry", fp::report::Measure::share)));
  for (const Language language : {Language::english, Language::vietnamese}) {
    const std::string path = folder + "/report." + std::string(tag(language)) + ".html";
    fp::io::write_file(path, fp::report::html(page(plan, results, language)));
    std::cout << "Report: " << path << '\n';
  }
} catch (const std::exception& e) {
  std::cerr << e.what() << '\n';
  return 1;
}
