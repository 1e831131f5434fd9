"""One character for one: what the eye takes for the same, made the same.

Every mapping here keeps the length of a text, so that an offset in the normalised text
is an offset in the printed one. NFKC is not used: it would turn ``12①`` into 121.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import chain

#: No width, or only a direction; U+202E stays, since it shows digits in reverse.
_INVISIBLES = re.compile(
    "[\u200b-\u200f\u202a-\u202d\u2060-\u2069\ufe00-\ufe0f\u034f\u061c\u180e\ufeff\u00ad\0]+"
)

# Traditional forms of the characters that labels, headings, units, titles and names use; a
# label on a page in traditional script must still be found, and 萬元 must not pass for 元.
# Display text is left as printed.
_TRADITIONAL = (
    "政務信息公開總體情況報告規範編號處理決定數量項許減強制業費購額採購結轉繼續辦複復議訴訟維持糾"
    "審後經結單據標準關於機構織團體會類內過執檔詢無關掌現補確認國險違護權屬禁開獲組請舉訪給點經濟穩"
    "與題應監督壞條錄計費發佈來時間範圍貫徹學習個縣鎮鄉區廳場實際並對網"
    "廢現發繳納專員辦銷類數產無應據議論證終歸檢察團罰後臺灣為"
    "萬丟兩嚴臨義樂書爭亞畝億僅從倉儀們價眾優傳僑債償兒黨蘭興養軍農淨幾擊劃劉創別動勵勞勢醫華"
    "協賣鹵衛卻廠歷壓雙變葉聽啟吳響園圖圓聖塊堅壇壩墾牆壯聲備夠頭奪獎婦娛孫寧寶憲寬賓尋導壽將"
    "爾盡層歲崗島嶺峽幣師帳幫帶廣莊慶庫異棄張彌彎當徑憶憂懷態惡懲願戰戶擴掃揚擾撫擔擬擁擇掛換"
    "損斷舊顯晉暫術雜楊極棗棟欄樹樣橋樓歡歐殘畢氣匯漢湯溝沒滬澤潔測瀏潤漁濕滿滯濱滅靈災熱愛牽"
    "狀獨獄獻環瑪瓊電畫療蓋盤礦碼礎礙禮離種積稱稅窮競筆築簽簡糧緊紅約級紀紙線練細紹絡絕統績緒"
    "綠緩緣縮羅職聯肅脅勝騰輿艦藝節蕪蘇薦榮藥萊營蕭藍慮虛銜裝見觀視覽覺觸訂討讓訓訊記講設評識"
    "詞試誠話該詳語誤說讀課誰調談謝負財責敗賬貨質貧貼貴貸貿賀資賃賦賭賞賠賽贊贈趙踐車軌輪軟輕"
    "較輔輛輝輸轄辭邊遼達遷邁運還這進遠連遲適選遞遺郵鄰鄭釋鑒針鐘鋼錢鐵銅銀鋪鏈錯鍵長門閉問閑"
    "閘聞閱隊陽陰陣階陸陳隨隱難靜韋韓頁頂順須顧預領頻顏風飛飯飲館饋馬驅駐驗騙魚鳥雞麥黃齊齒龍"
    "龜載徵"
)
_SIMPLIFIED = (
    "政务信息公开总体情况报告规范编号处理决定数量项许减强制业费购额采购结转继续办复复议诉讼维持纠"
    "审后经结单据标准关于机构织团体会类内过执档询无关掌现补确认国险违护权属禁开获组请举访给点经济稳"
    "与题应监督坏条录计费发布来时间范围贯彻学习个县镇乡区厅场实际并对网"
    "废现发缴纳专员办销类数产无应据议论证终归检察团罚后台湾为"
    "万丢两严临义乐书争亚亩亿仅从仓仪们价众优传侨债偿儿党兰兴养军农净几击划刘创别动励劳势医华"
    "协卖卤卫却厂历压双变叶听启吴响园图圆圣块坚坛坝垦墙壮声备够头夺奖妇娱孙宁宝宪宽宾寻导寿将"
    "尔尽层岁岗岛岭峡币师帐帮带广庄庆库异弃张弥弯当径忆忧怀态恶惩愿战户扩扫扬扰抚担拟拥择挂换"
    "损断旧显晋暂术杂杨极枣栋栏树样桥楼欢欧残毕气汇汉汤沟没沪泽洁测浏润渔湿满滞滨灭灵灾热爱牵"
    "状独狱献环玛琼电画疗盖盘矿码础碍礼离种积称税穷竞笔筑签简粮紧红约级纪纸线练细绍络绝统绩绪"
    "绿缓缘缩罗职联肃胁胜腾舆舰艺节芜苏荐荣药莱营萧蓝虑虚衔装见观视览觉触订讨让训讯记讲设评识"
    "词试诚话该详语误说读课谁调谈谢负财责败账货质贫贴贵贷贸贺资赁赋赌赏赔赛赞赠赵践车轨轮软轻"
    "较辅辆辉输辖辞边辽达迁迈运还这进远连迟适选递遗邮邻郑释鉴针钟钢钱铁铜银铺链错键长门闭问闲"
    "闸闻阅队阳阴阵阶陆陈随隐难静韦韩页顶顺须顾预领频颜风飞饭饮馆馈马驱驻验骗鱼鸟鸡麦黄齐齿龙"
    "龟载征"
)


def _width_map() -> dict[int, str]:
    table = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    table |= {ord(dash): "-" for dash in "—–―−‒‐－─﹣"}
    table |= dict(zip(map(ord, "【】〔〕［］｛｝﹝﹞"), "()()()()()", strict=True))
    table |= {ord("，"): ",", ord("。"): "。", ord("．"): ".", ord("﹒"): ".", ord("·"): "·"}
    table |= {ord("､"): "、"}
    table |= {ord("　"): " ", 0xA0: " "}
    return table


#: All decimal digits (Unicode category Nd); ① and ² are none.
DECIMALS = frozenset(filter(str.isdecimal, map(chr, range(0x20000))))


def _digits() -> dict[int, str]:
    """Decimal digits of other scripts (Arabic-Indic, mathematical bold …)."""
    return {ord(c): str(unicodedata.decimal(c)) for c in DECIMALS if not c.isascii()}


def _lookalikes() -> dict[int, str]:
    """Kangxi radicals, CJK radicals and compatibility forms that PDFs put for characters."""
    codes = chain(range(0x2E80, 0x2FE0), range(0xF900, 0xFB00))
    pairs = ((code, unicodedata.normalize("NFKC", chr(code))) for code in codes)
    return {code: mapped for code, mapped in pairs if len(mapped) == 1 and mapped != chr(code)}


def _matches() -> dict[str, str]:
    codes = dict(zip(map(ord, _TRADITIONAL), _SIMPLIFIED, strict=True))
    codes |= _lookalikes() | _digits() | _width_map()
    return {chr(code): same for code, same in codes.items() if chr(code) != same}


_MATCH = _matches()
#: Few characters of a text are mapped, and ``str.translate`` would look up every one.
#: Beyond the basic plane one range for all: a class with single signs of it is searched slowly.
_MAPPED = re.compile(
    f"[{re.escape(''.join(c for c in _MATCH if c <= chr(0xFFFF)))}\U00010000-\U0001ffff]"
)


#: What nearly all of a text's mapped characters are; replaced without a call for each.
_FREQUENT = [(mark, _MATCH[mark]) for mark in "，（）：；"]


def visible(text: str) -> str:
    """``text`` without characters that have no width (they would cut words in two)."""
    # Whatever is printable has a width, and lines end.
    if text.isprintable() or text.replace("\n", "").isprintable():
        return text
    return _INVISIBLES.sub("", text)


def matchable(text: str) -> str:
    """``text`` for comparing with labels: same length, widths and look-alikes unified."""
    if text.isascii():
        return text
    for mark, same in _FREQUENT:
        text = text.replace(mark, same)
    return _MAPPED.sub(lambda found: _MATCH.get(found[0], found[0]), text)
