// The main job: a provincial plan audited, projected, simulated and reported, in English and Vietnamese.
//   tuyen_quang plan.json FOLDER
#include <foreplan/growth.hpp>
#include <foreplan/io.hpp>
#include <foreplan/plan.hpp>
#include <foreplan/report.hpp>

#include <iostream>
#include <string>
#include <vector>

namespace fp = foreplan;
namespace report = foreplan::report;
using fp::Language;

namespace {

/// What is said in two languages: the library's own labels follow the language by themselves.
const char* say(Language language, const char* en, const char* vi) { return language == Language::english ? en : vi; }

double stated(const fp::plan::Plan& plan, const std::string& id) {
  return fp::plan::find_statement(plan, id).value.value();
}

/// Output under both readings and two beliefs about growth; exports, for which the plan states no base.
std::vector<report::TargetOutlook> outlooks(const fp::plan::Plan& plan, Language language) {
  const auto output = fp::plan::target_of(plan, "target_output_2020", language);
  const double growth = stated(plan, "target_growth_2016_2020") / 100;
  const double implied = fp::growth::implied_base(output.value, growth, 5).value;
  std::vector<report::TargetOutlook> all;
  const auto add = [&](double base, const char* reading) {
    for (const double median : {growth, 0.13}) {
      const fp::Series from{output.name, 2015, output.unit, {base}};
      all.push_back(
          {output, fp::plan::attainment(output, from, {.growth = fp::plan::GrowthBelief{median, 0.05}}), reading});
    }
  };
  add(implied, say(language, "from the base that both targets imply", "mức gốc suy ra từ hai mục tiêu"));
  add(stated(plan, "output_2015"), say(language, "from the base that the plan states", "mức gốc nêu trong kế hoạch"));
  all.push_back({fp::plan::target_of(plan, "target_exports_2020", language), {}, {}});
  return all;
}

report::Table shift_2010_2013(const fp::plan::Plan& plan, Language language) {
  std::vector<double> first, last;
  for (const std::string& sector : plan.projection.sectors) {
    first.push_back(stated(plan, "share_" + sector + "_2010"));
    last.push_back(stated(plan, "share_" + sector + "_2013"));
  }
  report::Table table = report::shift_table(first, last, language);
  table.caption = say(language, "Shift of the structure 2010–2013, shares at current prices",
                      "Chuyển dịch cơ cấu 2010–2013, tỷ trọng theo giá hiện hành");
  return table;
}

void add_progress(report::Document& page, const fp::plan::Plan& plan, Language language) {
  for (const auto& progress : plan.progress) {
    const auto goal = fp::plan::target_of(plan, progress.target, language);
    const auto monitoring = fp::plan::monitor(goal, progress);
    page.section(say(language, "Is it on track?", "Có đúng tiến độ không?"),
                 report::monitoring_verdict(goal, monitoring, language),
                 report::gauge(goal, progress, monitoring, language),
                 report::monitoring_chart(goal, progress, monitoring, language),
                 report::monitoring_table(goal, monitoring, language));
  }
}

report::Document page(const fp::plan::Plan& plan, const std::vector<fp::plan::ProjectionResult>& results,
                      Language language) {
  using report::Measure;
  report::Document page(
      plan.title.in(language),
      {.language = language,
       .subtitle =
           say(language, "What the targets say, whether they can all be met, where the economy goes, and what it takes",
               "Các mục tiêu đề ra, có cùng đạt được không, kinh tế phát triển theo hướng nào và cần nguồn lực gì"),
       .source = plan.source});
  const auto& base = results[1];
  const auto odds = outlooks(plan, language);
  page.section(say(language, "What do the targets say?", "Kế hoạch đề ra những mục tiêu nào?"),
               report::statements(plan, fp::plan::Role::target, language));
  page.section(say(language, "Do they contradict each other?", "Các mục tiêu có mâu thuẫn không?"),
               report::audit_blocks(fp::plan::audit(plan, {.language = language}), plan, language));
  page.section(
      say(language, "Where does the economy go?", "Kinh tế phát triển theo hướng nào?"),
      say(language,
          "Three illustrative scenarios of a three-sector model: investment becomes output, output needs workers and "
          "electricity. The base scenario is set so that industry grows as the plan says, 11.4 % a year in 2016-2020.",
          "Ba kịch bản minh họa từ mô hình ba khu vực: vốn đầu tư tạo ra sản lượng, sản lượng cần lao động và điện. Kịch "
          "bản cơ sở được chọn để công nghiệp tăng như kế hoạch, 11,4%/năm trong 2016-2020."),
      report::scenario_chart(plan, results, {}, Measure::level, language),
      report::growth_contributions(plan, base, language), report::comparison(plan, results, Measure::level, language),
      report::variable_chart(plan, results, "investment_rate", language),
      report::variable_chart(plan, results, "power", language));
  page.section(say(language, "How does the structure shift?", "Cơ cấu chuyển dịch thế nào?"),
               report::stated_contributions(plan, "grdp", language), shift_2010_2013(plan, language),
               report::share_chart(plan, base, language),
               report::scenario_chart(plan, results, "industry", Measure::share, language),
               report::target_paths(plan, base, {"industry", 0.40}, 2020, language),
               report::composition_chart(plan, base, {"workers_agriculture", "workers_industry", "workers_services"},
                                         say(language, "Workers by sector: base scenario",
                                             "Kịch bản cơ sở: lao động theo khu vực"),
                                         language));
  page.section(say(language, "How likely is each target?", "Khả năng đạt từng mục tiêu?"),
               say(language,
                   "Output: growth is believed to be 11.4 % or 13 % a year, give or take 5 points in each year. Either "
                   "the target is at other prices "
                   "than the base, which both targets then imply, or the base of the plan holds.",
                   "Giá trị sản xuất: giả định tốc độ tăng 11,4% hoặc 13%/năm, mỗi năm chênh lệch khoảng 5 điểm phần "
                   "trăm. Có hai cách hiểu: mục tiêu tính theo loại giá khác với mức gốc, khi đó mức gốc được suy ra "
                   "từ hai mục tiêu; hoặc mức gốc nêu trong kế hoạch là đúng."),
               report::implied_base_table(plan, "output_2015", "target_output_2020", "target_growth_2016_2020", language),
               report::attainment_table(odds, language),
               report::gauge(odds[1], language), report::gauge(odds[3], language),
               say(language, "The share of industry and construction, under the scenarios above:",
                   "Tỷ trọng công nghiệp và xây dựng theo các kịch bản nêu trên:"),
               report::event_table(plan, results, language));
  add_progress(page, plan, language);
  page.section(say(language, "What does it take?", "Cần những nguồn lực nào?"),
               report::needs(plan, {2016, 2020}, {.correlation = 0.3, .seed = 1}, language));
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

  for (const auto& finding : fp::plan::audit(plan))
    std::cout << to_string(finding.severity) << ": " << finding.sentence << "\n\n";
  std::cout << report::terminal(report::attainment_table(outlooks(plan, Language::english))) << '\n';
  fp::io::write_file(folder + "/shares.svg",
                     report::svg(report::scenario_chart(plan, results, "industry", report::Measure::share)));
  for (const Language language : {Language::english, Language::vietnamese}) {
    const std::string path = folder + "/report." + std::string(tag(language)) + ".html";
    fp::io::write_file(path, report::html(page(plan, results, language)));
    std::cout << "Report: " << path << '\n';
  }
} catch (const std::exception& e) {
  std::cerr << e.what() << '\n';
  return 1;
}
