"""What newscrawl costs, measured: each module is run with ``python -m``."""
