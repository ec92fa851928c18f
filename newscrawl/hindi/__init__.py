"""What only the language needs: text, dates, language identification. No HTML."""
