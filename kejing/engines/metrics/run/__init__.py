"""The child process that takes a snapshot and computes metrics on it.

DuckDB, Arrow and ADBC are imported here and nowhere else, so that web workers stay small. Nothing here
imports Django; a job comes as JSON, its result goes back as JSON and CSV.
"""
