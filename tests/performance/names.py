"""Names of the scale organisation's customers, drawn from their number: half Chinese, half not; always the same."""

import hashlib

from kejing.app.demo.names import person_name

_PLACES = (
    "北京", "上海", "广州", "深圳", "杭州", "南京", "苏州", "成都", "重庆", "武汉", "西安", "长沙", "青岛", "宁波", "厦门",
    "福州", "济南", "合肥", "郑州", "昆明", "大连", "沈阳", "无锡", "佛山", "东莞", "温州", "泉州", "嘉兴", "常州", "绍兴",
)  # fmt: skip
_WORDS = (
    "恒信", "华盛", "天成", "宏达", "金桥", "瑞丰", "东方", "新源", "永泰", "博远", "鼎新", "康健", "万通", "联合", "顺达",
    "国泰", "海纳", "明德", "嘉禾", "正大", "中科", "远景", "安泰", "四方", "百川", "长河", "五洲", "启明", "诚立", "双龙",
)  # fmt: skip
_TRADES = (
    "机械", "贸易", "科技", "食品", "建材", "纺织", "医药", "电子", "物流", "化工", "汽车配件", "服装", "装饰工程", "农业",
    "信息技术", "包装", "五金", "家具", "印务", "环保",
)  # fmt: skip
_FORMS = ("有限公司", "有限公司", "有限责任公司", "股份有限公司", "厂", "商行")
_GIVEN = (
    "Anna", "Petr", "Jan", "Eva", "Maria", "Tomas", "Lucie", "Martin", "Hana", "Pavel", "Alena", "Karel", "Ivana",
    "Josef", "Lenka", "David", "Jana", "Milan", "Vera", "Oskar",
)  # fmt: skip
_FAMILY = (
    "Novak", "Svoboda", "Dvorak", "Cerny", "Prochazka", "Kucera", "Vesely", "Horak", "Nemec", "Marek", "Pospisil",
    "Hajek", "Kral", "Jelinek", "Ruzicka", "Benes", "Fiala", "Sedlak", "Dolezal", "Zeman", "Kolar", "Navratil",
)  # fmt: skip
_BUSINESS = ("Trade", "Steel", "Foods", "Transport", "Glass", "Textiles", "Farms", "Paper", "Motors", "Works")
_LEGAL = ("Ltd", "Partners", "and Sons", "Group", "Brothers")
ORGANISATIONS = 4
"""Every fourth customer is an organisation."""


def is_organisation(n: int) -> bool:
    return _draw("kind", n) % ORGANISATIONS == 0


def customer_name(n: int) -> str:
    """The name of the n-th customer; odd ones are Chinese."""
    draw = _draw("name", n)
    if n % 2:
        return _company(draw) if is_organisation(n) else person_name(str(n), "male" if draw % 2 else "female")
    return _firm(draw) if is_organisation(n) else _person(draw)


def contact_name(n: int) -> str:
    return person_name(f"contact {n}", None) if n % 2 else _person(_draw("contact", n))


def _company(draw: int) -> str:
    return "".join(_pick(draw, _PLACES, _WORDS, _TRADES, _FORMS))


def _person(draw: int) -> str:
    return " ".join(_pick(draw, _GIVEN, _FAMILY))


def _firm(draw: int) -> str:
    return " ".join(_pick(draw, _FAMILY, _BUSINESS, _LEGAL))


def _pick(draw: int, *lists: tuple[str, ...]) -> list[str]:
    found = []
    for choices in lists:
        draw, place = divmod(draw, len(choices))
        found.append(choices[place])
    return found


def _draw(purpose: str, n: int) -> int:
    return int.from_bytes(hashlib.blake2b(f"{purpose} {n}".encode(), digest_size=8).digest())
