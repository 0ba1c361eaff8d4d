"""The folder of an export (``guide.exporting``), read back."""
