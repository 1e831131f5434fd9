"""Where each province stands in the grid of tiles: no borders, neighbours near each other.

Codes are the first two digits of GB/T 2260; short names as in common use.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A tile: Chinese and English name, letters (ISO 3166-2:CN), line and column from 0.

    ``is_apart``: the regulations on disclosure do not apply there, so it has no report.
    """

    name: str
    name_en: str
    letters: str
    line: int
    column: int
    is_apart: bool = False


PLACES = {
    "11": Place("北京", "Beijing", "BJ", 2, 5),
    "12": Place("天津", "Tianjin", "TJ", 3, 6),
    "13": Place("河北", "Hebei", "HE", 3, 5),
    "14": Place("山西", "Shanxi", "SX", 3, 4),
    "15": Place("内蒙古", "Inner Mongolia", "NM", 2, 4),
    "21": Place("辽宁", "Liaoning", "LN", 2, 6),
    "22": Place("吉林", "Jilin", "JL", 1, 6),
    "23": Place("黑龙江", "Heilongjiang", "HL", 0, 6),
    "31": Place("上海", "Shanghai", "SH", 5, 7),
    "32": Place("江苏", "Jiangsu", "JS", 5, 6),
    "33": Place("浙江", "Zhejiang", "ZJ", 6, 6),
    "34": Place("安徽", "Anhui", "AH", 5, 5),
    "35": Place("福建", "Fujian", "FJ", 7, 5),
    "36": Place("江西", "Jiangxi", "JX", 6, 5),
    "37": Place("山东", "Shandong", "SD", 4, 5),
    "41": Place("河南", "Henan", "HA", 4, 4),
    "42": Place("湖北", "Hubei", "HB", 5, 4),
    "43": Place("湖南", "Hunan", "HN", 6, 4),
    "44": Place("广东", "Guangdong", "GD", 7, 4),
    "45": Place("广西", "Guangxi", "GX", 6, 3),
    "46": Place("海南", "Hainan", "HI", 8, 3),
    "50": Place("重庆", "Chongqing", "CQ", 4, 3),
    "51": Place("四川", "Sichuan", "SC", 4, 2),
    "52": Place("贵州", "Guizhou", "GZ", 5, 3),
    "53": Place("云南", "Yunnan", "YN", 5, 2),
    "54": Place("西藏", "Tibet", "XZ", 4, 0),
    "61": Place("陕西", "Shaanxi", "SN", 3, 3),
    "62": Place("甘肃", "Gansu", "GS", 2, 2),
    "63": Place("青海", "Qinghai", "QH", 3, 1),
    "64": Place("宁夏", "Ningxia", "NX", 2, 3),
    "65": Place("新疆", "Xinjiang", "XJ", 2, 0),
    "71": Place("台湾", "Taiwan", "TW", 7, 6, is_apart=True),
    "81": Place("香港", "Hong Kong", "HK", 8, 5, is_apart=True),
    "82": Place("澳门", "Macao", "MO", 8, 4, is_apart=True),
}
