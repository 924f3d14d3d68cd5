"""The texts of a Django template: those under a translate tag, and those that should be."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.template.base import Lexer, Token, TokenType
from django.utils.translation import trim_whitespace

QUOTED = r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
INLINE = re.compile(rf"^trans(?:late)?\s+{QUOTED}(?=[\s|]|$)")
CONTEXT = re.compile(rf"\bcontext\s+{QUOTED}")
BLOCK = re.compile(r"^blocktrans(?:late)?\b")
END = re.compile(r"^endblocktrans(?:late)?$")
CONSTANT = re.compile(rf"_\({QUOTED}\)")
TEXT_ATTRIBUTE = re.compile(r"""\b(?:alt|aria-label|placeholder|title|content)\s*=\s*("[^"]*"|'[^']*')""")
CLASS_BLOCK = re.compile(r"(\{% block \w*class %\})[^{]*(\{% endblock)")
WORD = re.compile(r"[A-Za-z]{2,}|[\u3400-\u9fff]")


@dataclass(frozen=True)
class Found:
    """A message with the place where it is used."""

    singular: str
    plural: str | None
    context: str | None
    path: Path
    line: int
    notes: tuple[str, ...] = ()

    def place(self, root: Path) -> str:
        path = self.path.relative_to(root) if self.path.is_relative_to(root) else self.path
        return f"{path}:{self.line}"


def template_messages(source: str, path: Path) -> Iterator[Found]:
    """Messages of {% translate %}, {% blocktranslate %} and _("…") in tags and variables."""
    tokens = iter(Lexer(source).tokenize())
    for token in tokens:
        if token.token_type == TokenType.BLOCK and BLOCK.match(token.contents):
            yield _block(token, tokens, path)
        elif token.token_type in {TokenType.BLOCK, TokenType.VAR}:
            if inline := INLINE.match(token.contents):
                context = CONTEXT.search(token.contents, inline.end())
                yield Found(
                    _unquoted(inline[1]), None, context and _unquoted(context[1]), path, token.lineno or 0
                )
            for constant in CONSTANT.finditer(token.contents):
                yield Found(_unquoted(constant[1]), None, None, path, token.lineno or 0)


def _block(start: Token, tokens: Iterator[Token], path: Path) -> Found:
    parts: list[list[str]] = [[]]
    for token in tokens:
        if token.token_type == TokenType.BLOCK and END.match(token.contents):
            break
        if token.token_type == TokenType.BLOCK and token.contents == "plural":
            parts.append([])
        elif token.token_type == TokenType.VAR:
            parts[-1].append(f"%({token.contents})s")
        elif token.token_type == TokenType.TEXT:
            parts[-1].append(token.contents.replace("%", "%%"))
    texts = ["".join(part) for part in parts]
    if re.search(r"\btrimmed\b", start.contents):
        texts = [trim_whitespace(text) for text in texts]
    context = CONTEXT.search(start.contents)
    plural = texts[1] if len(texts) > 1 else None
    return Found(texts[0], plural, context and _unquoted(context[1]), path, start.lineno or 0)


def _unquoted(quoted: str) -> str:
    return re.sub(r"\\(.)", r"\1", quoted[1:-1])


def bare_texts(source: str) -> Iterator[tuple[int, str]]:
    """(line, text) for words that a reader would see and no translator would."""
    for line, text in _visible(_without_translated(CLASS_BLOCK.sub(r"\1\2", source))):
        if WORD.search(text):
            yield line, text


def _without_translated(source: str) -> str:
    """The template with tags, variables, comments and translated blocks blanked; lines keep their numbers."""
    out: list[str] = []
    inside = 0
    for token in Lexer(source).tokenize():
        if token.token_type == TokenType.BLOCK:
            opens = BLOCK.match(token.contents) or token.contents == "comment"
            closes = END.match(token.contents) or token.contents == "endcomment"
            inside += bool(opens) - bool(closes)
        text = token.contents if token.token_type == TokenType.TEXT and not inside else ""
        # Lexer tokens forget the newlines inside tags; the difference is made good from the line numbers.
        out.append("\n" * ((token.lineno or 1) - 1 - "".join(out).count("\n")) + text)
    return "".join(out)


def _visible(html: str) -> Iterator[tuple[int, str]]:
    html = re.sub(r"(?s)<(script|style)\b.*?</\1>|<!--.*?-->", _blank, html)
    for match in TEXT_ATTRIBUTE.finditer(html):
        value = match[1][1:-1].strip()
        # `content` of a meta tag is for machines.
        if not match[0].startswith("content"):
            yield html.count("\n", 0, match.start()) + 1, value
    for match in re.finditer(r"(?:^|>)([^<>]+)(?=<|$)", re.sub(r"(?s)<[^<>]*>", _hollow, html)):
        text = re.sub(r"&\w+;", "", match[1]).strip()
        yield html.count("\n", 0, match.start(1) + len(match[1]) - len(match[1].lstrip())) + 1, text


def _blank(match: re.Match[str]) -> str:
    return "\n" * match[0].count("\n")


def _hollow(match: re.Match[str]) -> str:
    """A tag of the same length without its inside, so that `>` in a value ends nothing."""
    inside = re.sub(r"[^\n]", " ", match[0][1:-1])
    return f"<{inside}>"
