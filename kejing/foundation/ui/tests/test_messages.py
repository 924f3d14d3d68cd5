"""Translations: what is found in code and templates, and that the kit's own catalogue is whole."""

from pathlib import Path

from tests import messages
from tests.messages import ROOT
from tests.template_text import bare_texts, template_messages

HERE = Path("x.html")


def found(source: str) -> list[tuple[str, str | None, str | None]]:
    return [(m.singular, m.plural, m.context) for m in template_messages(source, HERE)]


def test_translate_tags_of_every_form_are_found() -> None:
    assert found("{% translate \"Save\" %} {% trans 'It' as it %}") == [
        ("Save", None, None),
        ("It", None, None),
    ]
    assert found('{% translate "Object" context "verb" %}') == [("Object", None, "verb")]
    assert found('{{ x|default:_("None") }}{% state "ok" _("Done") %}') == [
        ("None", None, None),
        ("Done", None, None),
    ]


def test_blocks_keep_their_placeholders_and_plurals() -> None:
    assert found("{% blocktranslate with a=b %}Of {{ a }}, 100%{% endblocktranslate %}") == [
        ("Of %(a)s, 100%%", None, None)
    ]
    start = "{% blocktranslate count n=x trimmed %}\n {{ n }} row\n"
    source = start + "{% plural %}\n {{ n }} rows\n{% endblocktranslate %}"
    assert found(source) == [("%(n)s row", "%(n)s rows", None)]


def test_texts_outside_the_tags_are_named_with_their_line() -> None:
    source = (
        '<h1>\n客户</h1>{% translate "ok" %}\n<a title="Open it">{{ x }}</a> · 12\n{# a comment #}<p>Bare</p>'
    )
    assert list(bare_texts(source)) == [(3, "Open it"), (2, "客户"), (4, "Bare")]


def test_tags_variables_comments_and_classes_are_no_texts() -> None:
    source = "{% block body_class %}task{% endblock %}{% comment %}no{% endcomment %}<p class='some'>{{ a|b }} – ?</p>"
    assert list(bare_texts(source)) == []


def test_code_is_read_with_contexts_and_plurals(tmp_path: Path) -> None:
    code = tmp_path / "views.py"
    code.write_text('_("A")\npgettext("verb", "B")\nngettext("one", "many", n)\ngettext(variable)\n')
    assert [(m.singular, m.plural, m.context, m.line) for m in messages.messages_of(code)] == [
        ("A", None, None, 1),
        ("B", None, "verb", 2),
        ("one", "many", None, 3),
    ]


def test_check_names_what_is_missing_unknown_and_broken(tmp_path: Path, monkeypatch: object) -> None:
    module = make_module(tmp_path, '_("A %(n)s")\n_("B")\n', {"A %(n)s": "甲", "C": "丙"})
    problems = "\n".join(messages.check([module]))
    assert "no Chinese for 'B'" in problems
    assert "unknown message 'C'" in problems
    assert "other placeholders in 'A %(n)s'" in problems


def test_extract_keeps_texts_adds_new_and_drops_the_unused(tmp_path: Path) -> None:
    module = make_module(tmp_path, '_("A")\n_("B")\n', {"A": "甲", "C": "丙"})
    messages.extract(module, {})
    texts = {str(m.id): str(m.string) for m in module.catalogue() if m.id}
    assert texts == {"A": "甲", "B": ""}


def test_the_kit_speaks_chinese() -> None:
    modules = messages.survey(ROOT / "kejing")
    (kit,) = [module for module in modules if module.folder.name == "ui"]
    problems = messages.check([kit])
    assert problems == []
    assert [line for line in messages.untagged(ROOT / "kejing") if "foundation/ui" in line] == []


def make_module(folder: Path, code: str, texts: dict[str, str]) -> messages.Module:
    (folder / "apps.py").touch()
    (folder / "views.py").write_text(code)
    module = messages.Module(folder)
    module.path.parent.mkdir(parents=True)
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n'
    module.path.write_text(
        head + "".join(f'\nmsgid "{key}"\nmsgstr "{text}"\n' for key, text in texts.items())
    )
    for found_message in messages.messages_of(folder / "views.py"):
        module.used[found_message.context, found_message.singular] = found_message
    return module
