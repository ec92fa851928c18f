"""The closing summary of a run, in words: what was asked for, what came of it, where it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from newscrawl.fetching.politeness import LEFT_ALONE
from newscrawl.outcomes import OUTCOMES

if TYPE_CHECKING:
    from newscrawl.category_spider import CategorySpider


def summary_lines(spider: CategorySpider, stats: Mapping[str, Any], reason: str) -> list[str]:
    """Return the lines of the summary of a run that ended for *reason*."""
    outcomes, count = spider.outcomes, spider.outcomes.count
    new = count["stored"] + count["updated"]
    seconds = stats.get("elapsed_time_seconds") or 0
    requests = stats.get("downloader/request_count", 0)
    parts = " + ".join(f"{count[outcome]} {outcome}" for outcome in OUTCOMES)
    lines = [
        f"{spider.name}: {reason} after {seconds:.1f} s, {new} articles stored",
        f"  asked for      {outcomes.asked} = {parts}",
    ]
    if failure := spider.run.failure:
        lines.append(f"  FEED FAILED    {failure}; what is not in it is fetched by the next run")
    for outcome, classes in outcomes.classes.items():
        lines += [
            f"  {outcome:14} {number} {name}, such as {outcomes.examples[name][0]}"
            for name, number in classes.most_common()
        ]
    lines += [
        f"  left alone     {key.removeprefix(LEFT_ALONE)}: {why}"
        for key, why in stats.items()
        if key.startswith(LEFT_ALONE)
    ]
    if outcomes.known:
        lines.append(f"  known          {outcomes.known} links of listings, not asked for again")
    if outcomes.left:
        lines.append(f"  left           {outcomes.left} for the next run")
    if new:
        lines.append(f"  requests       {requests}, {requests / new:.2f} for each new article")
    else:
        lines.append(f"  requests       {requests}, nothing new")
    if len(found := outcomes.found()) > 1:
        roads = "; ".join(f"{road} {n}, only it {only}" for road, (n, only) in found.items())
        lines.append(f"  roads          {roads}")
    lines += [f"  articles in    {feed}" for feed in spider.run.feeds]
    lines += [f"  does not add up: {text}" for text in outcomes.contradictions[:3]]
    if not outcomes.add_up(finished=reason == "finished"):
        lines.append("  the sum does not add up: please report this as an error of newscrawl")
    return lines
