"""One file for each screen; each has `add_routes(router, hub)`."""
