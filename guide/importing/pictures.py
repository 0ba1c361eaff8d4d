"""Pictures of texts from elsewhere: made anew as any upload is, once each."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from guide import images
from guide.importing import known
from guide.importing.naming import fitting
from guide.importing.report import Outcome
from guide.importing.running import Run
from guide.importing.sources import SourceImage
from guide.models import Image, Imported


@dataclass
class Pictures:
    run: Run
    # Addresses here by source; empty for one that isn't shown.
    found: dict[str, str] = field(default_factory=dict)

    def in_text(self, text: str, named: Iterable[SourceImage]) -> str:
        """``text`` with the addresses here of the pictures that it ``named``."""
        here = {image.address: self._address(image) for image in named}
        known_here = {there: address for there, address in here.items() if address}
        if not known_here:
            return text
        # The longest first: one address may begin as another does.
        longest = sorted(map(re.escape, known_here), key=len, reverse=True)
        anyone = re.compile("|".join(longest))
        return anyone.sub(lambda address: known_here[address[0]], text)

    def _address(self, image: SourceImage) -> str:
        if image.source not in self.found:
            row = self._row(image)
            self.found[image.source] = row.get_absolute_url() if row else ""
        return self.found[image.source]

    def _row(self, image: SourceImage) -> Image | None:
        what, report = _("pictures"), self.run.report
        before = Imported.objects.filter(source=image.source).first()
        keys = [before.object_pk] if before else []
        present = Image.objects.filter(pk__in=keys).first()
        name = image.address.rpartition("/")[2]
        if before and not present:
            report.skip(what, str(known.DELETED), name)
            return None
        if image.content is None:
            if not present:
                report.skip(what, _("the file isn’t there"), name)
            return present
        content = image.content()
        digest = hashlib.sha256(content).hexdigest()
        if before and present and before.digest == digest:
            report.add(what, Outcome.UNCHANGED)
            return present
        try:
            encoded = images.encode(io.BytesIO(content), len(content))
        except ValidationError as error:
            report.skip(what, " ".join(error.messages), name)
            return present
        is_new = not Image.objects.filter(digest=encoded.name.digest).exists()
        if is_new:
            self.run.stored.append(encoded.name)
        row = Image.keep(encoded, fitting(Image, "alt", image.alt or name))
        known.remember(image.source, row, digest, before)
        report.add(what, Outcome.UPDATED if before else Outcome.CREATED)
        return row
