"""The tabs of App Home, one a module; `handlers.home` shows them, and a new part is added to its tab's `parts`."""
