"""The one contract that import-linter does not bring: from outside, a module is entered by its door."""

import grimp
from importlinter import Contract, ContractCheck, fields, output
from importlinter.domain.helpers import module_expressions_to_modules
from importlinter.domain.imports import Module


class OneDoor(Contract):
    """From outside a module only its `doors` are imported. A module's own tests, and others', pass any wall.

    `openings` are doors for some: "kejing.app -> urls, api" opens these two files to that package.
    """

    type_name = "one_door"

    modules = fields.ListField(subfield=fields.ModuleExpressionField())
    doors = fields.SetField(subfield=fields.StringField())
    openings = fields.ListField(subfield=fields.StringField(), required=False, default=())

    def check(self, graph: grimp.ImportGraph, verbose: bool) -> ContractCheck:  # import-linter's own
        houses = module_expressions_to_modules(graph, self.modules)
        broken = [pair for house in sorted(houses, key=lambda m: m.name) for pair in self._past(graph, house)]
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def _past(self, graph: grimp.ImportGraph, house: Module) -> list[tuple[str, str]]:
        """Imports that come into the house by another way than a door open to them."""
        rooms = {house.name, *graph.find_descendants(house.name)}
        return [
            (importer, room)
            for room in sorted(rooms)
            for importer in sorted(graph.find_modules_that_directly_import(room) - rooms)
            if ".tests" not in importer
            and room.removeprefix(f"{house.name}.").partition(".")[0] not in self._doors_for(importer)
        ]

    def _doors_for(self, importer: str) -> set[str]:
        found: set[str] = set(self.doors)  # type: ignore[call-overload]  # parsed by the field
        for opening in self.openings:  # type: ignore[attr-defined]  # as above
            package, _, files = opening.partition("->")
            if importer.startswith(f"{package.strip()}."):
                found |= {file.strip() for file in files.split(",")}
        return found

    def render_broken_contract(self, check: ContractCheck) -> None:
        for importer, room in check.metadata["broken"]:
            output.print_error(f"{importer} -> {room} is no door")
