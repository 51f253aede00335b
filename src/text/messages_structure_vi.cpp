#include "text/messages.hpp"

namespace foreplan::inline v0::text {
namespace {

constexpr Row kRows[] = {
    // Productivity, breaks and shifts of shares
    {"report.convention", "Quy ước"},
    {"report.convention.base_share", "Tỷ trọng kỳ gốc"},
    {"report.convention.midpoint", "Tỷ trọng bình quân"},
    {"report.convention.three_term", "Ba thành phần"},
    {"report.convention.csls", "CSLS"},
    {"report.convention.trad", "TRAD"},
    {"report.convention.gead", "GEAD"},
    {"report.convention.diewert", "Diewert"},
    {"report.steps", "Số bước"},
    {"report.one_step", "một"},
    {"report.chained", "theo chuỗi"},
    {"report.sector", "Khu vực"},
    {"report.within", "Nội bộ khu vực"},
    {"report.between", "Giữa các khu vực"},
    {"report.static", "Tĩnh"},
    {"report.dynamic", "Động"},
    {"report.relative_prices", "Giá tương đối"},
    {"report.residual", "Phần dư"},
    {"report.within_share", "Tỷ phần nội bộ"},
    {"report.rest", "Khác"},
    {"report.productivity_title", "Năng suất {periods}: {growth}"},
    {"report.productivity_by_sector", "Năng suất {periods} theo khu vực"},
    {"report.productivity_by_period", "Năng suất {periods} theo kỳ"},
    {"report.note.convention", "Điểm phần trăm tăng trưởng. Quy ước: {convention}; số bước: {steps}."},
    {"report.note.conventions", "Điểm phần trăm tăng trưởng; các thành phần tĩnh, động và giá tương đối, nếu quy ước có tách riêng, hợp thành phần giữa các khu vực. Theo chuỗi: mỗi kỳ một bước, nhân với mức mà kỳ đó bắt đầu. Phần dư là phần mà quy ước không giải thích được. Tỷ trọng kỳ gốc: McMillan & Rodrik (2011). Ba thành phần: Fabricant (1942), de Vries, Timmer & de Vries (2015). CSLS: so với mức bình quân chung. TRAD: tỷ trọng theo giá hiện hành. GEAD: cộng gộp chính xác với giá tương đối, Tang & Wang (2004), Dumagan (2011). Diewert (2015): tách giá khỏi lao động."},
    {"report.break", "Gián đoạn số liệu"},
    {"report.break.shift", "Cơ cấu không tự thay đổi như vậy: cần kiểm tra số liệu có được điều chỉnh hay đổi phạm vi không. Tăng trưởng và chuyển dịch cơ cấu qua kỳ này bao gồm cả sự gián đoạn."},
    {"report.break.total", "Tổng số thay đổi bất thường còn cơ cấu thì không: cần kiểm tra có đổi giá gốc hay phạm vi không, và nếu theo giá hiện hành thì lạm phát có tăng vọt không."},
    {"report.break.none", "Không gián đoạn"},
    {"report.break.none_sentence", "Không có kỳ nào làm cơ cấu hoặc tổng số thay đổi vượt xa các kỳ lân cận."},
    {"report.course_of", "Tỷ trọng của"},
    {"report.break_dates", "Kỳ đầu của xu hướng mới"},
    {"report.all_sectors", "Mọi khu vực"},
    {"report.note.share_breaks", "Giữa các mốc này, logarit của tỷ số giữa các tỷ trọng đi theo đường thẳng. Mọi khu vực: tựa hợp lý, số mốc theo BIC. Từng khu vực: Bai & Perron, kèm khoảng tin cậy của mốc."},
    {"structure.break", "{period}, {shift} của tổng số chuyển khu vực (thường là {usual_shift}) và tổng số tăng {growth} (thường là {usual_growth})."},
    {"structure.break.sectors", "Bất thường: {sectors}."},
    {"structure.break.sector", "{sector} {growth} (thường là {usual})"},
    {"structure.break.more", "{n} khu vực khác"},
    {"report.shift_index", "Chỉ số"},
    {"report.shift.cosine", "Hệ số cos (Moore 1978)"},
    {"report.shift.degrees", "Góc, độ"},
    {"report.shift.right_angle", "Góc, % của góc vuông"},
    {"report.shift.nav", "Chuẩn giá trị tuyệt đối (Michaely, Stoikov)"},
    {"report.shift.krugman", "Krugman"},
    {"report.shift.hellinger", "Hellinger"},
    {"report.shift.aitchison", "Aitchison"},
    {"report.shift.lilien_end", "Lilien (1982), quyền số kỳ cuối"},
    {"report.shift.lilien_mean", "Lilien điều chỉnh, quyền số bình quân"},
    {"report.shift.lilien_product", "Lilien điều chỉnh, quyền số tích"},
    {"report.note.shift", "Trừ hệ số cos, mọi chỉ số đều bằng 0 khi cơ cấu không đổi; góc vuông nghĩa là toàn bộ đã chuyển sang khu vực khác."},
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
