#include "text/messages.hpp"

namespace foreplan::inline v0::text {
namespace {

constexpr Row kRows[] = {
    // Ways to a target share
    {"report.target_paths.title", "Tỷ trọng {share}% của {sector} năm {target} đòi hỏi gì ở từng khu vực"},
    {"report.target_paths.base", "Tỷ trọng {base}"},
    {"report.target_paths.share", "Tỷ trọng {target}, {way}"},
    {"report.target_paths.growth", "Tốc độ tăng/{each}, {way}"},
    {"report.target_paths.scenario", "theo kịch bản"},
    {"report.target_paths.proportional", "các khu vực khác giữ tỷ lệ hiện nay"},
    {"report.target_paths.cross_entropy", "các khu vực khác giữ tỷ lệ của kịch bản"},
    {"report.note.target_paths",
     "Mọi trường hợp đều lấy tổng số tăng {growth}%/{each} như kịch bản. Giữ tỷ lệ hiện nay: tỷ trọng mục tiêu tăng đều từng "
     "bước, các khu vực khác tăng cùng một tốc độ. Giữ tỷ lệ của kịch bản: entropy chéo nhỏ nhất, tức cơ cấu gần kịch bản "
     "nhất mà đạt mục tiêu."},
    // Input-output, supply and use tables
    {"table.less", "ít hơn {amount}"},
    {"table.more", "nhiều hơn {amount}"},
    {"table.row",
     "{name}: tiêu dùng trung gian {intermediate} và sử dụng cuối cùng {final} cộng lại bằng {sum}, {difference} so "
     "với {what}."},
    {"table.output", "giá trị sản xuất {amount}"},
    {"table.stated_uses", "tổng số {amount} ghi trong nguồn"},
    {"table.column",
     "{name}: chi phí trung gian {intermediate} và đầu vào sơ cấp {primary} cộng lại bằng {sum}, {difference} so với "
     "{what}."},
    {"table.imports", "{name}: các luồng nhập khẩu cộng lại bằng {sum}, {difference} so với nhập khẩu {imports}."},
    {"table.no_output.inputs", "{name} không có giá trị sản xuất nhưng sử dụng đầu vào {amount}."},
    {"table.no_output.delivers", "{name} không có giá trị sản xuất nhưng cung cấp {amount}."},
    {"table.no_output.idle",
     "{name} không có giá trị sản xuất, đầu vào hay sản phẩm cung cấp: các hệ số được coi bằng không."},
    {"table.no_inputs", "{name} có giá trị sản xuất {amount} mà không có đầu vào từ ngành nào."},
    {"table.inputs_exceed", "{name} sử dụng đầu vào {amount} từ các ngành cho giá trị sản xuất {output}."},
    {"table.coefficients",
     "Các luồng giống hệ số chi phí trực tiếp: tất cả nằm giữa 0 và 1 và không cột nào cộng lại quá {column}, trong "
     "khi "
     "giá trị sản xuất lên tới {output}. Mỗi cột cần được nhân với giá trị sản xuất của ngành."},
    {"table.product_taxes",
     "Không có hàng nào ghi thuế sản phẩm, và đầu vào của {short} trên {sectors} ngành thấp hơn giá trị sản xuất, tổng "
     "cộng {amount}. Nếu đó là thuế thì giá trị tăng thêm và tỷ trọng các ngành trong đó không gồm thuế, còn GDP thì "
     "lớn hơn."},
    {"table.negative.flow", "{user} sử dụng sản phẩm của {name} ở mức {amount}, nhỏ hơn không."},
    {"table.negative.imported", "{user} sử dụng sản phẩm nhập khẩu của {name} ở mức {amount}, nhỏ hơn không."},
    {"table.negative.output", "{name} có giá trị sản xuất {amount}, nhỏ hơn không."},
    {"table.negative.account", "{name} có {account} ở mức {amount}, nhỏ hơn không."},
    {"table.negative.supply", "{user} sản xuất {amount} của {name}, nhỏ hơn không."},
    {"table.prices.unstated", "Đơn vị {unit} không cho biết theo giá nào."},
    {"table.prices.none", "Bảng không có đơn vị: không nêu tiền tệ và giá."},

    // Reports of input-output tables
    {"report.io.sector", "Ngành"},
    {"report.io.flows", "Luồng sản phẩm giữa các ngành"},
    {"report.io.coefficients", "Hệ số chi phí trực tiếp"},
    {"report.io.output", "Giá trị sản xuất"},
    {"report.io.inputs", "Chi phí trung gian"},
    {"report.io.multiplier.output", "giá trị sản xuất"},
    {"report.io.multiplier.income", "thu nhập"},
    {"report.io.multiplier.value_added", "giá trị tăng thêm"},
    {"report.io.direct", "{what}, trực tiếp"},
    {"report.io.indirect", "{what}, trực tiếp và gián tiếp"},
    {"report.io.induced", "{what}, tính cả hộ gia đình"},
    {"report.note.multipliers",
     "Trực tiếp: trên một đơn vị giá trị sản xuất của ngành. Trực tiếp và gián tiếp: trên một đơn vị sử dụng cuối cùng "
     "đối với ngành."},
    {"report.io.final_demand", "Sử dụng cuối cùng"},
    {"report.io.of_output", "Sản phẩm trong nước"},
    {"report.io.value_added", "Giá trị tăng thêm trong đó"},
    {"report.io.imports", "Nhập khẩu trong đó"},
    {"report.io.taxes", "Thuế sản phẩm trong đó"},
    {"report.io.direct_imports", "Nhập khẩu trực tiếp"},
    {"report.io.from.imports_row", "hàng nhập khẩu"},
    {"report.io.from.imported_flows", "các luồng nhập khẩu"},
    {"report.note.import_figures", "Nhập khẩu theo {from}."},
    {"report.note.specialisation",
     "Trong xuất khẩu, giá trị tăng thêm trong nước chiếm {value_added} và nhập khẩu chiếm {imports} (chuyên môn hóa "
     "theo chiều dọc, Hummels, Ishii & Yi 2001), tính theo {from}."},
};

}  // namespace

std::span<const Row> vietnamese_structure_rows() noexcept { return kRows; }

}  // namespace foreplan::inline v0::text
