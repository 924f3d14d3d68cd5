from importlib import import_module

from django.apps import AppConfig

PARTS = (
    "actors",
    "gates",
    "notices",
    "subscriptions",
    "sections",
    "panels",
    "histories",
    "navigation",
    "targets",
    "snapshots",
    "pack_sections",
)


class WiringConfig(AppConfig):
    name = "kejing.app.wiring"
    label = "wiring"

    def ready(self) -> None:
        """Connect the modules. Each part is a file with one list and a `connect()`."""
        for part in PARTS:
            import_module(f"kejing.app.wiring.{part}").connect()
