"""Asking sites for pages: who is asked, how often, and what is taken as an answer."""
