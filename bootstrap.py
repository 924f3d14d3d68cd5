"""Make `.venv` as the lock files say, on a machine that has nothing but Python. Standard library only.

    python3 bootstrap.py app        what Kejing runs on
    python3 bootstrap.py dev        and what the suite and the checks need
    python3 bootstrap.py browser    Chromium and a Chinese font for the browser journeys, where apt may

Debian ships Python without pip and without the means to make a venv; then pip's own wheel comes from the
package index that pip is configured for.
"""

import configparser
import hashlib
import json
import os
import re
import shutil
import ssl
import subprocess
import sys
import urllib.request
from base64 import b64encode
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST = (3, 11)
LOCKS = ["app", "dev"]
"""Each holds all of the one before."""
PIP = "pip-25.3-py3-none-any.whl"
PIP_SHA256 = "9655943313a94722b7774661c21049070f6bbb0a1516bf02f7c8d5d9201514cd"
PUBLIC_INDEX = "https://pypi.org/simple"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def main(wanted: str) -> int:
    if sys.version_info < OLDEST:
        print(
            f"Kejing needs Python {OLDEST[0]}.{OLDEST[1]} or newer; PYTHON=… make … names another.",
            file=sys.stderr,
        )
        return 1
    if wanted == "browser":
        return get_browser()
    if PYTHON.exists() and _stamp(wanted).exists() and _stamp(wanted).read_text() == _digest(wanted):
        return 0
    lock = _lock(wanted)
    pip = find_pip(make_venv())
    print(f"Installing {lock.relative_to(ROOT)}", flush=True)
    install = [
        *pip,
        "install",
        "--quiet",
        "--require-hashes",
        "--only-binary=:all:",
        "--requirement",
        str(lock),
    ]
    if code := subprocess.call(install):
        return code
    make_command()
    for name in LOCKS[: LOCKS.index(wanted) + 1]:
        _stamp(name).write_text(_digest(name))
    return 0


def _lock(name: str) -> Path:
    return ROOT / "requirements" / f"{name}.lock"


def _digest(name: str) -> str:
    return hashlib.sha256(_lock(name).read_bytes()).hexdigest()


def _stamp(name: str) -> Path:
    return VENV / f"{name}.lock.sha256"


# ---------- the environment ----------


def make_venv() -> bool:
    """Make `.venv` if there is none that works; return whether it has pip."""
    if not PYTHON.exists() or not _well(PYTHON, f"import sys; assert sys.version_info >= {OLDEST}"):
        shutil.rmtree(VENV, ignore_errors=True)
        print("Making .venv", flush=True)
        ways: tuple[list[str], ...] = ([], ["--without-pip"])
        if not any(_quiet([sys.executable, "-m", "venv", "--clear", *way, str(VENV)]) for way in ways):
            make_venv_by_hand()
    return _well(PYTHON, "import pip")


def make_venv_by_hand() -> None:
    """A venv is a link to the interpreter and a file that says so; some systems leave out the module for it."""
    shutil.rmtree(VENV, ignore_errors=True)
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    (VENV / "lib" / f"python{version}" / "site-packages").mkdir(parents=True)
    PYTHON.parent.mkdir()
    interpreter = Path(getattr(sys, "_base_executable", sys.executable))
    PYTHON.symlink_to(interpreter)
    (VENV / "bin" / "python3").symlink_to("python")
    (VENV / "pyvenv.cfg").write_text(
        f"home = {interpreter.parent}\ninclude-system-site-packages = false\nversion = {version}\n"
    )


def make_command() -> None:
    """Let the venv find this checkout, and give it the `kejing` command."""
    packages = next((VENV / "lib").glob("python*/site-packages"))
    (packages / "kejing.pth").write_text(f"{ROOT}\n")
    command = VENV / "bin" / "kejing"
    command.write_text(
        f"#!{PYTHON}\nimport sys\n\nfrom kejing.app.cli.main import main\n\nsys.exit(main())\n"
    )
    command.chmod(0o755)


def _quiet(command: list[str]) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _well(python: Path, code: str) -> bool:
    return _quiet([str(python), "-c", code])


# ---------- pip ----------


def find_pip(in_venv: bool) -> list[str]:
    """Return the command of a pip that installs into the venv."""
    if in_venv:
        return [str(PYTHON), "-m", "pip"]
    wheel = VENV / PIP
    if not wheel.exists():
        wheel.write_bytes(download_pip(Configuration()))
    return [str(PYTHON), str(wheel / "pip")]


class Configuration:
    """Where pip would look: its environment variables, then its files, then the public index."""

    def __init__(self) -> None:
        home = Path.home()
        folders = os.environ.get("XDG_CONFIG_DIRS", "/etc/xdg").split(":")
        files = [Path(folder) / "pip" / "pip.conf" for folder in folders]
        files += [Path("/etc/pip.conf"), home / ".pip" / "pip.conf"]
        files += [Path(os.environ.get("XDG_CONFIG_HOME", home / ".config")) / "pip" / "pip.conf"]
        chosen = os.environ.get("PIP_CONFIG_FILE")
        if chosen == os.devnull:
            files = []
        elif chosen:
            files.append(Path(chosen))
        self._parser = configparser.RawConfigParser()
        self._parser.read(files)

    def value(self, name: str) -> str | None:
        variable = os.environ.get(f"PIP_{name.upper().replace('-', '_')}")
        sections = ("install", "download", "global")
        found = (self._parser.get(section, name, fallback=None) for section in sections)
        return variable or next((text.strip() for text in found if text), None)

    @property
    def index(self) -> str:
        return self.value("index-url") or PUBLIC_INDEX

    @property
    def folders(self) -> list[Path]:
        """Local folders of wheels."""
        words = (self.value("find-links") or "").split()
        return [path for word in words if (path := Path(word.removeprefix("file://"))).is_dir()]

    @property
    def certificates(self) -> ssl.SSLContext:
        file = self.value("cert") or os.environ.get("REQUESTS_CA_BUNDLE")
        context = ssl.create_default_context(cafile=file)
        if urlsplit(self.index).hostname in (self.value("trusted-host") or "").split():
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE  # the wheel's digest is checked all the same
        return context


def download_pip(configuration: Configuration) -> bytes:
    """Fetch the one pip this file names; its digest decides, wherever it came from."""
    for folder in configuration.folders:
        if (folder / PIP).exists() and _is_pip(wheel := (folder / PIP).read_bytes()):
            return wheel
    page = urljoin(configuration.index.rstrip("/") + "/", "pip/")
    print(f"Fetching {PIP} from the package index", flush=True)
    text = _get(page, configuration).decode()
    if text.startswith("{"):
        found = [file["url"] for file in json.loads(text)["files"] if file["filename"] == PIP]
    else:
        found = [link for link in re.findall(r'href="([^"]+)"', text) if urldefrag(link).url.endswith(PIP)]
    if not found:
        sys.exit(f"The package index does not have {PIP}; install pip for {sys.executable}, then try again.")
    wheel = _get(urldefrag(urljoin(page, found[0])).url, configuration)
    if not _is_pip(wheel):
        sys.exit(f"The package index gave another {PIP} than it should.")
    return wheel


def _is_pip(wheel: bytes) -> bool:
    return hashlib.sha256(wheel).hexdigest() == PIP_SHA256


def _get(url: str, configuration: Configuration) -> bytes:
    parts = urlsplit(url)
    headers = {"Accept": "application/vnd.pypi.simple.v1+json, text/html;q=0.5"}
    if parts.username:
        login = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        headers["Authorization"] = f"Basic {b64encode(login.encode()).decode()}"
        url = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
    request = urllib.request.Request(url, headers=headers)
    seconds = float(configuration.value("timeout") or 60)
    with urllib.request.urlopen(request, timeout=seconds, context=configuration.certificates) as answer:
        content: bytes = answer.read()
    return content


# ---------- what the browser journeys need ----------


def get_browser() -> int:
    """Install what is missing where apt may; say so where it may not (the journeys are then skipped visibly)."""
    missing = []
    if not any(map(shutil.which, BROWSERS)):
        missing.append("chromium")
    if not has_chinese_font():
        missing.append("fonts-wqy-microhei")
    if not missing:
        return 0
    apt = _apt()
    if apt is None:
        print(
            f"Not installed, and apt may not here: {' '.join(missing)}. Browser journeys are skipped.",
            flush=True,
        )
        return 0
    print(f"Installing {' '.join(missing)}", flush=True)
    install = [*apt, "install", "-qq", "-y", "--no-install-recommends", *missing]
    if not _quiet(install) and not (_quiet([*apt, "update", "-qq"]) and _quiet(install)):
        print(f"apt could not install {' '.join(missing)}. Browser journeys are skipped.", flush=True)
    return 0


def has_chinese_font() -> bool:
    if not shutil.which("fc-list"):
        return False
    return bool(subprocess.run(["fc-list", ":lang=zh-cn"], capture_output=True, check=False).stdout.strip())


def _apt() -> list[str] | None:
    if not shutil.which("apt-get"):
        return None
    settings = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    if os.geteuid() == 0:
        return settings
    return ["sudo", "-n", *settings] if shutil.which("sudo") and _quiet(["sudo", "-n", "true"]) else None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "app"))
