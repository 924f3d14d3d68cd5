"""The background work of this engine; importing declares it."""

from kejing.engines.interchange.exports.tasks import expire_exports, make_export

__all__ = ["expire_exports", "make_export"]
