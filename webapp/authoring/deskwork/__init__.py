"""What the desk's processes do: they render authors' Markdown and read their files. They run nothing of what they read."""
