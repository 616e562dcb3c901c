"""How a Chinese name sounds: `zhangsan`, `zhang` and `zs` find 张三.

Each name has two more texts in the index: the whole of its sounds and their first letters. A surname has its own
reading: 单 is shan in a name, not dan; 曾 is zeng, 仇 is qiu.
"""

import re
from functools import lru_cache
from typing import Final

from fhir_profiles.registry import SearchParameter

NAMES: Final = frozenset({"name", "family", "given"})
"""String parameters of names of people and organizations."""

INITIALS: Final = "-"
"""Stands in the index where the text as written stands for others."""

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_SPACE = re.compile(r"[\s·•・.]+")
_LONGEST: Final = 64

_SURNAMES: Final = {
    "万俟": "mo qi", "尉迟": "yu chi", "长孙": "zhang sun", "澹台": "tan tai", "单于": "chan yu", "夏侯": "xia hou",
    "令狐": "ling hu", "宰父": "zai fu", "亓官": "qi guan", "呼延": "hu yan", "欧阳": "ou yang", "司马": "si ma",
    "上官": "shang guan", "诸葛": "zhu ge", "皇甫": "huang fu", "慕容": "mu rong", "宇文": "yu wen", "公孙": "gong sun",
    "单": "shan", "曾": "zeng", "仇": "qiu", "区": "ou", "解": "xie", "查": "zha", "任": "ren", "朴": "piao",
    "盖": "ge", "乐": "yue", "翟": "zhai", "尉": "wei", "缪": "miao", "繁": "po", "秘": "bi", "冼": "xian",
    "种": "chong", "员": "yun", "折": "she", "黑": "he", "重": "chong", "纪": "ji", "能": "nai", "晁": "chao",
    "车": "che", "燕": "yan", "应": "ying", "华": "hua", "葛": "ge", "贾": "jia", "石": "shi", "沈": "shen",
    "宁": "ning", "召": "shao", "洗": "xian", "都": "du", "阚": "kan", "褚": "chu", "柏": "bai", "郇": "huan",
    "佴": "nai", "么": "yao", "牟": "mu", "逄": "pang", "覃": "qin", "谌": "chen", "郗": "xi", "俞": "yu",
    "隗": "wei", "臧": "zang", "祭": "zhai", "哈": "ha", "过": "guo", "那": "na", "撒": "sa", "厘": "xi",
}  # fmt: skip
"""Readings of surnames, most of them other than the character's commonest one; compound surnames come first."""


def number_of(parameter: SearchParameter, mark: str = INITIALS) -> int:
    """The number under which such sounds stand in the index: initials have one of their own.

    Among the texts they would stand in front of the names that begin with the same letter, more of them the more
    names there are, and whoever reads names in order would pass over all of them.
    """
    return -parameter.number if mark == INITIALS else parameter.number


@lru_cache(maxsize=16384)
def sounds_of(text: str) -> tuple[tuple[str, str], ...]:
    """The sounds of a name in small Latin letters, whole with "" and its initials with INITIALS, without Han nothing.

    One character has no initials: they are the beginning of its sound.
    """
    if len(text) > _LONGEST or _HAN.search(text) is None:
        return ()
    from pypinyin import lazy_pinyin  # takes 50 ms and 20 MB, which an installation without Han names saves

    name = _SPACE.sub("", text)
    surname = next((name[:length] for length in (2, 1) if name[:length] in _SURNAMES), "")
    syllables = [*_SURNAMES.get(surname, "").split(), *lazy_pinyin(name[len(surname) :], v_to_u=False)]
    whole = "".join(syllables).lower().replace("ü", "v")
    initials = "".join(syllable[0] for syllable in syllables if syllable).lower()
    return ((whole, ""), (initials, INITIALS)) if len(initials) > 1 else ((whole, ""),)
