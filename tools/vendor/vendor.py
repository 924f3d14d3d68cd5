"""Rebuild the vendored files of the page kit from the pinned npm packages.

    python tools/vendor/vendor.py            writes kejing/foundation/ui/static/ui/vendor and icons.svg
    python tools/vendor/vendor.py --check    only compares what stands there with the manifest

Needs npm for the rebuild; nobody else does, since the results are committed.
"""

import argparse
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
STATIC = HERE.parents[1] / "kejing" / "foundation" / "ui" / "static" / "ui"
VENDOR = STATIC / "vendor"
MANIFEST = VENDOR / "manifest.json"
SPRITE = STATIC / "icons.svg"

# What the state marks look like: a shape each, so that colour is never the only sign.
STATES = {
    "none": '<circle cx="6" cy="6" r="5.2" fill="none" stroke="currentColor" stroke-width="1.3" '
    'stroke-dasharray="2.2 1.9"/>',
    "run": '<circle cx="6" cy="6" r="5.2" fill="none" stroke="currentColor" stroke-width="1.5"/>'
    '<path d="M6 2.6a3.4 3.4 0 0 1 0 6.8z" fill="currentColor"/>',
    "due": '<circle cx="6" cy="6" r="5.2" fill="none" stroke="currentColor" stroke-width="1.5"/>'
    '<path d="M6 3v3.2l2 1.2" fill="none" stroke="currentColor" stroke-width="1.4"/>',
    "back": '<circle cx="6" cy="6" r="6" fill="currentColor"/>'
    '<path d="M8.6 8.2c0-2-1-3-3-3H3.6m1.6-1.9L3.3 5.2l1.9 1.9" fill="none" stroke="var(--kj-bg)" '
    'stroke-width="1.3"/>',
    "late": '<path d="M6 .6l5.8 10.6H.2z" fill="currentColor"/>'
    '<path d="M6 4.4v3M6 8.6v1" stroke="var(--kj-bg)" stroke-width="1.4"/>',
    "ok": '<circle cx="6" cy="6" r="6" fill="currentColor"/>'
    '<path d="M3.4 6.2l1.8 1.8 3.4-3.8" fill="none" stroke="var(--kj-bg)" stroke-width="1.5"/>',
    "na": '<path d="M2 6h8" stroke="currentColor" stroke-width="1.6"/>',
}


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true")
    if parser.parse_args().check:
        problems = differences()
        print(
            "\n".join(problems)
            or f"{len(json.loads(MANIFEST.read_text()))} vendored files as in the manifest"
        )
        return 1 if problems else 0
    with tempfile.TemporaryDirectory() as scratch:
        build(Path(scratch))
    MANIFEST.write_text(json.dumps(digests(), indent=2, sort_keys=True) + "\n")
    print(MANIFEST.read_text())
    return 0


def digests() -> dict[str, str]:
    """SHA-256 by path below `static/ui`, of all that was not written by hand."""
    files = [path for path in VENDOR.rglob("*") if path.is_file() and path != MANIFEST]
    return {
        str(path.relative_to(STATIC)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted([*files, SPRITE])
    }


def differences() -> list[str]:
    """One line for each file that is missing, surplus or changed against the manifest."""
    wanted, found = json.loads(MANIFEST.read_text()), digests()
    names = sorted(wanted.keys() | found.keys())
    return [f"{name}: differs from the manifest" for name in names if wanted.get(name) != found.get(name)]


def build(scratch: Path) -> None:
    for name in ("package.json", "package-lock.json", "echarts.js"):
        shutil.copy(HERE / name, scratch)
    subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=scratch, check=True)
    modules = scratch / "node_modules"
    shutil.rmtree(VENDOR, ignore_errors=True)
    htmx = _folder(modules, "htmx.org", "htmx", "LICENSE")
    _copy(modules / "htmx.org/dist/htmx.min.js", htmx / "htmx.min.js")
    tabler = _folder(modules, "@tabler/core", "tabler")
    shutil.copy(HERE / "tabler.LICENSE", tabler / "LICENSE")
    _copy(modules / "@tabler/core/dist/css/tabler.min.css", tabler / "tabler.min.css")
    echarts = _folder(modules, "echarts", "echarts", "LICENSE", "NOTICE")
    shutil.copy(modules / "zrender/LICENSE", echarts / "LICENSE.zrender")
    shutil.copy(modules / "tslib/LICENSE.txt", echarts / "LICENSE.tslib")
    _bundle_echarts(scratch, echarts / "echarts.kejing.min.js")
    _folder(modules, "@tabler/icons", "tabler-icons", "LICENSE")
    SPRITE.write_text(_sprite(modules / "@tabler/icons/icons/outline"))


def _folder(modules: Path, package: str, name: str, *licences: str) -> Path:
    version = json.loads((modules / package / "package.json").read_text())["version"]
    folder = VENDOR / name / version
    folder.mkdir(parents=True)
    for licence in licences:
        shutil.copy(modules / package / licence, folder)
    return folder


def _copy(source: Path, target: Path) -> None:
    """Copy without the source-map comment: the map is not shipped, and collectstatic would look for it."""
    text = source.read_text(encoding="utf-8")
    text = re.sub(r"(?m)^\s*(//|/\*)# sourceMappingURL=.*$", "", text)
    target.write_text(text.rstrip() + "\n", encoding="utf-8")


def _bundle_echarts(scratch: Path, target: Path) -> None:
    options = ["--bundle", "--minify", "--format=iife", "--global-name=echarts", "--legal-comments=none"]
    define = '--define:process.env.NODE_ENV="production"'
    command = ["node_modules/.bin/esbuild", "echarts.js", *options, define, f"--outfile={target}"]
    subprocess.run(command, cwd=scratch, check=True)


def _sprite(outline: Path) -> str:
    names = [
        line for line in (HERE / "icons.txt").read_text().split("\n") if line and not line.startswith("#")
    ]
    icons = [_symbol(name, (outline / f"{name}.svg").read_text()) for name in sorted(names)]
    states = [f'<symbol id="s-{name}" viewBox="0 0 12 12">{body}</symbol>' for name, body in STATES.items()]
    lines = "\n".join(icons + states)
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{lines}\n</svg>\n'


def _symbol(name: str, svg: str) -> str:
    body = "".join(re.findall(r"<(?!svg|/svg|path stroke=\"none\")[^>]+>", svg.rsplit("-->", maxsplit=1)[-1]))
    return f'<symbol id="{name}" viewBox="0 0 24 24">{" ".join(body.split())}</symbol>'


if __name__ == "__main__":
    sys.exit(main())
