"""WordPress's own export (WXR): its file, its texts, and what they become here."""
