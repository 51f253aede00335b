"""Widths of texts in the fonts that pages are shown in, over the size of the font.

Debian 12: apt-get install python3-fonttools fonts-dejavu-core fonts-liberation fonts-noto-core fonts-roboto-unhinted
           fonts-open-sans
  /usr/bin/python3 text_widths.py > text_widths.csv
"""
from fontTools.ttLib import TTFont

FONTS = {
    "Liberation Sans": "/usr/share/fonts/truetype/liberation/LiberationSans-{}.ttf",  # the widths of Arial and Helvetica
    "Noto Sans": "/usr/share/fonts/truetype/noto/NotoSans-{}.ttf",
    "Roboto": "/usr/share/fonts/truetype/roboto/unhinted/RobotoTTF/Roboto-{}.ttf",
    "Open Sans": "/usr/share/fonts/truetype/open-sans/OpenSans-{}.ttf",
    "DejaVu Sans": "/usr/share/fonts/truetype/dejavu/DejaVuSans{}.ttf",  # the widest in use
}
TEXTS = [
    "Industry and construction", "agriculture, forestry and fishery", "Services", "GRDP", "17,600", "10,000,000", "38.2 %", "−4.54",
    "+10.51", "2016", "2016–2020", "Q3 2015", "billion VND, constant 1994 prices", "Target 2020", "Observed", "90 % interval",
    "Nông, lâm nghiệp và thủy sản", "Công nghiệp và xây dựng", "Tỷ trọng công nghiệp trong GRDP", "Kịch bản cơ sở",
    "Khoảng dự báo 90%", "tỷ đồng, giá so sánh 1994", "Xác suất đạt mục tiêu", "Vốn đầu tư đăng ký", "ƯỚC TÍNH", "ILLUSTRATIVE MWH",
    "The quick brown fox jumps over the lazy dog", "(10,236–10,282)", "100 %",
]


def width(font, text):
    cmap, metrics, units = font.getBestCmap(), font["hmtx"], font["head"].unitsPerEm
    return sum(metrics[cmap[ord(c)]][0] for c in text) / units


print("font;bold;width;text")
for name, path in FONTS.items():
    for bold in (0, 1):
        style = ("-Bold" if bold else "") if name == "DejaVu Sans" else ("Bold" if bold else "Regular")
        font = TTFont(path.format(style))
        for text in TEXTS:
            if any(ord(c) not in font.getBestCmap() for c in text):
                continue  # shown in another font
            print(f"{name};{bold};{width(font, text):.4f};{text}")
