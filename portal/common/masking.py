"""The screen before the counter: names and phone numbers as others may see them.

Every list, board, print and call screen shows these forms; the whole is shown by a click
that leaves a line in the log.
"""

import re
import unicodedata

# Surnames of two characters still in use. Cutting one in half would call 欧阳 Mr 欧.
_COMPOUND = (
    "欧阳 歐陽 司马 司馬 上官 诸葛 諸葛 东方 東方 皇甫 尉迟 尉遲 公孙 公孫 轩辕 軒轅 令狐 宇文 "
    "长孙 長孫 慕容 司徒 司空 夏侯 端木 南宫 南宮 东郭 東郭 百里 呼延 淳于 单于 單于 太史 申屠 "
    "公羊 赫连 赫連 澹台 澹臺 宗政 濮阳 濮陽 第五 万俟 闻人 聞人 钟离 鍾離 鲜于 鮮于 闾丘 亓官 "
    "司寇 拓跋 独孤 獨孤 纳兰 納蘭 西门 西門"
)
COMPOUND_SURNAMES = frozenset(_COMPOUND.split())

_LANDLINE = re.compile(r"(0\d{2,3})-?\d{3,4}-?(\d{4})(?:-\d+)?")


def mask_name(name: str) -> str:
    """Give the surname and two stars: 王小明 → 王**, 欧阳娜娜 → 欧阳**, Ann Lee → A**.

    Always two stars, so that the length gives nothing away. In other scripts than Chinese
    the first letter stands, since it is not known which part is the surname. An empty name
    stays empty.
    """
    plain = _visible(name)
    if not plain:
        return ""
    whole_surname = len(plain) > 2 and plain[:2] in COMPOUND_SURNAMES
    return (plain[:2] if whole_surname else plain[0].upper()) + "**"


def mask_phone(phone: str) -> str:
    """Give 138****1234 for a mobile and 021-****5678 for a landline, in canonical form.

    An extension is dropped. Whatever else it is, only its last two characters stand, and
    only where that hides most of it.
    """
    if len(phone) == 11 and phone.isdigit() and phone[0] == "1":
        return f"{phone[:3]}****{phone[-4:]}"
    landline = _LANDLINE.fullmatch(phone)
    if landline:
        return f"{landline[1]}-****{landline[2]}"
    return "****" + (phone[-2:] if len(phone) > 6 else "") if phone else ""


def _visible(name: str) -> str:
    # Without control, format and combining characters, some of which stand before a name.
    composed = unicodedata.normalize("NFC", name)
    return "".join(symbol for symbol in composed if unicodedata.category(symbol)[0] not in "CMZ")
