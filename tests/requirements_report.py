"""`make requirements`: which items the last full run proved, and how. Writes build/requirements.json.

python -m tests.requirements_report [item prefix]     prints each proof beside its item's text
"""

import json
import sys
from collections import defaultdict
from typing import Any

from tests.requirements import ROOT, RUN, catalogue

RESULT = ROOT / "build" / "requirements.json"


def main(argv: list[str]) -> int:
    """Print the proofs and write item id → tests. Returns 1 where no full run has been made."""
    if not (ROOT / RUN).exists():
        print("requirements: no full run yet; make test writes one")
        return 1
    run = json.loads((ROOT / RUN).read_text(encoding="utf-8"))
    proofs = by_item(run["proofs"])
    RESULT.write_text(
        json.dumps({item: [p["test"] for p in found] for item, found in proofs.items()}, indent=1) + "\n",
        encoding="utf-8",
    )
    items = catalogue()
    wanted = argv[0] if argv else ""
    for item, found in proofs.items():
        if item.startswith(wanted):
            print(f"{item}  {items[item]['clause']}\n      {items[item]['text']}")
            for proof in found:
                print(f"   →  {proof['shows']}\n      {proof['test']}")
    tests = {proof["test"] for found in proofs.values() for proof in found}
    print(
        f"requirements: {len(proofs)} of {len(items)} items proved by {len(tests)} tests, run of {run['at']}"
    )
    return 0


def by_item(proofs: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Proofs by item, in the articles' order."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for proof in proofs:
        found[proof["item"]].append(proof)
    return {item: found[item] for item in sorted(found, key=lambda i: tuple(map(int, i[1:].split("."))))}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
