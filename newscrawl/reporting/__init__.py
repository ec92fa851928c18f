"""What is told of a run: progress, summary, report, health, the page, the log."""
