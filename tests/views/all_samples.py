"""All samples of views: those of the main job, and of each `samples_…` module beside this one."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from typing import Any

import tests.views
from tests.views import samples
from tests.views.walk import Walk

_MODULES = tuple(
    importlib.import_module(f"tests.views.{found.name}")
    for found in pkgutil.iter_modules(tests.views.__path__)
    if found.name.startswith("samples_")
)

#: Name of the golden file, and what makes the view; a module's `SAMPLES`.
ALL: Mapping[str, Callable[[], dict[str, Any]]] = {
    name: make for module in (samples, *_MODULES) for name, make in module.SAMPLES.items()
}
#: Requests on their way, whose every event has its entry in the thread; a module's `WALKS`.
WALKS: tuple[Callable[[], Walk], ...] = tuple(
    make for module in _MODULES for make in getattr(module, "WALKS", ())
)
