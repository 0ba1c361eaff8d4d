import json
import os
import stat
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

from comments import keys
from config.management.commands import prepare as command

pytestmark = pytest.mark.django_db(transaction=True)
User = get_user_model()


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path, monkeypatch: Any) -> None:
    settings.VAR_DIR = tmp_path
    settings.STATIC_ROOT = tmp_path / "static"
    for name in [name for name in os.environ if name.startswith("DJANGO_SUPERUSER")]:
        monkeypatch.delenv(name)


def prepare() -> str:
    out = StringIO()
    call_command("prepare", stdout=out)
    return out.getvalue()


def test_each_step_is_a_line() -> None:
    steps = [line.split(":")[0] for line in prepare().splitlines()]
    wanted = ["Database", "Static files", "Guide", "Words", "Admin account", "Mail"]
    assert steps == wanted


def test_made_up_password_goes_to_a_file_for_its_owner_alone(tmp_path: Path) -> None:
    prepare()
    file = tmp_path / "admin-password"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert User.objects.get().check_password(file.read_text().strip())


def test_no_account_is_made_where_its_password_can_not_be_written(
    tmp_path: Path,
) -> None:
    (tmp_path / "admin-password").mkdir()
    with pytest.raises(CommandError, match=r"admin-password can't be written"):
        prepare()
    assert not User.objects.exists()


def test_no_password_is_left_where_no_account_could_be_made(tmp_path: Path) -> None:
    User.objects.create_user("admin")
    with pytest.raises(CommandError, match="No admin account could be made"):
        prepare()
    assert not (tmp_path / "admin-password").exists()


def test_given_account_is_made(monkeypatch: Any) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_USERNAME", "robin")
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "a long password")
    assert "a long password" not in prepare()
    assert User.objects.get(username="robin").check_password("a long password")


def test_second_start_makes_no_second_account() -> None:
    prepare()
    assert "Admin account: there is one" in prepare()
    assert User.objects.count() == 1


def test_wrong_keys_stop_the_start_with_their_own_code(settings: Any) -> None:
    keys.verify()
    settings.ADDRESS_KEYS = [Fernet.generate_key().decode()]
    with pytest.raises(CommandError, match="not the keys") as caught:
        prepare()
    assert caught.value.returncode == 3


def test_files_of_the_last_version_stay_and_those_before_go(
    tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = settings.STATIC_ROOT = tmp_path / "static"
    root.mkdir()

    def collect(*_: Any, **__: Any) -> None:
        number = len(list(root.glob("*.css")))
        (root / f"site.{number}.css").touch()
        paths = {"site.css": f"site.{number}.css"}
        (root / "staticfiles.json").write_text(json.dumps({"paths": paths}))

    collect()
    (root / "site.old.css").touch()
    monkeypatch.setattr(command, "call_command", collect)
    command.Command(stdout=StringIO()).collect_static()
    assert {path.name for path in root.glob("*.css")} == {"site.0.css", "site.2.css"}
