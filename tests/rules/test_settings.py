"""Every value an operator may set says what it is for, and the README need not list them: `manage.py settings` does."""

from dataclasses import fields

import pytest

from hub.configuration import Configuration, variable


@pytest.mark.parametrize("setting", fields(Configuration), ids=lambda setting: setting.name)
def test_a_setting_says_what_it_is_for(setting):
    assert len(setting.metadata["describes"].split()) >= 3
    assert variable(setting.name).isupper()


def test_the_command_lists_all_of_them_and_no_secret(capsys, settings):
    from django.core.management import call_command

    call_command("settings")
    listed = capsys.readouterr().out
    for setting in fields(Configuration):
        assert f"{variable(setting.name)}=" in listed
        assert setting.metadata["describes"] in listed
    assert settings.SECRET_KEY not in listed
