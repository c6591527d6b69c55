"""The data visualization block as data: its four charts, their segments, series and axes."""

from __future__ import annotations

from .agreements import names_differ, points_named_by
from .grammar import BLOCK_ID, Number, Shape, Surface, one_of, several, words

_SERIES = several(one_of("chart_series"), 1, 12)


def _plotted(kind: str) -> Shape:
    return Shape(
        name=f"chart_{kind}",
        type=kind,
        required={"series": _SERIES, "axis_config": one_of("chart_axes")},
        agreements=(points_named_by("categories"), names_differ("series", "name")),
    )


CHARTS = (
    Shape(
        name="data_visualization",
        type="data_visualization",
        required={
            "title": words(50, 1),
            "chart": one_of("chart_pie", "chart_bar", "chart_area", "chart_line"),
        },
        optional={"block_id": BLOCK_ID},
        surfaces=frozenset({Surface.MESSAGE}),
    ),
    Shape(name="chart_pie", type="pie", required={"segments": several(one_of("chart_segment"), 1, 12)}),
    _plotted("bar"),
    _plotted("area"),
    _plotted("line"),
    Shape(
        name="chart_segment",
        required={"label": words(20, 1), "value": Number(above=0, whole=False)},
    ),
    Shape(
        name="chart_series",
        required={"name": words(20, 1), "data": several(one_of("chart_point"), 1, 20)},
    ),
    Shape(name="chart_point", required={"label": words(20, 1), "value": Number(whole=False)}),
    Shape(
        name="chart_axes",
        required={"categories": several(words(20, 1), 1, 20)},
        optional={"x_label": words(50), "y_label": words(50)},
    ),
)
