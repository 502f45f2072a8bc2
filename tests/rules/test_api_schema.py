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


def test_every_act_of_a_release_on_a_revision_takes_if_match_and_a_draft_takes_a_key():
    paths = SchemaGenerator().get_schema(request=None, public=True)
    bodies, found = paths["components"]["schemas"], {}
    for path, acts in paths["paths"].items():
        for method, said in acts.items():
            if path.startswith("/api/v1/release") and method in ("post", "put") and "answers" not in path:
                body = said["requestBody"]["content"]["application/json"]["schema"]["$ref"].rsplit("/", 1)[1]
                on_revision = "revision" in bodies[body]["properties"]
                headers = {one["name"] for one in said["parameters"] if one["in"] == "header"}
                found[path] = (on_revision, headers)
    assert len(found) > 15
    assert {path for path, (on_revision, headers) in found.items() if on_revision != ("If-Match" in headers)} == set()
    assert "Idempotency-Key" in found["/api/v1/release-requests/"][1]
