"""Chinese names for demo customers whose source has none: drawn from the customer number, always the same."""

import hashlib

_SEED = b"kejing demo names 1"

# The commonest surnames, in steps of how common they are; each step is drawn as often as it weighs.
_SURNAMES = (
    (38, "王李张刘陈"),
    (24, "杨黄赵吴周徐孙马朱胡"),
    (18, "郭何林高罗郑梁谢宋唐许韩冯邓曹"),
    (
        20,
        "彭曾萧田董潘袁蔡蒋余于杜叶程苏魏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏傅方邹熊白孟秦邱侯江尹薛闫",
    ),
)
_RARE = (
    "雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤温康施文牛樊葛邢安齐易乔伍"
    "庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕"
)
_COMPOUND = ("欧阳", "司马", "上官", "诸葛", "夏侯", "皇甫", "尉迟", "令狐")

_MEN = (
    "伟强磊军勇杰涛超明刚平辉鹏斌波飞宇浩凯健俊帆建华志国庆成龙海山峰"
    "东旭阳亮鑫博睿翔松柏宏毅远航振兴立新永康泽昊天佑德才学坤"
)
_WOMEN = (
    "芳娜敏静丽艳娟霞秀英玲桂兰凤洁梅琳雪慧莉婷玉萍红燕丹晶倩"
    "颖佳璐瑶怡蕾欣妍梦琪雅芬菊香月莹菲岚珊薇蓉淑贞惠珍巧云春"
)
_BOTH = "晓文思子一安宁书清雨林嘉若云晨星悦言心知乐然之怀青景和"
_ONE_CHARACTER = 18
"""How many of a hundred given names have one character."""


def person_name(number: str | None, sex: str | None) -> str:
    """A name for the customer number, `sex` "male" or "female" (else either); the same each time."""
    digest = hashlib.blake2b(f"{number}|{sex}".encode(), key=_SEED, digest_size=16).digest()
    draw = int.from_bytes(digest)
    draw, surname = _surname(draw)
    draw, short = divmod(draw, 100)
    own = {"male": _MEN, "female": _WOMEN}.get(sex or "", _BOTH)
    if short < _ONE_CHARACTER:
        return surname + _pick(draw, own)[1]
    draw, first = _pick(draw, own + _BOTH)
    draw, second = _pick(draw, own)
    return surname + first + (second if second != first else "")


def _surname(draw: int) -> tuple[int, str]:
    draw, lot = divmod(draw, 120)
    for weight, names in _SURNAMES:
        if lot < weight:
            return _pick(draw, names)
        lot -= weight
    return _pick(draw, _COMPOUND) if lot == 0 else _pick(draw, _RARE)


def _pick(draw: int, names: "str | tuple[str, ...]") -> tuple[int, str]:
    draw, place = divmod(draw, len(names))
    return draw, names[place]
