"""The one contract that import-linter does not bring: from outside, a module is entered by its door."""

import grimp
from importlinter import Contract, ContractCheck, fields, output
from importlinter.domain.helpers import module_expressions_to_modules
from importlinter.domain.imports import Module


class OneDoor(Contract):
    """From outside a module only its `doors` are imported; `mounts` are doors for the package `mounter` alone.

    A module's own tests, and the tests of others that borrow its factories, pass through any wall.
    """

    type_name = "one_door"

    modules = fields.ListField(subfield=fields.ModuleExpressionField())
    doors = fields.SetField(subfield=fields.StringField())
    mounts = fields.SetField(subfield=fields.StringField(), required=False, default=set())
    mounter = fields.StringField(required=False, default="")

    def check(self, graph: grimp.ImportGraph, verbose: bool) -> ContractCheck:  # noqa: FBT001  # import-linter's own
        houses = module_expressions_to_modules(graph, self.modules)  # type: ignore[arg-type]  # parsed by the field
        broken = [pair for house in sorted(houses, key=lambda m: m.name) for pair in self._past(graph, house)]
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def _past(self, graph: grimp.ImportGraph, house: Module) -> list[tuple[str, str]]:
        """Imports that come into the house by another way than the door."""
        rooms = {house.name, *graph.find_descendants(house.name)}
        found = []
        for room in sorted(rooms):
            for importer in graph.find_modules_that_directly_import(room) - rooms:
                if ".tests" not in importer and not self._is_door(room.removeprefix(f"{house.name}."), importer):
                    found.append((importer, room))
        return found

    def _is_door(self, room: str, importer: str) -> bool:
        may = set(self.doors)  # type: ignore[call-overload]  # parsed by the field
        if importer.startswith(f"{self.mounter}."):
            may |= set(self.mounts)  # type: ignore[call-overload]  # parsed by the field
        return room.partition(".")[0] in may

    def render_broken_contract(self, check: ContractCheck) -> None:
        for importer, room in check.metadata["broken"]:
            output.print_error(f"{importer} imports {room}, which is no door")
