"""The reading room: the library in a browser, and the API under /api/v1.

`app.make` composes it: `guard` stands before everything, `pages` and `api` show the same `views` of the library.
"""
