"""The site's texts as files that other programs read: Markdown, JSON, pictures."""
