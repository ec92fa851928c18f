"""The sum of a run: one outcome for each URL asked for."""

from __future__ import annotations

from newscrawl.outcomes import Outcomes


def test_the_sum_adds_up() -> None:
    outcomes = Outcomes()
    for url in "abcd":
        assert outcomes.ask(url)
    assert not outcomes.ask("a")
    outcomes.settle("a", "listing")
    outcomes.settle("b", "stored")
    outcomes.settle("c", "refused", "PriceTable")
    assert outcomes.asked == 3
    assert outcomes.left == 1
    assert outcomes.add_up(finished=False)
    assert not outcomes.add_up(finished=True)
    outcomes.settle("d", "failed", "TimeoutError", answered=False)
    assert outcomes.add_up(finished=True)
    assert outcomes.examples == {"PriceTable": ["c"], "TimeoutError": ["d"]}


def test_a_second_outcome_is_an_error_of_ours() -> None:
    outcomes = Outcomes()
    outcomes.ask("a")
    outcomes.settle("a", "stored")
    outcomes.settle("a", "refused", "PriceTable")
    assert outcomes.count.total() == 1
    assert not outcomes.add_up(finished=True)


def test_no_answer() -> None:
    outcomes = Outcomes()
    assert not outcomes.no_answer()  # nothing was due
    outcomes.ask("a")
    outcomes.settle("a", "failed", "DownloadTimeoutError", answered=False)
    assert outcomes.no_answer()


def test_robots_that_allow_nothing_are_an_answer() -> None:
    outcomes = Outcomes()
    outcomes.ask("a")
    outcomes.settle("a", "refused", "DisallowedByRobots", answered=False)
    assert not outcomes.no_answer()
