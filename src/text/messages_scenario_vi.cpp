#include "text/messages.hpp"

namespace foreplan::inline v0::text {
namespace {

constexpr Row kRows[] = {
    // Runs of scenarios beside each other
    {"report.difference", "Chênh lệch"},
    {"report.per_cent", "Phần trăm"},
    {"report.runs.difference", "{name}: chênh lệch so với {base}"},
    {"report.runs.per_cent", "{name}: chênh lệch so với {base}, phần trăm"},
    {"report.runs.effects", "Chênh lệch so với {base}, {period}, phần trăm"},
    {"report.runs.variable", "Biến"},
    {"report.runs.largest", "Chênh lệch lớn nhất của {scenario} so với {base}"},
    {"report.runs.relative", "Độ lớn tương đối"},
    {"report.note.relative", "Độ lớn tương đối: |chênh lệch| / (|{base}| + 1)."},
    {"report.inputs", "Đầu vào: từ {first} đến {second}"},
    {"report.inputs.kind", "Cách nêu"},
    {"report.inputs.layer", "Lớp"},
    {"report.inputs.value", "giá trị"},
    {"report.inputs.add_factor", "hệ số cộng thêm"},
    {"report.inputs.exclusion", "loại phương trình"},
    {"report.inputs.exogenised", "ngoại sinh hóa"},
    {"report.inputs.endogenised", "nội sinh hóa"},
    {"report.inputs.target", "mục tiêu"},
    {"report.inputs.instrument", "điều chỉnh để đạt mục tiêu"},
    {"report.inputs.none", "Các đầu vào giống nhau."},
    {"report.inputs.left_out", "Còn {n} giá trị khác nhau nữa."},
    {"report.inputs.not_valued", "Chỉ so sánh theo thay đổi: {names}."},

    // Simulations
    {"report.note.draws", "Trung vị và khoảng trung tâm của {draws} lần mô phỏng."},
    {"report.note.draws_failed", "Có thêm {failed} lần không giải được."},
    {"report.note.wilson", "Từ và đến: khoảng Wilson 95% theo số lần mô phỏng."},

    // Tornado
    {"report.tornado.factor", "Yếu tố"},
    {"report.tornado.low", "Yếu tố ở mức thấp"},
    {"report.tornado.high", "Yếu tố ở mức cao"},
    {"report.tornado.base", "{name}: {value}"},

    // Structure of models
    {"report.model.diagram", "Các khối của mô hình"},
    {"report.model.blocks", "Các khối theo thứ tự giải"},
    {"report.model.block", "Khối"},
    {"report.model.part", "Phần"},
    {"report.model.kind", "Loại"},
    {"report.model.equations", "Số phương trình"},
    {"report.model.torn", "Số ẩn"},
    {"report.model.variables", "Biến"},
    {"report.model.feeds", "Cấp cho"},
    {"report.model.prologue", "phần đầu"},
    {"report.model.core", "phần lõi"},
    {"report.model.epilogue", "phần cuối"},
    {"report.model.recursive", "đệ quy"},
    {"report.model.simultaneous", "đồng thời"},
    {"report.model.forward", "hướng tương lai"},
    {"report.model.several", "nhiều khối"},
    {"report.model.count.one", "{n} phương trình"},
    {"report.model.count.many", "{n} phương trình"},
    {"report.model.node", "{kind}: {count}"},
    {"report.model.unknowns", "giải theo {names}"},
    {"report.model.more", "{names} và {n} biến nữa"},
    {"report.model.note",
     "{equations} trong {blocks} khối: {prologue} trước phần giải đồng thời, {core} trong phần lõi, {epilogue} sau "
     "đó."},
    {"report.model.trace", "{name} phụ thuộc vào gì và ảnh hưởng đến gì"},
    {"report.model.trace_note", "Nét đứt: chỉ ở thời kỳ khác."},
    {"report.model.cut", "Không hiển thị hết."},
    {"report.model.folded", "{n} biến nữa"},
    {"report.model.cause", "nguyên nhân, {kind}"},
    {"report.model.effect", "kết quả, {kind}"},
    {"report.model.steps", "{text}, cách {n} bước"},
    {"report.model.endogenous", "nội sinh"},
    {"report.model.exogenous", "ngoại sinh"},
    {"report.model.parameter", "tham số"},
    {"report.model.add_factor", "hệ số cộng thêm"},
    {"report.model.exclusion", "loại trừ"},
    {"report.model.exclusion_value", "giá trị loại trừ"},
};

}  // namespace

std::span<const Row> vietnamese_scenario_rows() noexcept { return kRows; }

}  // namespace foreplan::inline v0::text
