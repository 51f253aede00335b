#include "text/messages.hpp"

namespace foreplan::inline v0::text {
namespace {

constexpr Row kRows[] = {
    // Kiểm chứng ngược: bảng xếp hạng, hạng trung bình, hiệu chuẩn và các lần dự báo
    {"report.model_name", "Mô hình"},
    {"report.pinball", "Tổn thất phân vị"},
    {"report.leaderboard", "Bảng xếp hạng"},
    {"report.leaderboard.all", "tất cả"},
    {"report.leaderboard.origin", "gốc dự báo {origin}"},
    {"report.leaderboard.chance", "Có phải do ngẫu nhiên?"},
    {"report.leaderboard.above_best", "Cao hơn mô hình tốt nhất"},
    {"report.leaderboard.above", "Cao hơn {model}"},
    {"report.leaderboard.coverage", "Tỷ lệ phủ"},
    {"report.leaderboard.p_value", "p"},
    {"report.leaderboard.in_set", "Có thể tốt nhất"},
    {"report.leaderboard.coverage_range", "Tỷ lệ phủ, khoảng tin cậy 95%, tính bằng %"},
    {"report.leaderboard.forecasts", "Lần dự báo"},
    {"report.leaderboard.yes", "có"},
    {"report.leaderboard.no", "không"},
    {"report.leaderboard.unknown", "chưa rõ"},
    {"report.leaderboard.failures", "Lần thất bại"},
    {"report.leaderboard.unusable", "Ước lượng chưa chắc"},
    {"report.leaderboard.by_group", "{measure} theo nhóm"},
    {"report.leaderboard.by_origin", "{measure} theo gốc dự báo, 1 là gốc cuối cùng"},
    {"report.leaderboard.all_origins", "mọi gốc dự báo"},
    {"report.leaderboard.coverages", "Tần suất giá trị nằm trong khoảng dự báo, tính bằng %"},
    {"report.leaderboard.coverages_note", "Cạnh mỗi tỷ lệ là khoảng tin cậy 95% của nó, tính theo chuỗi."},
    {"report.leaderboard.by_step", "{measure} theo số kỳ dự báo trước"},
    {"report.leaderboard.groups_shown", "Chỉ thể hiện {shown} nhóm đầu trong {all} nhóm."},
    {"report.leaderboard.nothing", "Không mô hình nào có điểm."},
    {"report.leaderboard.best",
     "Trong {models} mô hình, {model} dự báo tốt nhất theo {measure}: {value} trên {forecasts} lần dự báo của {series} "
     "chuỗi."},
    {"report.leaderboard.as_good", "Với độ tin cậy {probability}, chưa thể phân biệt mô hình này với {models}."},
    {"report.leaderboard.alone", "Với độ tin cậy {probability}, không mô hình nào khác tốt bằng."},
    {"report.leaderboard.note",
     "Trung bình trên {forecasts} lần dự báo của {series} chuỗi mà mọi mô hình được so sánh đều thực hiện; càng nhỏ "
     "càng "
     "tốt, trừ tỷ lệ phủ."},
    {"report.leaderboard.note_not_scored", "Số chuỗi không chấm điểm được: {count}. Chuỗi đầu tiên là {first}."},
    {"report.leaderboard.note_p",
     "p cho biết một mô hình tốt ngang mô hình đứng đầu sẽ chênh lệch nhiều đến vậy về {measure} với tần suất bao "
     "nhiêu "
     "(Diebold-Mariano, theo chuỗi)."},
    {"report.leaderboard.note_p_reference",
     "p cho biết một mô hình tốt ngang {model} sẽ chênh lệch với nó nhiều đến vậy về {measure} với tần suất bao nhiêu "
     "(Diebold-Mariano, theo chuỗi)."},
    {"report.leaderboard.note_partial", "Dấu gạch giữa chúng: trả lời quá ít để so sánh theo thước đo đó."},
    {"report.leaderboard.note_unusable",
     "Ước lượng chưa chắc là khi mô hình vẫn trả lời dù quá trình ước lượng không kết thúc tốt."},
    {"report.leaderboard.note_set",
     "Với độ tin cậy {probability}, mô hình tốt nhất nằm trong số các mô hình có thể tốt nhất (tập tin cậy mô hình)."},
    {"report.leaderboard.note_left_out",
     "Các mô hình cuối bảng, không có hạng và kiểm định, trả lời quá ít để so sánh; trung bình của chúng tính trên "
     "những lần đã "
     "trả lời."},
    {"report.ranks.title", "Mô hình nào phân biệt được với nhau, theo hạng về {measure}"},
    {"report.ranks.mean", "Hạng trung bình"},
    {"report.ranks.critical_difference", "chênh lệch tới hạn: {ranks} hạng"},
    {"report.ranks.not_apart", "Không phân biệt được: {names}."},
    {"report.ranks.all_apart", "Phân biệt được tất cả."},
    {"report.ranks.note",
     "Hạng trung bình trên {series} chuỗi, 1 là tốt nhất. Mỗi thanh nối các mô hình không phân biệt được ở mức {level} "
     "(Nemenyi)."},
    {"report.calibration.title", "Tần suất giá trị nằm dưới các phân vị"},
    {"report.calibration.below", "Tỷ lệ giá trị không vượt phân vị"},
    {"report.calibration.level", "Mức phân vị"},
    {"report.calibration.right", "nơi hai bên khớp nhau"},
    {"report.calibration.note",
     "Điểm nằm trên đường chéo ở bên trái và dưới đường chéo ở bên phải: khoảng dự báo quá hẹp. Ngược lại là quá "
     "rộng."},
    {"report.describe.calibration", "{name}: {first} ở mức {first_level}, {last} ở mức {last_level}"},
    {"report.folds.from", "{name}, dự báo sau {period}"},
    {"report.folds.table", "Các mô hình dự báo {name} ra sao"},
    {"report.folds.known", "Biết đến"},
    {"report.folds.remark", "Ghi chú"},
    {"report.folds.not_usable", "quá trình ước lượng không kết thúc tốt"},
    {"report.folds.note", "MASE: sai số trung bình so với sai số của dự báo đơn giản trong phần số liệu đã biết."},
};

}  // namespace

std::span<const Row> vietnamese_tuning_rows() noexcept { return kRows; }

}  // namespace foreplan::inline v0::text
