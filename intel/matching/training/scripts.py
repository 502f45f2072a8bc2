"""Latin names written in Cyrillic, Arabic, Greek or Chinese characters, as a foreign invoice shows them.

What comes back from such a text is never the spelling that went in: vowels are lost in Arabic, X and W in Cyrillic.
"""


from __future__ import annotations

import re
from random import Random

from .romanising import SYLLABLE, family_of

# fmt: off
CYRILLIC = (
    ("SHCH", "Щ"), ("SKIY", "СКИЙ"), ("SKY", "СКИЙ"), ("IY", "ИЙ"), ("ZH", "Ж"), ("KH", "Х"), ("TS", "Ц"),
    ("CH", "Ч"), ("SH", "Ш"), ("YU", "Ю"), ("YA", "Я"), ("YE", "Е"), ("YO", "Ё"), ("IA", "ИЯ"), ("IU", "Ю"),
    ("EY", "ЕЙ"), ("AY", "АЙ"), ("OY", "ОЙ"), ("PH", "Ф"), ("TH", "Т"), ("CK", "К"), ("EE", "И"), ("OO", "У"),
    ("QU", "КВ"), ("A", "А"), ("B", "Б"), ("V", "В"), ("G", "Г"), ("D", "Д"), ("E", "Е"), ("Z", "З"), ("I", "И"),
    ("J", "ДЖ"), ("K", "К"), ("L", "Л"), ("M", "М"), ("N", "Н"), ("O", "О"), ("P", "П"), ("R", "Р"), ("S", "С"),
    ("T", "Т"), ("U", "У"), ("F", "Ф"), ("H", "Х"), ("C", "К"), ("Y", "Ы"), ("W", "В"), ("X", "КС"), ("Q", "К"),
    ("'", "Ь"),
)
CYRILLIC_FORMS = (
    (r"\b(LIMITED LIABILITY COMPANY|OBSHCHESTVO S OGRANICHENNO[IY] OTVETSTVENNOSTYU|OOO|LLC)\b", "ООО"),
    (r"\b(PUBLIC JOINT STOCK COMPANY|PJSC|PAO)\b", "ПАО"),
    (r"\b(JOINT STOCK COMPANY|AKTSIONERNOE OBSHCHESTVO|JSC|AO)\b", "АО"),
    (r"\b(OAO|OJSC|OPEN JOINT STOCK COMPANY)\b", "ОАО"), (r"\b(ZAO|CJSC)\b", "ЗАО"),
)
GREEK = (
    ("TH", "Θ"), ("PS", "Ψ"), ("CH", "Χ"), ("PH", "Φ"), ("OU", "ΟΥ"), ("NT", "ΝΤ"), ("SH", "Σ"), ("KH", "Χ"),
    ("A", "Α"), ("V", "Β"), ("B", "ΜΠ"), ("G", "Γ"), ("D", "Δ"), ("E", "Ε"), ("Z", "Ζ"), ("I", "Ι"), ("K", "Κ"),
    ("C", "Κ"), ("L", "Λ"), ("M", "Μ"), ("N", "Ν"),
    ("X", "Ξ"), ("O", "Ο"), ("P", "Π"), ("R", "Ρ"), ("S", "Σ"), ("T", "Τ"), ("Y", "Υ"), ("U", "ΟΥ"), ("F", "Φ"),
    ("H", "Χ"), ("J", "ΤΖ"), ("W", "Β"), ("Q", "Κ"), ("'", ""),
)
ARABIC_WORDS = {
    "MUHAMMAD": "محمد", "MOHAMMAD": "محمد", "MOHAMMED": "محمد", "MOHAMED": "محمد", "AHMAD": "أحمد", "AHMED": "أحمد",
    "ALI": "علي", "HASAN": "حسن", "HASSAN": "حسن", "HUSAYN": "حسين", "HUSSEIN": "حسين", "HOSSEIN": "حسین",
    "ABDALLAH": "عبدالله", "ABDULLAH": "عبد الله",
    "MAHMUD": "محمود", "MAHMOUD": "محمود", "IBRAHIM": "إبراهيم", "KHALID": "خالد", "KHALED": "خالد", "UMAR": "عمر",
    "OMAR": "عمر", "UTHMAN": "عثمان", "YUSUF": "يوسف", "YOUSSEF": "يوسف", "SALIH": "صالح", "SALEH": "صالح",
    "SAID": "سعيد", "MUSTAFA": "مصطفى", "KARIM": "كريم",
    "JAMAL": "جمال", "NASIR": "ناصر", "NASSER": "ناصر", "HAMID": "حميد", "FARID": "فريد", "SAMIR": "سمير",
    "RAHMAN": "رحمن", "AZIZ": "عزيز", "ABD": "عبد", "ABU": "أبو", "BIN": "بن", "IBN": "ابن", "COMPANY": "شركة",
    "TRADING": "للتجارة", "GROUP": "مجموعة", "BANK": "بنك",
    "ISLAMIC": "اسلامي", "REZA": "رضا", "MAHDI": "مهدي", "MEHDI": "مهدی", "ALLAH": "الله", "ISMAIL": "اسماعيل",
    "SULAYMAN": "سليمان", "TARIQ": "طارق", "WALID": "وليد", "FATIMA": "فاطمة", "AISHA": "عائشة", "JABER": "جابر",
    "RASHID": "راشد", "FAYSAL": "فيصل", "FAISAL": "فيصل",
}
ARABIC = (
    ("SH", "ش"), ("KH", "خ"), ("GH", "غ"), ("TH", "ث"), ("DH", "ذ"), ("CH", "تش"), ("EE", "ي"), ("OO", "و"),
    ("OU", "و"), ("AY", "ي"), ("AI", "ي"), ("EI", "ي"), ("AW", "و"), ("AU", "و"), ("'", "ع"), ("B", "ب"), ("T", "ت"),
    ("J", "ج"), ("H", "ه"), ("D", "د"), ("R", "ر"), ("Z", "ز"), ("S", "س"),
    ("F", "ف"), ("Q", "ق"), ("K", "ك"), ("L", "ل"), ("M", "م"), ("N", "ن"), ("W", "و"), ("Y", "ي"), ("U", "و"),
    ("O", "و"), ("I", "ي"), ("G", "ج"), ("P", "ب"), ("V", "ف"), ("C", "ك"), ("X", "كس"),
)
HANZI = dict(
    pair.split(":")
    for pair in """
    LI:李 WANG:王 ZHANG:张 LIU:刘 CHEN:陈 YANG:杨 HUANG:黄 ZHAO:赵 WU:吴 ZHOU:周 XU:徐 SUN:孙
    MA:马 ZHU:朱 HU:胡 GUO:郭 HE:何 LIN:林 GAO:高 LUO:罗 ZHENG:郑 LIANG:梁 XIE:谢 SONG:宋
    TANG:唐 DENG:邓 FENG:冯 HAN:韩 CAO:曹 PENG:彭 XIAO:小 CAI:蔡 PAN:潘 TIAN:田 DONG:东
    YUAN:元 YU:玉 YE:叶 LU:路 JIANG:江 DU:杜 WEI:伟 JIN:金 SHI:石 DAI:戴 REN:任 FU:福 FANG:方
    BAI:白 MENG:孟 QIN:秦 QIU:秋 HOU:侯 DING:丁 LEI:雷 LONG:龙 WAN:万 DUAN:段 QIAN:钱 YIN:银
    MING:明 HUA:华 JIAN:建 GUANG:光 HAI:海 XIN:新 TAI:泰 DA:大 SHENG:盛 CHANG:长 FA:发
    XING:兴 HONG:宏 PING:平 AN:安 TONG:通 YI:义 RUI:瑞 QING:青 QI:奇 BAO:宝 BIN:斌 BO:波
    CHENG:成 CHUN:春 GANG:刚 GUI:贵 HAO:浩 HENG:恒 HUI:辉 JIA:家 JIE:杰 JING:京 JUN:军 KAI:凯
    KANG:康 KE:科 KUN:昆 LAN:兰 LIANG:亮 MEI:美 MIN:敏 NAN:南 NING:宁 QIANG:强 QUAN:全
    RONG:荣 SHAN:山 SHU:树 SI:思 TAO:涛 TIE:铁 TING:婷 WEN:文 XIANG:祥 XIONG:雄 XUE:雪 YAN:燕
    YANG:阳 YING:英 YONG:永 YOU:友 YUN:云 ZE:泽 ZHEN:振 ZHI:志 ZHONG:中 ZI:子 ZONG:宗 BEI:北
    XI:西 DE:德 BING:冰 CHAO:超 CHI:池 GEN:根 HANG:航 JI:吉 LE:乐 LING:灵 MIAO:妙 MU:木 NA:娜
    PEI:培 PU:普 RU:如 SHUN:顺 SHUO:硕 TU:图 YAO:瑶 ZUO:左 SHAO:少 SHEN:沈 SHUI:水 SHANG:上
    GONG:工 DAN:丹 LIAN:联 KONG:孔 RAN:然 XIA:夏 XUAN:轩 YUE:月 ZHAN:展 ZHE:哲 ZHUO:卓
    DIAN:电 TE:特
    """.split()
)
HANZI_WORDS = {"COMPANY": "公司", "LIMITED": "有限公司", "LTD": "有限公司", "CO": "", "TRADING": "贸易",
    "TRADE": "贸易", "TECHNOLOGY": "科技", "INTERNATIONAL": "国际", "GROUP": "集团", "SHIPPING": "航运",
    "INDUSTRY": "工业", "INDUSTRIAL": "工业", "IMPORT": "进口", "EXPORT": "出口", "AND": "", "&": "",
               "ELECTRONICS": "电子", "ELECTRONIC": "电子", "CHEMICAL": "化工", "BANK": "银行", "LOGISTICS": "物流",
               "BEIJING": "北京", "SHANGHAI": "上海", "SHENZHEN": "深圳", "DALIAN": "大连", "DANDONG": "丹东",
               "HONG": "香",
               "KONG": "港"}
# fmt: on


def cyrillic(name: str, rng: Random) -> str | None:
    """The name in Cyrillic, its legal form as Russian papers print it."""
    text = name.upper()
    for pattern, form in CYRILLIC_FORMS:
        text = re.sub(pattern, form, text)
    text = _letter_by_letter(text, CYRILLIC)
    # A Y after a vowel or at the end is Й, not Ы.
    text = re.sub(r"(?<=[АЕИОУЯЮЫЁ])Ы|Ы(?=[АЕИОУ])", "Й", text)
    text = re.sub(r"Ы\b", lambda _: rng.choice(("ИЙ", "Ы", "И")), text)
    return _cased(text, rng) if not re.search("[A-Z]", text) else None


def greek(name: str, rng: Random) -> str | None:
    """The name in Greek capitals."""
    text = _letter_by_letter(name.upper(), GREEK)
    return text if not re.search("[A-Z]", text) else None


def arabic(name: str, rng: Random) -> str | None:
    """The name in Arabic: known names by their spelling, others by consonants and long vowels."""
    words = [
        _arabic_word(word, rng)
        for word in re.findall(r"[A-Z']+", re.sub(r"\b(AL|EL)[- ]", "AL_", name.upper()).replace("_", "'AL'"))
    ]
    text = re.sub(r"ا?ل?عالع", "ال", " ".join(word for word in words if word))
    return " ".join(text.split()) or None


def _arabic_word(word: str, rng: Random) -> str:
    article = word.startswith("AL'AL'")
    word = word.removeprefix("AL'AL'")
    if word in ARABIC_WORDS:
        return ("ال" if article else "") + ARABIC_WORDS[word]
    text = re.sub(r"(.)\1", r"\1", word) if not re.search("AA|EE|OO", word) else word
    lead = "ا" if text[:1] in "AEIOU" else ""
    text = text[1:] if text[:1] in "AE" else text
    tail = "ة" if text.endswith("AH") else ("ا" if text.endswith("A") else "")
    text = text.removesuffix("AH") if tail == "ة" else (text[:-1] if tail else text)
    # Short vowels are not written; which of them are short the Latin spelling does not say.
    text = re.sub("[AE]", lambda found: "ا" if found[0] == "A" and rng.random() < 0.45 else "", text)
    text = re.sub("(?<=.)[IUO](?=.)", lambda found: found[0] if rng.random() < 0.6 else "", text)
    return ("ال" if article else "") + lead + _letter_by_letter(text, ARABIC) + tail


def chinese(name: str, rng: Random) -> str | None:
    """The name in Chinese characters when all of it can be written so, without spaces."""
    signs: list[str] = []
    for word in re.findall(r"[A-Z&]+", name.upper()):
        if word in HANZI_WORDS:
            signs.append(HANZI_WORDS[word])
            continue
        syllables = re.findall(SYLLABLE + r"(?![AEIOU])", word)
        if "".join(syllables) != word or not all(syllable in HANZI for syllable in syllables):
            return None
        signs.extend(HANZI[syllable] for syllable in syllables)
    return "".join(signs) if len(signs) > 1 else None


def native(name: str, rng: Random, countries: tuple[str, ...] = ()) -> str | None:
    """The name in the script of its family; a name of no such family rarely, in Cyrillic or Greek."""
    family = family_of(name, countries)
    write = {"russian": cyrillic, "arabic": arabic, "chinese": chinese}.get(family)
    if write:
        return write(name, rng)
    return rng.choice((cyrillic, cyrillic, greek))(name, rng) if rng.random() < 0.25 else None


def _letter_by_letter(text: str, table: tuple[tuple[str, str], ...]) -> str:
    for latin, written in table:
        text = text.replace(latin, written)
    return text


def _cased(text: str, rng: Random) -> str:
    return text.title() if rng.random() < 0.3 else text
