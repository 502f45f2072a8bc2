"""The description of the API is whole: generated without a warning."""

from django.core.management import call_command


def test_the_api_describes_itself_without_warnings(tmp_path):
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(tmp_path / "schema.yml"))
