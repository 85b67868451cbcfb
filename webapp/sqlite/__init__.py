"""Django's SQLite backend, with connections that are kept when a request ends and taken by the next one."""
