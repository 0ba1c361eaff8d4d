"""A manuscript in a file becomes chapters and questions; no database.

Every format becomes Markdown first: a ``.docx`` and a plain text by way of HTML, since
``from_html`` is where words are kept from being taken for marks. ``outline`` then finds
the chapters in it.
"""
