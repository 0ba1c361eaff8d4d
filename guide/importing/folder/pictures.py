"""The pictures of an exported folder, under the names that its texts have for them."""

from __future__ import annotations

from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from guide import images
from guide.image_names import ImageName
from guide.importing.files import BadFile, read_bytes
from guide.importing.folder.reading import Row
from guide.importing.running import Run
from guide.models import Image


def keep_picture(row: Row, folder: Path, run: Run) -> Image:
    """The row with its files; BadFile where the file isn't the one that is named."""
    name = ImageName.parse(row.key)
    if name is None:
        raise BadFile(_("%s is no picture of an export.") % row.place)
    try:
        content = read_bytes(folder / "media" / str(name), images.MOST_MEGABYTES)
        encoded = images.encode_again(content, name)
    except BadFile as error:
        raise BadFile(f"media/{name}: {error}") from None
    except ValidationError as error:
        raise BadFile(f"media/{name}: {' '.join(error.messages)}") from None
    run.stored.append(name)
    return Image.keep(encoded, str(row.values.get("alt", "")))
