"""The console and the public pages: Jinja2, HTMX 2, own style sheet, no build step (DESIGN D13)."""
