"""Charts as SVG that a page takes in as it is: no script, no style of its own, words for readers.

Drawn by pygal: pure Python, kept since 2012, its SVG scales, prints and can be read aloud. What
draws in the browser (Chart.js, uPlot, Plotly) would bring 50 KB to 4 MB of script into each page.
Colours, sizes and fonts are the page's: classes `color-0`, `color-1` ... and those of the axes.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from types import ModuleType
from typing import Any

from lxml import etree

WIDTH, FONT = 360, 12
"""Units: one is a pixel on a phone. Where two charts stand side by side, the page makes letters
smaller, so that they grow less than the chart."""
COLOURS = 8
"""Series of a chart at most: more cannot be told apart. The page has so many colours."""
LABEL = 20
"""Characters of a label; the whole one is its title."""


def columns(labels: Sequence[str], series: Mapping[str, Sequence[int]], *, title: str) -> str:
    """Return stacked columns, one for each of *labels*, as an SVG element.

    The legend is the page's: it knows how wide it is.
    """
    every = max(1, len(labels) // 4)
    chart = pygal().StackedBar(
        width=WIDTH,
        height=230,
        order_min=0,  # whole numbers
        max_scale=8,
        truncate_label=-1,
        x_labels_major=list(labels)[::-every][:4],
        show_minor_x_labels=False,
        **_options(),
    )
    chart.x_labels = list(labels)
    for name, numbers in series.items():
        chart.add(name, list(numbers))
    return _svg(chart, title)


def bars(numbers: Mapping[str, int], *, title: str) -> str:
    """Return horizontal bars, the first on top, each with its number, as an SVG element."""
    chart = pygal().HorizontalBar(
        width=WIDTH,
        height=30 + 26 * len(numbers),
        print_values=True,
        truncate_label=-1,
        print_values_position="top",
        show_x_labels=False,
        **_options(),
    )
    shown = dict(reversed(list(numbers.items())))
    chart.x_labels = [shortened(name) for name in shown]
    chart.add(title, list(shown.values()))
    return _svg(chart, title)


def most(numbers: Mapping[str, int], count: int, rest: str = "others") -> dict[str, int]:
    """Return the *count* largest of *numbers*, and the *rest* as one."""
    ordered = sorted(numbers.items(), key=lambda item: (-item[1], item[0]))
    shown = dict(ordered[:count])
    if others := sum(number for _, number in ordered[count:]):
        shown[rest] = shown.get(rest, 0) + others
    return shown


def shortened(label: str) -> str:
    """Return *label* as it fits beside a bar. A cut never parts a letter from its signs."""
    if len(label) <= LABEL:
        return label
    return " ".join(label[: LABEL - 1].split(" ")[:-1]) + "…" if " " in label else label[:LABEL]


def pygal() -> ModuleType:
    """Return the module pygal, without the import hook that it installs for its maps.

    The hook is of a kind that Python 3.4 gave up: each later import of anything would warn of it.
    """
    module = import_module("pygal")
    sys.meta_path[:] = [
        finder for finder in sys.meta_path if not type(finder).__module__.startswith("pygal")
    ]
    return module


def _options() -> dict[str, Any]:
    fonts = {"label_font_size": FONT, "major_label_font_size": FONT, "value_font_size": FONT}
    return {
        "css": [],
        "js": [],
        "style": pygal().style.Style(**fonts),
        "show_legend": False,
        "margin": 8,
        "spacing": 6,
        "value_formatter": "{:,.0f}".format,
    }


def _svg(chart: Any, title: str) -> str:
    """Return *chart* without its script and styles, its bars named by <title> elements."""
    root = chart.render_tree()  # of names without a namespace: xmlns is an attribute
    root.attrib.pop("id", None)
    root.set("role", "img")
    root.set("aria-label", title)
    etree.strip_elements(root, etree.Comment, with_tail=False)
    for child in [*root.iterchildren("defs", "title")]:  # script and style; "Pygal"
        root.remove(child)
    for number, (_, serie) in enumerate(chart.raw_series):
        path = f".//g[@class='series serie-{number} color-{number}']//g[desc]"
        for bar in root.iterfind(path):
            notes = {note.get("class"): note.text for note in bar.iterchildren("desc")}
            words = etree.SubElement(bar, "title")
            words.text = f"{serie['title']}, {notes.get('x_label', '')}: {notes.get('value')}"
    etree.strip_elements(root, "desc", with_tail=False)
    for tooltips in root.findall(".//g[@class='plot tooltip-overlay']"):
        tooltips.getparent().remove(tooltips)
    return str(etree.tostring(root, encoding="unicode"))
