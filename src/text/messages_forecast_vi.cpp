#include "text/messages.hpp"

namespace foreplan::inline v0::text {
namespace {

constexpr Row kRows[] = {
    // Dự báo, phân rã chuỗi và phần dư
    {"period.numbered", "kỳ {number}"},
    {"period.count.numbered.one", "{n} kỳ"},
    {"period.count.numbered.many", "{n} kỳ"},
    {"report.forecast_median", "Dự báo, trung vị"},
    {"report.last_periods", "{caption}; {shown} kỳ cuối trong {all} kỳ"},
    {"report.note.history_shown", "Chỉ thể hiện {shown} kỳ cuối trong {all} kỳ của chuỗi quan sát."},
    {"report.describe.band", "khoảng {coverage} từ {lower} đến {upper} vào {period}"},
    {"report.describe.panel",
     "{name}: {first} vào {from}, {last} vào {to}; thấp nhất {low}, cao nhất {high}"},
    {"report.describe.columns", "{name} theo {axis}: cao nhất {high} tại {high_place}, thấp nhất {low} tại {low_place}"},
    {"report.describe.beyond", "vượt giới hạn tại {places}"},
    {"report.series", "Chuỗi số liệu"},
    {"report.decomposition", "{name} và các thành phần"},
    {"report.trend", "Xu thế"},
    {"report.season_of", "Mùa vụ, chu kỳ {length}"},
    {"report.remainder", "Phần còn lại"},
    {"report.note.scale_bar", "Các thanh bên cạnh biểu thị {amount} trong mọi khung hình."},
    {"report.note.scale_bar_relative",
     "Các thanh bên cạnh biểu thị {amount} trong mọi khung hình, đối với mức là {level}: cùng tỷ lệ đó so với trung bình của "
     "xu thế."},
    {"report.residuals", "Phần dư"},
    {"report.residuals_of", "Phần dư của {name}"},
    {"report.residual", "Phần dư"},
    {"report.autocorrelation", "Tự tương quan"},
    {"report.autocorrelation_of_residuals", "Mức độ tự tương quan của phần dư"},
    {"report.lag", "Độ trễ"},
    {"report.limits_of_noise", "95 trong 100 độ trễ của nhiễu trắng nằm trong khoảng này: ±{limit}"},
    {"report.distribution_of_residuals", "Phân bố của phần dư"},
    {"report.number", "Số lượng"},
    {"report.normal_density", "phân phối chuẩn có cùng trung bình và phương sai"},
    {"report.tests", "Phần dư cho thấy điều gì về mô hình"},
    {"report.test", "Kiểm định"},
    {"report.statistic", "Thống kê"},
    {"report.degrees", "Bậc tự do"},
    {"report.p_value", "Giá trị p"},
    {"report.sentence", "Kết luận"},
    {"report.note.tests",
     "Giá trị p cho biết phần dư không có khuyết điểm đang xét cho thống kê lớn đến vậy với tần suất bao nhiêu; dưới {level} "
     "được coi là một dấu hiệu."},
    {"report.note.tests_stretch",
     "Ljung-Box và ARCH được tính trên đoạn dài nhất không thiếu số liệu, {used} trong {all} phần dư."},
    {"report.test.ljung_box", "Ljung-Box, độ trễ 1 đến {lags}"},
    {"report.test.ljung_box.sign", "Sai số có tự tương quan: mô hình còn bỏ sót phần có thể dự báo được."},
    {"report.test.ljung_box.none", "Không có dấu hiệu sai số tự tương quan."},
    {"report.test.jarque_bera", "Jarque-Bera"},
    {"report.test.jarque_bera.sign",
     "Sai số không theo phân phối chuẩn (độ lệch {skewness}, độ nhọn {kurtosis} thay vì 0 và 3): khoảng dự báo dựa trên "
     "phân phối này có thể không đạt mức phủ đã nêu."},
    {"report.test.jarque_bera.none", "Không có dấu hiệu sai số lệch khỏi phân phối chuẩn."},
    {"report.test.arch", "ARCH, độ trễ 1 đến {lags}"},
    {"report.test.arch.sign", "Sai số lớn thường theo sau sai số lớn: khoảng dự báo khi thì quá hẹp, khi thì quá rộng."},
    {"report.test.arch.none", "Không có dấu hiệu sai số lớn theo sau sai số lớn."},
    {"report.test.too_few", "Có quá ít phần dư để kết luận."},
    {"report.test.no_variation", "Phần dư không biến động: không thể kết luận."},
    {"report.form", "Dạng mô hình"},
    {"report.models_tried", "Các dạng đã thử, tốt nhất đứng đầu"},
    {"report.log_likelihood", "Log hợp lý"},
    {"report.above_best", "Cao hơn dạng tốt nhất"},
    {"report.with_constant", "{form} có hằng số"},
    {"report.note.criterion", "Chênh lệch trên 10 nghĩa là dạng đó ít có cơ sở (Burnham và Anderson 2002)."},
    {"report.coefficient", "Hệ số"},
    {"report.estimate", "Ước lượng"},
    {"report.standard_error", "Sai số chuẩn"},
    {"report.ratio", "Ước lượng trên sai số chuẩn"},
    {"report.note.innovations", "Phương sai của nhiễu: {variance}; log hợp lý {likelihood}."},
};

}  // namespace

std::span<const Row> vietnamese_forecast_rows() noexcept { return kRows; }

}  // namespace foreplan::inline v0::text
