"""`python -m kejing.engines.metrics.run job.json`: snapshot if asked for, compute, answer as JSON."""

import json
import os
import sys
import time
from dataclasses import asdict
from pathlib import Path

from kejing.engines.metrics.run.compute import compute
from kejing.engines.metrics.run.export import export, hashes
from kejing.engines.metrics.run.job import Answer, MetricError, load

ADDRESS = "KEJING_JOB_DATABASE"
"""libpq's words for the connection; in the environment, since a command line is for all to see."""


def main(path: str) -> int:
    job, answer = load(Path(path)), Answer()
    address = os.environ.pop(ADDRESS, "")
    try:
        if job.views:
            started = time.monotonic()
            answer.rows = export(job, address)
            answer.export_seconds = round(time.monotonic() - started, 3)
        answer.sha256, answer.files = hashes(Path(job.folder))
        answer.other_snapshot = job.expected_hash not in {"", answer.sha256}
        if not answer.other_snapshot:
            compute(job, answer)
    except MetricError as error:
        answer.metric, answer.error = error.metric, str(error)
    sys.stdout.write(json.dumps(asdict(answer)))
    return 1 if answer.error else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
