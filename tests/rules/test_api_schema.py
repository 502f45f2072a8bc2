"""The description of the API is whole: generated without a warning."""

from django.core.management import call_command
from drf_spectacular.generators import SchemaGenerator


def test_the_api_describes_itself_without_warnings(tmp_path):
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(tmp_path / "schema.yml"))


def test_ids_are_described_as_the_64_bits_that_they_are():
    described = SchemaGenerator().get_schema(request=None, public=True)["components"]["schemas"]
    ids = {name: schema["properties"]["id"] for name, schema in described.items() if "id" in schema.get("properties", {})}
    assert len(ids) > 10
    assert {name for name, said in ids.items() if said.get("format") != "int64"} == set()
